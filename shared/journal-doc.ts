import * as Y from 'yjs'
import {
  composedTag,
  cutTitle,
  type DescribedFrom,
  type Entry,
  type EntryFields,
  foldTag,
  maxTagLength,
  maxTitleLength,
  normalizeTags,
  storedEntry,
} from './entry'
import { type EntryId, entryId } from './ids'
import { mergeTexts, textChanges } from './merge-text'
import { firstCharacters } from './whole-characters'

/** An entry of the shared journal: `author` is the partner id of who began it, `''` when that can't be read. */
export type DocEntry = Entry & { author: string }

const entriesOf = (doc: Y.Doc) => doc.getMap<unknown>('entries')

function mapOf(doc: Y.Doc, id: EntryId): Y.Map<unknown> | null {
  const kept = entriesOf(doc).get(id)
  return kept instanceof Y.Map ? kept : null
}

const isEntryId = (text: string): text is EntryId => entryId.safeParse(text).success

/** An empty document for entries. Their root has its type from the start: Yjs tells a change to another before that. */
export function createJournalDoc(): Y.Doc {
  const doc = new Y.Doc()
  entriesOf(doc)
  return doc
}

/** The ids of all entries in the document, trashed ones too, in no particular order; what is no entry is left out. */
export function entryIds(doc: Y.Doc): EntryId[] {
  const entries = entriesOf(doc)
  return [...entries.keys()].filter(isEntryId).filter((id) => entries.get(id) instanceof Y.Map)
}

/** Whether the document holds an entry under this id. */
export const hasEntry = (doc: Y.Doc, id: EntryId): boolean => mapOf(doc, id) !== null

/** The body's shared text, to be bound to an editor; null when there is no entry, or its body is of an unknown type. */
export function bodyOf(doc: Y.Doc, id: EntryId): Y.Text | null {
  return textIn(mapOf(doc, id)?.get('body'))
}

/** A text of XML is one too, by its class, and reading it runs what a partner put into it. */
const textIn = (value: unknown): Y.Text | null =>
  value instanceof Y.Text && !(value instanceof Y.XmlText) ? value : null

/** The item that holds the entry's title, for who must know which was set after which; null where there is none. */
export function titleItem(doc: Y.Doc, id: EntryId): Y.Item | null {
  const map = mapOf(doc, id)
  if (!map) return null
  const { _map: items } = map
  return items.get('title') ?? null
}

/**
 * Whether anything was ever said in the entry: a letter of its body or title, a tag, a mood. Taking it back changes
 * nothing of that, since a document remembers where something was deleted (Yjs keeps the item, without what it said).
 */
export function wasSpokenIn(doc: Y.Doc, id: EntryId): boolean {
  const map = mapOf(doc, id)
  if (!map) return false
  const [body, tags] = [map.get('body'), map.get('tags')]
  const { _map: items } = map
  const wasSet = (key: 'title' | 'mood') =>
    ![undefined, null, ''].includes(map.get(key) as string) || items.get(key)?.left != null
  const hadTags = tags instanceof Y.Map ? everSet(tags) > 0 : Array.isArray(tags) && tags.length > 0
  return (body instanceof Y.Text && everWritten(body)) || hadTags || wasSet('title') || wasSet('mood')
}

const everSet = ({ _map: items }: Y.Map<unknown>) => items.size
const everWritten = ({ _start: first }: Y.Text) => first !== null

/**
 * The entry as plain values, or null when there is none. What a newer version or the partner wrote in another form
 * takes `storedEntry`'s fallback and never throws; unknown fields come along as plain JSON. Tags are in folded order.
 */
export function readEntry(doc: Y.Doc, id: EntryId): DocEntry | null {
  const map = mapOf(doc, id)
  if (!map) return null
  const { title, tags, body, author, ...rest } = Object.fromEntries(map.entries())
  const plain = Object.entries(rest).map(([key, value]) => [key, plainOf(value)])
  const read = storedEntry.parse({
    ...Object.fromEntries(plain),
    id,
    title: titleIn(title),
    tags: spellingsOf(tags),
    body: textIn(body)?.toJSON() ?? '',
  })
  return { ...read, author: typeof author === 'string' ? author : '' }
}

/** Of shared types only maps, arrays and texts: the methods of others fail at content that a partner's device chooses. */
function plainOf(value: unknown): unknown {
  if (!(value instanceof Y.AbstractType)) return value
  if (value instanceof Y.Map) return Object.fromEntries([...value.entries()].map(([key, each]) => [key, plainOf(each)]))
  if (value instanceof Y.Array) return value.toArray().map(plainOf)
  return textIn(value)?.toJSON()
}

/**
 * As far as one's own may be long: a changed app's could be of any length, and would stand in each row. Both devices
 * read the same, whatever Unicode version they know.
 */
const titleIn = (title: unknown): string => (typeof title === 'string' ? firstCharacters(title, maxTitleLength) : '')

/** As one may keep them, in whatever form they came: what is out of bounds would be refused with what is said next. */
function spellingsOf(tags: unknown): string[] {
  const inMap = (map: Y.Map<unknown>) => inKeyOrder(map).map(([, tag]) => tag)
  const given = tags instanceof Y.Map ? inMap(tags) : Array.isArray(tags) ? (tags as unknown[]) : []
  return normalizeTags(given.filter((spelling) => typeof spelling === 'string').map(cutSpelling))
}

/** Cut as both devices cut it, whatever signs they know. */
const cutSpelling = (spelling: string) => firstCharacters(composedTag(spelling.toWellFormed()), maxTagLength)

const inKeyOrder = (tags: Y.Map<unknown>) => [...tags.entries()].sort(([a], [b]) => (a < b ? -1 : 1))

/** Puts a new entry into the document, unknown fields included; an entry that already has this id is replaced. */
export function addEntry(doc: Y.Doc, entry: DocEntry, origin: unknown): void {
  const { id, tags, body, ...rest } = entry
  doc.transact(() => {
    const map = new Y.Map<unknown>()
    for (const [key, value] of Object.entries(rest)) if (value !== undefined) map.set(key, value)
    map.set('tags', tagMap(tags))
    map.set('body', new Y.Text(body))
    entriesOf(doc).set(id, map)
  }, origin)
}

const tagMap = (tags: readonly string[]) => new Y.Map<unknown>(normalizeTags(tags).map((tag) => [tagKey(tag), tag]))

/**
 * Under which key a tag lies. Part of the format: two versions that disagreed would each leave the other's tags behind.
 * Whether two tags are one is up to `foldTag`, which may come to know more, so that one tag may lie under several keys.
 */
const tagKey = (tag: string) => tag.normalize('NFC').toLowerCase()

/**
 * Changes what is said about an entry, writing only what differs. Tags are added and removed one by one, so that the
 * tags two people add at the same time both stay. What the entry says otherwise than `from`, another has said: of title
 * and tags it stays. Does nothing when there is no such entry.
 */
export function describeEntry(
  doc: Y.Doc,
  id: EntryId,
  fields: Partial<EntryFields>,
  origin: unknown,
  from: DescribedFrom = {},
): void {
  const { tags, title, ...rest } = fields
  change(doc, id, origin, (map) => {
    const next = title !== undefined && from.title ? retitled(titleIn(map.get('title')), title, from.title) : title
    for (const [key, value] of Object.entries({ ...rest, title: next }))
      if (value !== undefined && map.get(key) !== value) map.set(key, value)
    if (tags) describeTags(map, tags, from.tags)
  })
}

/** The title after one that was made of one of these: with all that another has written into it since. */
function retitled(current: string, title: string, from: readonly string[]): string {
  if (from.includes(current)) return title
  const sizes = from.map((each) => changeSize(each, current))
  const base = from[sizes.indexOf(Math.min(...sizes))] ?? current
  return cutTitle(mergeTexts({ base, mine: title, theirs: current }))
}

const changeSize = (old: string, next: string) =>
  textChanges(old, next).reduce((sum, { from, to, insert }) => sum + to - from + insert.length, 0)

function describeTags(map: Y.Map<unknown>, tags: readonly string[], from: readonly string[] | undefined): void {
  const kept = map.get('tags')
  if (!(kept instanceof Y.Map)) {
    map.set('tags', tagMap(tags))
    return
  }
  const wanted = byFold(tags)
  const seen = from ? byFold(from) : null
  const keys = keysByFold(kept)
  for (const [fold, each] of keys)
    if (!wanted.has(fold) && seen?.has(fold) !== false) for (const key of each) kept.delete(key)
  for (const [fold, tag] of wanted) if (seen?.get(fold) !== tag) setTag(kept, tag, keys.get(fold) ?? [])
}

const byFold = (tags: readonly string[]) => new Map(normalizeTags(tags).map((tag) => [foldTag(tag), tag]))

/** Under which keys the spellings of each tag lie, the one that is shown first. */
function keysByFold(tags: Y.Map<unknown>): Map<string, string[]> {
  const keys = new Map<string, string[]>()
  for (const [key, spelling] of inKeyOrder(tags)) {
    if (typeof spelling !== 'string') continue
    const fold = foldTag(cutSpelling(spelling))
    const known = keys.get(fold)
    if (known) known.push(key)
    else keys.set(fold, [key])
  }
  return keys
}

/** Spells a tag so, in the place of every other spelling that there is of it. */
function setTag(tags: Y.Map<unknown>, tag: string, keys: readonly string[]): void {
  const [shown] = keys
  if (shown !== undefined && tags.get(shown) === tag) return
  for (const key of keys) if (key !== tagKey(tag)) tags.delete(key)
  if (tags.get(tagKey(tag)) !== tag) tags.set(tagKey(tag), tag)
}

/** Moves an entry to the trash at `now` (ms); one that lies there keeps its moment. */
export function trashEntry(doc: Y.Doc, id: EntryId, now: number, origin: unknown): void {
  change(doc, id, origin, (map) => {
    if (typeof map.get('trashedAt') !== 'number') map.set('trashedAt', now)
  })
}

/** Takes an entry back out of the trash. */
export function restoreEntry(doc: Y.Doc, id: EntryId, origin: unknown): void {
  change(doc, id, origin, (map) => {
    if (map.get('trashedAt') !== null) map.set('trashedAt', null)
  })
}

/** Removes an entry for good, whatever anyone writes into it at the same time. */
export function deleteEntryForever(doc: Y.Doc, id: EntryId, origin: unknown): void {
  doc.transact(() => entriesOf(doc).delete(id), origin)
}

function change(doc: Y.Doc, id: EntryId, origin: unknown, write: (map: Y.Map<unknown>) => void): void {
  doc.transact(() => {
    const map = mapOf(doc, id)
    if (map) write(map)
  }, origin)
}

/** The ids of the entries that a finished transaction added, changed anywhere within, or removed. */
export function changedEntries(doc: Y.Doc, transaction: Y.Transaction): Set<EntryId> {
  const entries: unknown = entriesOf(doc)
  const ids = new Set<string>()
  for (const [type, keys] of transaction.changed) {
    if ((type as unknown) === entries) for (const key of keys) ids.add(key ?? '')
    else ids.add(keyBelow(entries, type))
  }
  return new Set([...ids].filter(isEntryId))
}

/** Under which key of the root map a nested type lies; `''` when it lies elsewhere. */
function keyBelow(root: unknown, type: Pick<Y.AbstractType<unknown>, '_item'>): string {
  let { _item: item } = type
  while (item) {
    const parent: unknown = item.parent
    if (parent === root) return item.parentSub ?? ''
    item = parent instanceof Y.AbstractType ? itemOf(parent) : null
  }
  return ''
}

const itemOf = ({ _item: item }: Y.AbstractType<unknown>) => item
