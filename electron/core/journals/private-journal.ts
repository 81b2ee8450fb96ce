import { type Entry, type EntryFields, type EntrySummary, maxBodyLength, normalizeTags } from '../../../shared/entry'
import { byNewest } from '../../../shared/entry-order'
import { AppError } from '../../../shared/failure'
import type { EntryId } from '../../../shared/ids'
import { applyChanges, type TextChange } from '../../../shared/text-change'
import type { Clock } from '../ports'
import { excerptOf } from './excerpt'
import type { Store } from './store'

export interface PrivateJournal {
  /** Every entry, those in the trash included, newest first. */
  entries(): readonly Entry[]
  has(id: EntryId): boolean
  /** Fails with `entry-missing`. */
  read(id: EntryId): Entry
  /** Adds a new entry; the same entry again changes nothing. */
  add(entry: Entry): void
  /** Applies changes to a body of `length` code units; `edit-out-of-step` when the body is another one. */
  edit(id: EntryId, length: number, changes: readonly TextChange[]): void
  replaceBody(id: EntryId, body: string): void
  describe(id: EntryId, fields: Partial<EntryFields>): void
  /** Notes when a copy of the entry went into the shared journal. */
  markShared(id: EntryId): void
  trash(id: EntryId): void
  restore(id: EntryId): void
  /** Only from the trash: `bad-request` otherwise. */
  deleteForever(id: EntryId): void
}

/** The private journal over its store: every change replaces one entry, and says so. */
export function createPrivateJournal(options: {
  store: Store<Entry>
  clock: Clock
  onChange(id: EntryId, entry: Entry | null): void
}): PrivateJournal {
  const { documents } = options.store
  let order: readonly Entry[] | null = null

  const read = (id: EntryId) => {
    const found = documents[id]
    if (!found) throw new AppError({ code: 'entry-missing' })
    return found
  }

  const put = (entry: Entry) => {
    if (entry.body.length > maxBodyLength) throw new AppError({ code: 'entry-too-large' })
    const frozen = Object.freeze(entry)
    documents[entry.id] = frozen
    order = null
    options.store.touch(entry.id)
    options.onChange(entry.id, frozen)
  }

  return {
    entries: () => (order ??= Object.values(documents).sort(byNewest)),
    has: (id) => id in documents,
    read,
    add(entry) {
      if (!documents[entry.id]) put({ ...entry, tags: normalizeTags(entry.tags) })
    },
    edit(id, length, changes) {
      const before = read(id)
      if (before.body.length !== length) throw new AppError({ code: 'edit-out-of-step' })
      put({ ...before, body: applyChanges(before.body, changes) })
    },
    replaceBody: (id, body) => put({ ...read(id), body }),
    describe(id, fields) {
      const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
      const tags = fields.tags ? { tags: normalizeTags(fields.tags) } : {}
      put({ ...read(id), ...given, ...tags })
    },
    markShared: (id) => put({ ...read(id), sharedAt: options.clock.now() }),
    trash: (id) => put({ ...read(id), trashedAt: options.clock.now() }),
    restore: (id) => put({ ...read(id), trashedAt: null }),
    deleteForever(id) {
      if (read(id).trashedAt === null) throw new AppError({ code: 'bad-request' })
      delete documents[id]
      order = null
      options.store.touch(id)
      options.onChange(id, null)
    },
  }
}

/** The timeline's row for a private entry; remembered until the entry is replaced. */
export function createSummaries(): (entry: Entry) => EntrySummary {
  const cache = new WeakMap<Entry, EntrySummary>()
  return (entry) => {
    const known = cache.get(entry)
    if (known) return known
    const { id, kind, title, date, time, zone, mood, tags, createdAt, trashedAt, body } = entry
    const journal = 'private'
    const made = {
      id,
      journal,
      kind,
      title,
      date,
      time,
      zone,
      mood,
      tags,
      createdAt,
      trashedAt,
      excerpt: excerptOf(body),
      ...(typeof entry['sharedAt'] === 'number' ? { sharedAt: entry['sharedAt'] } : {}),
    } as const
    cache.set(entry, made)
    return made
  }
}
