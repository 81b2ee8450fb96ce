import type { DescribedFrom, Entry, EntryFields, EntrySummary } from '../../../shared/entry'
import { byNewest } from '../../../shared/entry-order'
import type { EntryId } from '../../../shared/ids'
import { excerptOf } from './excerpt'

/** One shared journal as the calls on entries meet it: the current one, or a former one that is only read. */
export interface SharedEntries {
  /** Resolves when what there was at unlock has been read. */
  ready(): Promise<void>
  has(id: EntryId): boolean
  /** Every entry that this person may see, those in the trash included, newest first; the same list until a change. */
  entries(): readonly SharedEntry[]
  read(id: EntryId): SharedEntry
  add(entry: Entry): void
  /** `from` is what stood there for who says it: what another has said since stays, in title and tags. */
  describe(id: EntryId, fields: Partial<EntryFields>, from?: DescribedFrom): void
  trash(id: EntryId): void
  restore(id: EntryId): void
  /** Only from the trash: `bad-request` otherwise. */
  deleteForever(id: EntryId): void
}

/** What happened to entries of a shared journal. */
export interface EntriesChange {
  /** Added, or changed anywhere within. */
  readonly ids: readonly EntryId[]
  /** Deleted for ever, by whoever. */
  readonly deleted: readonly EntryId[]
  /** Whether the partner changed them. */
  readonly news: boolean
}

/** An entry of a shared journal with what is said of it here. */
export interface SharedEntry extends Entry {
  readonly isReadOnly: boolean
  readonly author: { readonly name: string; readonly isMe: boolean }
}

/** The timeline's row for a shared entry. */
export function summaryOfShared(entry: SharedEntry, isNews: boolean): EntrySummary {
  const { id, kind, title, date, time, zone, mood, tags, createdAt, trashedAt, body, author, isReadOnly } = entry
  const about = { id, kind, title, date, time, zone, mood, tags, createdAt, trashedAt, author, isReadOnly, isNews }
  return { ...about, journal: 'shared', excerpt: excerptOf(body) }
}

/** Two lists that are each newest first, as one; remembered until one of them is another list. */
export function createMerge(): (a: readonly Entry[], b: readonly Entry[]) => readonly Entry[] {
  let last: { a: readonly Entry[]; b: readonly Entry[]; merged: readonly Entry[] } | null = null
  return (a, b) => {
    if (last?.a === a && last.b === b) return last.merged
    const merged = b.length === 0 ? a : a.length === 0 ? b : [...a, ...b].sort(byNewest)
    last = { a, b, merged }
    return merged
  }
}
