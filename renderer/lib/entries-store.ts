import type { EntrySummary } from '../../shared/entry'
import { byNewest } from '../../shared/entry-order'
import type { EntryId } from '../../shared/ids'
import type { TwofoldApi } from './api'

const firstSlice = 60
const furtherSlice = 2000

/** While one writes, the row's beginning of the text follows this often, in ms: not with every key. */
const excerptPause = 200

/** Two frames at 60 Hz; not a frame's own event, which a hidden window never has. */
const twoFrames = () => new Promise<void>((resolve) => setTimeout(resolve, 33))

export interface EntriesSnapshot {
  /** Every entry of both journals, newest first, those in the trash included. */
  readonly entries: readonly EntrySummary[]
  /** How many there will be; equal to `entries.length` once `complete`. */
  readonly total: number
  readonly complete: boolean
}

export interface EntriesStore {
  subscribe(listener: () => void): () => void
  /** Keeps its reference between changes, as `useSyncExternalStore` wants it. */
  snapshot(): EntriesSnapshot
  /** Fetches all summaries, the newest first so that the first rows are painted at once. */
  load(): Promise<void>
  /** Stops listening to the host. */
  dispose(): void
}

/** The timeline's rows as the window mirrors them from the vault process, kept up to date by its signals. */
export function createEntriesStore(api: TwofoldApi, pause: () => Promise<void> = twoFrames): EntriesStore {
  const byId = new Map<EntryId, EntrySummary>()
  const listeners = new Set<() => void>()
  let current: EntriesSnapshot = { entries: [], total: 0, complete: false }
  let deletions = 0

  const publish = (change: Partial<EntriesSnapshot>) => {
    const entries = [...byId.values()].sort(byNewest)
    current = { ...current, entries, total: Math.max(current.total, entries.length), ...change }
    for (const listener of listeners) listener()
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  const publishSoon = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      publish({})
    }, excerptPause)
  }

  const stop = api.journal.onChanged(({ entries, deleted }) => {
    const isQuiet = deleted.length === 0 && entries.every((entry) => isSameButExcerpt(byId.get(entry.id), entry))
    for (const entry of entries) byId.set(entry.id, entry)
    for (const id of deleted) byId.delete(id)
    deletions += deleted.length
    if (isQuiet) publishSoon()
    else publish(current.complete ? { total: byId.size } : {})
  })

  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    snapshot: () => current,
    async load() {
      let before = deletions
      for (let offset = 0; ;) {
        const { entries, total } = await api.journal.list({ offset, limit: offset === 0 ? firstSlice : furtherSlice })
        for (const entry of entries) byId.set(entry.id, entry)
        offset += entries.length
        const atEnd = entries.length === 0 || offset >= total
        // What was deleted meanwhile moved the rest up, and some of it past the slice that was asked for.
        const complete = atEnd && deletions === before
        publish({ total: complete ? byId.size : total, complete })
        if (complete) return
        // The rows that are here are painted before the rest is asked for.
        await pause()
        if (atEnd) {
          offset = 0
          before = deletions
        }
      }
    },
    dispose() {
      clearTimeout(timer)
      stop()
    },
  }
}

function isSameButExcerpt(before: EntrySummary | undefined, after: EntrySummary): boolean {
  if (!before) return false
  // A field that is gone, the mark of news say, is a change as well.
  const keys = Object.keys({ ...before, ...after }) as (keyof EntrySummary)[]
  return keys.every((key) => key === 'excerpt' || JSON.stringify(before[key]) === JSON.stringify(after[key]))
}
