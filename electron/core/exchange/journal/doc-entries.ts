import type * as Y from 'yjs'
import { type Entry, maxBodyLength } from '../../../../shared/entry'
import { byNewest } from '../../../../shared/entry-order'
import { AppError } from '../../../../shared/failure'
import type { EntryId } from '../../../../shared/ids'
import {
  addEntry,
  bodyOf,
  deleteEntryForever,
  describeEntry,
  type DocEntry,
  entryIds,
  hasEntry,
  readEntry,
  restoreEntry,
  trashEntry,
  wasSpokenIn,
} from '../../../../shared/journal-doc'
import type { SharedEntries, SharedEntry } from '../../journals/shared-entries'
import type { Clock } from '../../ports'
import type { ConcurrentTitles } from './concurrent-titles'

/** The origin of a change that the vault process itself makes to the document. */
export const vaultOrigin = 'vault'

export interface DocEntries extends SharedEntries {
  /** Whether the entry is in the document, to be seen or not. */
  holds(id: EntryId): boolean
  /** These entries are others than before. */
  forget(ids: Iterable<EntryId>): void
}

interface Options {
  readonly doc: Y.Doc
  readonly clock: Clock
  /** This person's id as an author, and how the other is called. */
  readonly me: { readonly id: string; name(): string }
  partnerName(): string
  readonly isReadOnly: boolean
  readonly titles: ConcurrentTitles
}

/** The entries of a shared journal's document; each is read once and remembered until `forget`. */
export function createDocEntries(options: Options): DocEntries {
  const { doc } = options
  const known = new Map<EntryId, SharedEntry>()
  let list: readonly SharedEntry[] | null = null

  /** Of a body that a newer version keeps in another form nothing can be shown but that it is there. */
  const isOfNewer = (id: EntryId) => bodyOf(doc, id) === null
  // What the partner has begun and never said anything in would only be in the way. What was seen once stays seen,
  // emptied or not, here and after every unlock: so it goes by what was ever said, which no deletion takes back.
  const isSeen = ({ id, author }: SharedEntry) => author.isMe || isOfNewer(id) || wasSpokenIn(doc, id)

  const find = (id: EntryId): SharedEntry | null => {
    const remembered = known.get(id)
    if (remembered) return remembered
    const found = readEntry(doc, id)
    if (!found) return null
    const entry = present({ ...options, isReadOnly: options.isReadOnly || isOfNewer(id) }, found)
    known.set(id, entry)
    return entry
  }
  const read = (id: EntryId) => {
    const entry = find(id)
    if (!entry || !isSeen(entry)) throw new AppError({ code: 'entry-missing' })
    return entry
  }

  return {
    ready: () => Promise.resolve(),
    holds: (id) => hasEntry(doc, id),
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
    ...changesOf(options, read),
    forget(ids) {
      for (const id of ids) known.delete(id)
      list = null
    },
  }
}

function present({ me, partnerName, isReadOnly }: Options, entry: DocEntry): SharedEntry {
  const isMe = entry.author === me.id
  const author = { name: isMe ? me.name() : partnerName(), isMe }
  return Object.freeze({ ...entry, author, isReadOnly })
}

/** The ways to change the document; each is refused where the journal is only read. */
function changesOf({ doc, clock, me, isReadOnly, titles }: Options, read: (id: EntryId) => SharedEntry) {
  const change = (id: EntryId, act: () => void) => {
    read(id)
    if (isReadOnly) throw new AppError({ code: 'vault-read-only' })
    act()
  }
  return {
    add(entry) {
      if (isReadOnly) throw new AppError({ code: 'vault-read-only' })
      if (entry.body.length > maxBodyLength) throw new AppError({ code: 'entry-too-large' })
      if (!hasEntry(doc, entry.id)) addEntry(doc, withAuthor(entry, me.id), vaultOrigin)
    },
    describe: (id, fields, from) =>
      change(id, () => titles.setting(id, () => describeEntry(doc, id, fields, vaultOrigin, from))),
    trash: (id) => change(id, () => trashEntry(doc, id, clock.now(), vaultOrigin)),
    restore: (id) => change(id, () => restoreEntry(doc, id, vaultOrigin)),
    deleteForever: (id) =>
      change(id, () => {
        if (read(id).trashedAt === null) throw new AppError({ code: 'bad-request' })
        deleteEntryForever(doc, id, vaultOrigin)
      }),
  } satisfies Partial<DocEntries>
}

const withAuthor = (entry: Entry, author: string): DocEntry => ({ ...entry, author })
