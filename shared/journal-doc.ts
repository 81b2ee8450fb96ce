import * as Y from 'yjs'
import { type Entry, type EntryFields, foldTag, normalizeTags, storedEntry } from './entry'
import { entryId, type EntryId } from './ids'

/** An entry of the shared journal, with the id of whoever began it. */
export type DocEntry = Entry & { readonly author: string }

type Fields = Y.Map<unknown>

const entriesOf = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('entries')
const mapOf = (doc: Y.Doc, id: EntryId): Fields | null => {
  const found = entriesOf(doc).get(id)
  return found instanceof Y.Map ? (found as Fields) : null
}

/** The ids of all entries, in no order; what isn't an entry under a valid id is passed over. */
export function entryIds(doc: Y.Doc): EntryId[] {
  const ids: EntryId[] = []
  entriesOf(doc).forEach((value, key) => {
    const id = entryId.safeParse(key)
    if (id.success && value instanceof Y.Map) ids.push(id.data)
  })
  return ids
}

export const hasEntry = (doc: Y.Doc, id: EntryId): boolean => mapOf(doc, id) !== null

/** The text that both write in, or null where there is none. */
export function bodyOf(doc: Y.Doc, id: EntryId): Y.Text | null {
  const body = mapOf(doc, id)?.get('body')
  return body instanceof Y.Text ? body : null
}

/**
 * An entry as far as it can be understood here: what is missing or of another form is read as `storedEntry` does, and
 * fields of a newer version pass through. Null where there is none.
 */
export function readEntry(doc: Y.Doc, id: EntryId): DocEntry | null {
  const map = mapOf(doc, id)
  if (!map) return null
  const plain: Record<string, unknown> = {}
  map.forEach((value, key) => {
    plain[key] = value instanceof Y.AbstractType ? value.toJSON() : value
  })
  const author = typeof plain['author'] === 'string' ? plain['author'] : ''
  const tags = map.get('tags')
  const body = bodyOf(doc, id)?.toString() ?? ''
  return { ...storedEntry.parse({ ...plain, id, body, tags: tags instanceof Y.Map ? tagsOf(tags) : [] }), author }
}

const tagsOf = (tags: Fields): string[] =>
  normalizeTags([...tags.values()].filter((tag): tag is string => typeof tag === 'string').sort())

/** Adds an entry with its body; the same id again would be another entry and is for the caller to avoid. */
export function addEntry(doc: Y.Doc, { id, body, tags, ...fields }: DocEntry, origin: unknown): void {
  doc.transact(() => {
    const map: Fields = new Y.Map()
    for (const [key, value] of Object.entries(fields)) map.set(key, value)
    map.set('tags', new Y.Map(normalizeTags(tags).map((tag) => [foldTag(tag), tag])))
    map.set('body', new Y.Text(body))
    entriesOf(doc).set(id, map)
  }, origin)
}

/** Changes what is said of an entry: each field by itself, and each tag, so that what two change at once both stays. */
export function describeEntry(doc: Y.Doc, id: EntryId, fields: Partial<EntryFields>, origin: unknown): void {
  const map = mapOf(doc, id)
  if (!map) return
  const { tags, ...plain } = fields
  doc.transact(() => {
    for (const [key, value] of Object.entries(plain))
      if (value !== undefined && map.get(key) !== value) map.set(key, value)
    if (tags) changeTags(map, normalizeTags(tags))
  }, origin)
}

function changeTags(map: Fields, wanted: readonly string[]): void {
  const found = map.get('tags')
  const tags = found instanceof Y.Map ? (found as Fields) : new Y.Map<unknown>()
  if (tags !== found) map.set('tags', tags)
  const next = new Map(wanted.map((tag) => [foldTag(tag), tag]))
  for (const key of [...tags.keys()]) if (!next.has(key)) tags.delete(key)
  for (const [key, tag] of next) if (tags.get(key) !== tag) tags.set(key, tag)
}

/** Puts an entry into the trash; `now` in ms. */
export function trashEntry(doc: Y.Doc, id: EntryId, now: number, origin: unknown): void {
  doc.transact(() => mapOf(doc, id)?.set('trashedAt', now), origin)
}

export function restoreEntry(doc: Y.Doc, id: EntryId, origin: unknown): void {
  doc.transact(() => mapOf(doc, id)?.set('trashedAt', null), origin)
}

export function deleteEntryForever(doc: Y.Doc, id: EntryId, origin: unknown): void {
  doc.transact(() => entriesOf(doc).delete(id), origin)
}

/** The entries that a transaction added, changed or removed. */
export function changedEntries(doc: Y.Doc, transaction: Y.Transaction): Set<EntryId> {
  const root = entriesOf(doc)
  const ids = new Set<EntryId>()
  const note = (key: unknown) => {
    const id = entryId.safeParse(key)
    if (id.success) ids.add(id.data)
  }
  for (const [type, keys] of transaction.changed) {
    if (type === (root as unknown)) keys.forEach(note)
    else note(keyBelow(root, type))
  }
  return ids
}

/** Under which key of `root` a type lies, however deep. */
function keyBelow(root: Y.Map<unknown>, type: { readonly _item: Y.Item | null }): string | null {
  for (let item = type._item; item;) {
    const { parent } = item
    if (parent === (root as unknown)) return item.parentSub
    item = parent instanceof Y.AbstractType ? parent._item : null
  }
  return null
}
