import type * as Y from 'yjs'
import { byNewest, type Entry, maxBodyLength } from '../../../shared/entry'
import { AppError } from '../../../shared/failure'
import type { EntryId } from '../../../shared/ids'
import {
  addEntry,
  deleteEntryForever,
  describeEntry,
  type DocEntry,
  entryIds,
  hasEntry,
  readEntry,
  restoreEntry,
  trashEntry,
} from '../../../shared/journal-doc'
import { isBlank, type SharedEntries, type SharedEntry } from '../journals/shared-entries'
import type { Clock } from '../ports'

/** The origin of a change that the vault process itself makes to the document. */
export const vaultOrigin = 'vault'

export interface DocEntries extends SharedEntries {
  /** These entries are others than before. */
  forget(ids: Iterable<EntryId>): void
}

/** The entries of a shared journal's document; each is read once and remembered until `forget`. */
export function createDocEntries(options: {
  doc: Y.Doc
  clock: Clock
  /** This person's id as an author, and how the other is called. */
  me: { id: string; name(): string }
  partnerName(): string
  isReadOnly: boolean
}): DocEntries {
  const { doc, clock, me } = options
  const known = new Map<EntryId, SharedEntry>()
  let list: readonly SharedEntry[] | null = null

  const present = (entry: DocEntry): SharedEntry => {
    const isMe = entry.author === me.id
    const author = { name: isMe ? me.name() : options.partnerName(), isMe }
    return Object.freeze({ ...entry, author, isReadOnly: options.isReadOnly })
  }
  const find = (id: EntryId): SharedEntry | null => {
    const remembered = known.get(id)
    if (remembered) return remembered
    const read = readEntry(doc, id)
    if (!read) return null
    const entry = present(read)
    known.set(id, entry)
    return entry
  }
  // What the partner has begun and said nothing in yet would only be in the way.
  const isSeen = (entry: SharedEntry) => entry.author.isMe || !isBlank(entry)
  const read = (id: EntryId) => {
    const entry = find(id)
    if (!entry || !isSeen(entry)) throw new AppError({ code: 'entry-missing' })
    return entry
  }
  const change = (id: EntryId, act: () => void) => {
    read(id)
    if (options.isReadOnly) throw new AppError({ code: 'vault-read-only' })
    act()
  }

  return {
    ready: () => Promise.resolve(),
    has(id) {
      const entry = hasEntry(doc, id) ? find(id) : null
      return entry !== null && isSeen(entry)
    },
    entries: () =>
      (list ??= entryIds(doc)
        .flatMap((id) => find(id) ?? [])
        .filter(isSeen)
        .sort(byNewest)),
    read,
    add(entry) {
      if (options.isReadOnly) throw new AppError({ code: 'vault-read-only' })
      if (entry.body.length > maxBodyLength) throw new AppError({ code: 'entry-too-large' })
      if (!hasEntry(doc, entry.id)) addEntry(doc, withAuthor(entry, me.id), vaultOrigin)
    },
    describe: (id, fields) => change(id, () => describeEntry(doc, id, fields, vaultOrigin)),
    trash: (id) => change(id, () => trashEntry(doc, id, clock.now(), vaultOrigin)),
    restore: (id) => change(id, () => restoreEntry(doc, id, vaultOrigin)),
    deleteForever: (id) =>
      change(id, () => {
        if (read(id).trashedAt === null) throw new AppError({ code: 'bad-request' })
        deleteEntryForever(doc, id, vaultOrigin)
      }),
    forget(ids) {
      for (const id of ids) known.delete(id)
      list = null
    },
  }
}

const withAuthor = (entry: Entry, author: string): DocEntry => ({ ...entry, author })
