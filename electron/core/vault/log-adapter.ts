import type { Adapter } from 'lowdb'
import { AppError } from '../../../shared/failure'
import { fromUtf8, utf8 } from './bytes'
import type { Chain } from './chain'
import type { Log } from './log'
import { fitsInSnapshot, isOvergrown } from './overgrown'
import { type Content, deletion, maxId, maxPayload, recordSize } from './record-format'

/** What lowdb holds of a stream: frozen values by id, replaced as wholes and never changed in place. */
export interface Entries<T> {
  entries: Record<string, T>
}

interface Saved {
  revision: number
  size: number
}

interface Source<T> {
  log: Log
  chain: Chain
  readOnly: boolean
  /** Turns the value stored under an id into an entry, or throws; null for what only a newer version knows. */
  parse: (value: unknown, id: string) => T | null
}

/**
 * lowdb's adapter over an encrypted log. lowdb hands over everything at each write; `touch` says which ids are to
 * be written, so that a save costs what changed.
 */
export class LogAdapter<T extends object> implements Adapter<Entries<T>> {
  readonly #source: Source<T>
  readonly #saved = new Map<string, Saved>()
  readonly #touched = new Set<string>()
  #data: Entries<T> = { entries: {} }
  /** What a newer version has stored here: no entry, but kept as it is. */
  readonly #unknown = new Map<string, unknown>()
  #loaded = false
  #running: Promise<void> | null = null
  #waiting: Promise<void> | null = null
  #logBytes: number
  #liveBytes = 0
  #segments: number
  #hasDeletions: boolean
  #replacedDeleted: boolean

  constructor(source: Source<T>) {
    this.#source = source
    this.#logBytes = source.chain.bytes
    this.#segments = source.chain.live.length
    this.#hasDeletions = source.chain.hasDeletions
    this.#replacedDeleted = source.chain.replacesDeleted
  }

  /** The next write takes this id along: its value, or that it is gone. */
  touch(id: string): void {
    this.#touched.add(id)
  }

  /** All entries: as they were when the vault was opened the first time, as they are from then on. */
  async read(): Promise<Entries<T>> {
    const { chain, parse } = this.#source
    if (this.#loaded) return this.#data
    this.#loaded = true
    const entries: [string, T][] = []
    for (const [id, version] of chain.versions) {
      const value: unknown = JSON.parse(fromUtf8(version.payload))
      const entry = parse(value, id)
      if (entry) entries.push([id, Object.freeze(entry)])
      else this.#unknown.set(id, value)
      version.payload.fill(0)
      this.#note(id, version)
    }
    chain.versions.clear()
    this.#data = { entries: Object.fromEntries(entries) }
    return this.#data
  }

  /**
   * Resolves once every id touched until now is durable. One commit runs at a time; all writes that come meanwhile
   * share the next one. What could not be written stays touched.
   */
  write(data: Entries<T>): Promise<void> {
    if (this.#source.readOnly) return Promise.reject(new AppError({ code: 'vault-read-only' }))
    this.#data = data
    if (!this.#running && !this.#waiting) return this.#run()
    this.#waiting ??= Promise.resolve(this.#running)
      .catch(() => undefined)
      .then(() => {
        this.#waiting = null
        return this.#run()
      })
    return this.#waiting
  }

  /** Whether the log has grown far beyond what lives in it. */
  overgrown(): boolean {
    return isOvergrown({ logBytes: this.#logBytes, liveBytes: this.#liveBytes, segments: this.#segments })
  }

  /** Whether all that lives in the log fits into a snapshot. */
  isCompactable(): boolean {
    return fitsInSnapshot(this.#liveBytes)
  }

  /** Whether entries were deleted that the log's segments still hold. */
  hasDeletions(): boolean {
    return this.#hasDeletions
  }

  /** What snapshots have replaced until now is nowhere any more. */
  purged(): void {
    this.#replacedDeleted = false
  }

  /** Whether a chain that was read from the disk holds exactly what lives here. */
  isHeldBy({ versions }: Chain): boolean {
    const living = this.#living()
    const isThere = ([id, value]: [string, unknown]) => {
      const version = versions.get(id)
      return version !== undefined && fromUtf8(version.payload) === JSON.stringify(value)
    }
    return living.length === versions.size && living.every(isThere)
  }

  /**
   * Writes all entries anew; the names of the segments that this replaces. An entry that is gone but whose deletion
   * isn't written would be lost without a trace: then nothing is replaced, nor where all of it is too long for one.
   */
  async compact(): Promise<string[]> {
    if (!this.isCompactable()) return []
    const living = this.#living()
    const ids = new Set(living.map(([id]) => id))
    if ([...this.#saved.keys()].some((id) => !ids.has(id))) return []
    const kept = new Map<string, Saved>()
    const replacesDeleted = this.#hasDeletions || this.#replacedDeleted
    const snapshot = await this.#source.log.snapshot(versionsOf(living, this.#saved, kept), { replacesDeleted })
    this.#replacedDeleted = replacesDeleted
    this.#hasDeletions = false
    for (const [id, version] of kept) this.#note(id, version)
    this.#logBytes = snapshot.bytes
    this.#segments = 1
    return snapshot.replaced
  }

  #living(): [string, unknown][] {
    return [...Object.entries(this.#data.entries), ...this.#unknown]
  }

  #run(): Promise<void> {
    const commitment = this.#commit().finally(() => {
      if (this.#running === commitment) this.#running = null
    })
    this.#running = commitment
    return commitment
  }

  async #commit(): Promise<void> {
    const ids = [...this.#touched]
    const contents = ids.map((id) => this.#contentOf(id)).filter((content) => content !== null)
    this.#touched.clear()
    if (contents.length === 0) return
    try {
      const sizes = await this.#source.log.append(contents)
      contents.forEach(({ id, type, revision }, at) => {
        const size = sizes[at] ?? 0
        this.#logBytes += size
        this.#note(id, type === 'put' ? { revision, size } : null)
        if (type === 'delete') this.#hasDeletions = true
      })
    } catch (error) {
      // They are not on the disk, so the next write takes them along.
      for (const id of ids) this.#touched.add(id)
      throw error
    } finally {
      for (const { payload } of contents) payload.fill(0)
    }
  }

  #contentOf(id: string): Content | null {
    const revision = (this.#saved.get(id)?.revision ?? 0) + 1
    const value = this.#data.entries[id]
    if (value === undefined) return this.#saved.has(id) ? deletion(id, revision) : null
    const payload = utf8(JSON.stringify(value))
    if (payload.length > maxPayload || utf8(id).length > maxId) {
      // Left among the touched it would keep every other entry from being written.
      this.#touched.delete(id)
      throw new AppError({ code: 'entry-too-large' })
    }
    return { type: 'put', batchStart: false, id, revision, payload }
  }

  #note(id: string, version: Saved | null): void {
    this.#liveBytes += (version?.size ?? 0) - (this.#saved.get(id)?.size ?? 0)
    if (version) this.#saved.set(id, { revision: version.revision, size: version.size })
    else this.#saved.delete(id)
  }
}

function* versionsOf(
  living: readonly [string, unknown][],
  saved: ReadonlyMap<string, Saved>,
  kept: Map<string, Saved>,
) {
  for (const [id, value] of living) {
    const revision = saved.get(id)?.revision ?? 1
    const payload = utf8(JSON.stringify(value))
    kept.set(id, { revision, size: recordSize(id, payload) })
    yield { type: 'put', batchStart: false, id, revision, payload } satisfies Content
    payload.fill(0)
  }
}
