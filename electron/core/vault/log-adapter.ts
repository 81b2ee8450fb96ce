import type { Adapter } from 'lowdb'
import { AppError } from '../../../shared/failure'
import { fromUtf8, utf8 } from './bytes'
import type { Chain } from './chain'
import type { Log } from './log'
import { type Content, deletion, maxId, maxPayload, recordSize } from './record-format'

/** What lowdb holds of a stream: frozen values by id, replaced as wholes and never changed in place. */
export interface Entries<T> {
  entries: Record<string, T>
}

/** A snapshot is worth its while when the log is this much longer than what lives in it. */
const slack = 1024 * 1024
const slackFactor = 2
const manySegments = 64

/**
 * lowdb's adapter over an encrypted log. lowdb hands over everything at each write; `touch` says which ids are to
 * be written, so that a save costs what changed.
 */
export interface LogAdapter<T> extends Adapter<Entries<T>> {
  touch(id: string): void
  /** Whether the log has grown far beyond what lives in it. */
  overgrown(): boolean
  /** Writes all entries anew; the names of the segments that this replaces. */
  compact(): Promise<string[]>
}

interface Saved {
  revision: number
  size: number
}

/** An adapter that begins with what `chain` holds; `parse` turns one stored value into an entry or throws. */
export function createLogAdapter<T extends object>(o: {
  log: Log
  chain: Chain
  readOnly: boolean
  parse: (value: unknown) => T
}): LogAdapter<T> {
  const saved = new Map<string, Saved>()
  const touched = new Set<string>()
  const size = { log: o.chain.bytes, live: 0, segments: o.chain.live.length }
  let data: Entries<T> = { entries: {} }
  let running: Promise<void> | null = null
  let waiting: Promise<void> | null = null

  function note(id: string, version: Saved | null): void {
    size.live += (version?.size ?? 0) - (saved.get(id)?.size ?? 0)
    if (version) saved.set(id, version)
    else saved.delete(id)
  }

  function read(): Entries<T> {
    const entries: [string, T][] = []
    for (const [id, version] of o.chain.versions) {
      entries.push([id, Object.freeze(o.parse(JSON.parse(fromUtf8(version.payload))))])
      version.payload.fill(0)
      note(id, version)
    }
    o.chain.versions.clear()
    data = { entries: Object.fromEntries(entries) }
    return data
  }

  function contentOf(id: string): Content | null {
    const revision = (saved.get(id)?.revision ?? 0) + 1
    const value = data.entries[id]
    if (value === undefined) return saved.has(id) ? deletion(id, revision) : null
    const payload = utf8(JSON.stringify(value))
    if (payload.length > maxPayload || utf8(id).length > maxId) {
      // Left among the touched it would keep every other entry from being written.
      touched.delete(id)
      throw new AppError({ code: 'entry-too-large' })
    }
    return { type: 'put', batchStart: false, id, revision, payload }
  }

  async function commit(): Promise<void> {
    const ids = [...touched]
    const contents = ids.map(contentOf).filter((content) => content !== null)
    touched.clear()
    if (contents.length === 0) return
    try {
      const sizes = await o.log.append(contents)
      contents.forEach((content, at) => {
        const written = sizes[at] ?? 0
        size.log += written
        note(content.id, content.type === 'put' ? { revision: content.revision, size: written } : null)
        content.payload.fill(0)
      })
    } catch (error) {
      // They are not on the disk, so the next write takes them along.
      for (const id of ids) touched.add(id)
      throw error
    }
  }

  /** One commit runs at a time; all writes that come meanwhile share the next one. */
  function write(next: Entries<T>): Promise<void> {
    if (o.readOnly) return Promise.reject(new AppError({ code: 'vault-read-only' }))
    data = next
    if (!running && !waiting) return run()
    waiting ??= Promise.resolve(running)
      .catch(() => undefined)
      .then(() => {
        waiting = null
        return run()
      })
    return waiting
  }

  function run(): Promise<void> {
    const commitment = commit().finally(() => {
      if (running === commitment) running = null
    })
    running = commitment
    return commitment
  }

  async function compact(): Promise<string[]> {
    const kept = new Map<string, Saved>()
    const snapshot = await o.log.snapshot(versionsOf(data.entries, saved, kept))
    for (const [id, version] of kept) note(id, version)
    size.log = snapshot.bytes
    size.segments = 1
    return snapshot.replaced
  }

  return {
    read: () => Promise.resolve(read()),
    write,
    touch: (id) => void touched.add(id),
    overgrown: () => size.log > slackFactor * size.live + slack || size.segments > manySegments,
    compact,
  }
}

function* versionsOf(entries: Record<string, object>, saved: ReadonlyMap<string, Saved>, kept: Map<string, Saved>) {
  for (const [id, value] of Object.entries(entries)) {
    const revision = saved.get(id)?.revision ?? 1
    const payload = utf8(JSON.stringify(value))
    kept.set(id, { revision, size: recordSize(id, payload) })
    yield { type: 'put', batchStart: false, id, revision, payload } satisfies Content
    payload.fill(0)
  }
}
