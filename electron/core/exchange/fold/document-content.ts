import { equalityDeep } from 'lib0/function'
import * as Y from 'yjs'
import type { Range } from './range-set'
import type { ReadUpdate } from './update-reader'

type Struct = Y.Item | Y.GC

/**
 * Whether two documents are equal: state vector, deletions, and content and place of every live struct. Yjs's own
 * comparison (`equalSnapshots`) calls documents equal that hold other letters under the same ids.
 */
export function isSameDocument(one: Y.Doc, other: Y.Doc): boolean {
  if (!Y.equalSnapshots(Y.snapshot(one), Y.snapshot(other))) return false
  return [...one.store.clients.keys()].every((client) => {
    const range = { client, clock: 0, length: Y.getState(one.store, client) }
    return runsOf(other, range).every(({ struct, from, to }) =>
      runsOf(one, { client, clock: from, length: to - from }).every((run) => isSameRun(run, struct)),
    )
  })
}

/**
 * Whether a document holds all that an update says, as it says it: of each of its structs content and place, if it is live
 * there, and each of its deletions. The update has been read, and applied before.
 */
export function holdsUpdate(doc: Y.Doc, update: Uint8Array, { deletions }: Pick<ReadUpdate, 'deletions'>): boolean {
  const words = Y.decodeUpdate(update).structs.filter((struct) => !(struct instanceof Y.Skip))
  return (
    words.every((struct) => {
      const range = { client: struct.id.client, clock: struct.id.clock, length: struct.length }
      const runs = runsOf(doc, range)
      return reaches(runs, range) && runs.every((run) => !isLive(run.struct) || isSameRun(run, struct))
    }) &&
    deletions.every((range) => {
      const runs = runsOf(doc, range)
      return reaches(runs, range) && runs.every(({ struct }) => !isLive(struct))
    })
  )
}

/**
 * Where a document says otherwise than an update, of what both hold within these ranges: another place, or other content.
 * What one of the two holds as deleted has no content any more, and keeps its place; where it went together with what it
 * stood in not even that. Then only the owner's update can say otherwise, if what it stood in isn't gone: a snapshot that
 * leaves words out may hold such a struct, and is no reason to refuse who has filed the item.
 */
export function rangesOtherwise(
  doc: Y.Doc,
  update: Uint8Array,
  { ranges, isOwners }: { ranges: readonly Range[]; isOwners: boolean },
): Range[] {
  const byClient = new Map(ranges.map((range) => [range.client, range]))
  return Y.decodeUpdate(update).structs.flatMap((struct) => {
    const range = byClient.get(struct.id.client)
    if (!range || !(struct instanceof Y.Item)) return []
    const clock = Math.max(range.clock, struct.id.clock)
    const common = { client: range.client, clock, length: Math.min(endOf(struct), range.clock + range.length) - clock }
    return runsOf(doc, common)
      .filter((run) => contradicts(doc, { run, said: struct, isOwners }))
      .map(({ from, to }) => ({ client: range.client, clock: from, length: to - from }))
  })
}

function contradicts(doc: Y.Doc, { run, said, isOwners }: { run: Run; said: Y.Item; isOwners: boolean }): boolean {
  const { struct: held, from, to } = run
  if (!(held instanceof Y.Item)) return isOwners && !isGroundGone(doc, said)
  if (!isSamePlace(held, said, from)) return true
  const isDeleted = [held, said].some((item) => item.deleted || item.content instanceof Y.ContentDeleted)
  return !isDeleted && !isSameContent(held, said, from, to)
}

/** Whether what an item stood in is gone from the document: then the item is too, whatever it said (Yjs collects both). */
function isGroundGone(doc: Y.Doc, { parent, origin, rightOrigin }: Y.Item): boolean {
  const ground = parent === null ? (origin ?? rightOrigin) : parent
  // A root type is never gone.
  if (!(ground instanceof Y.ID)) return false
  if (ground.clock >= Y.getState(doc.store, ground.client)) return false
  const struct: Struct = Y.getItem(doc.store, ground)
  if (!(struct instanceof Y.Item)) return true
  const item = parent === null && struct.parent instanceof Y.AbstractType ? itemOf(struct.parent) : struct
  return item?.deleted ?? false
}

/** A struct as far as it lies within the clocks that were asked for. */
interface Run {
  readonly struct: Struct
  readonly from: number
  readonly to: number
}

/** What stands in a document at these clocks, as far as it goes. */
function runsOf(doc: Y.Doc, { client, clock, length }: Range): Run[] {
  const structs = doc.store.clients.get(client) ?? []
  const end = Math.min(clock + length, Y.getState(doc.store, client))
  const runs: Run[] = []
  for (let at = clock, index = at < end ? Y.findIndexSS(structs, at) : 0; at < end; index++) {
    const struct = structs[index]
    if (!struct) break
    const to = Math.min(end, endOf(struct))
    runs.push({ struct, from: at, to })
    at = to
  }
  return runs
}

const reaches = (runs: readonly Run[], { clock, length }: Range) => length === 0 || runs.at(-1)?.to === clock + length
const endOf = ({ id, length }: Struct) => id.clock + length
const isLive = (struct: Struct): struct is Y.Item => struct instanceof Y.Item && !struct.deleted

/** Whether another struct says the same at a run's clocks; of one that was only decoded the parent may be left unsaid. */
function isSameRun({ struct: one, from, to }: Run, other: Struct): boolean {
  if (!isLive(one) || !isLive(other)) return isLive(one) === isLive(other)
  return isSamePlace(one, other, from) && isSameContent(one, other, from, to)
}

/** Yjs puts an item by its neighbours when it was written, its parent and its key. Within a struct each follows the last. */
function isSamePlace(one: Y.Item, other: Y.Item, clock: number): boolean {
  const left = ({ id, origin }: Y.Item) => (clock > id.clock ? { client: id.client, clock: clock - 1 } : origin)
  if (!isSameId(left(one), left(other)) || !isSameId(one.rightOrigin, other.rightOrigin)) return false
  const [owner, otherOwner] = [nameOf(one), nameOf(other)]
  if (otherOwner === null) return true
  return equalityDeep(owner, otherOwner) && one.parentSub === other.parentSub
}

type Id = { readonly client: number; readonly clock: number } | null
const isSameId = (one: Id, other: Id) => one?.client === other?.client && one?.clock === other?.clock

/* oxlint-disable no-underscore-dangle -- so Yjs calls its own */
const itemOf = ({ _item: item }: Y.AbstractType<unknown>) => item
/** A root's name, or the id of the item that holds the type; null where an update leaves it to the neighbours. */
function nameOf({ parent }: Y.Item): string | { client: number; clock: number } | null {
  const id = parent instanceof Y.AbstractType ? (parent._item?.id ?? Y.findRootTypeKey(parent)) : parent
  return id === null || typeof id === 'string' ? id : { client: id.client, clock: id.clock }
}
/* oxlint-enable no-underscore-dangle */

function isSameContent(one: Y.Item, other: Y.Item, from: number, to: number): boolean {
  const [at, there] = [from - one.id.clock, from - other.id.clock]
  const [content, others] = [one.content, other.content]
  if (content instanceof Y.ContentString && others instanceof Y.ContentString)
    return isSameText([content.str, others.str], [at, there], to - from)
  if (content.constructor !== others.constructor) return false
  if (content instanceof Y.ContentType && others instanceof Y.ContentType)
    return content.type.constructor === others.type.constructor && nodeNameOf(content) === nodeNameOf(others)
  if (content instanceof Y.ContentFormat && others instanceof Y.ContentFormat)
    return content.key === others.key && equalityDeep(content.value, others.value)
  return equalityDeep(
    content.getContent().slice(at, at + to - from),
    others.getContent().slice(there, there + to - from),
  )
}

const nodeNameOf = ({ type }: Y.ContentType) => (type instanceof Y.XmlElement ? type.nodeName : null)

/**
 * Whether two texts are the same for so many units, from these on. Where Yjs parts a struct within a character of two units,
 * it puts U+FFFD in the place of each half, at the edges of the two parts; anywhere else it is another letter.
 */
function isSameText([one, other]: [string, string], [at, there]: [number, number], length: number): boolean {
  if (one.slice(at, at + length) === other.slice(there, there + length)) return true
  return Array.from({ length }, (_, each) => each).every(
    (each) =>
      one[at + each] === other[there + each] ||
      isCutOff(one, at + each, other[there + each]) ||
      isCutOff(other, there + each, one[at + each]),
  )
}

/** Whether a text has U+FFFD for this half of a character, whose other half it doesn't reach. */
function isCutOff(text: string, at: number, half: string | undefined): boolean {
  if (text[at] !== '\uFFFD' || half === undefined) return false
  return /[\uD800-\uDBFF]/.test(half) ? at === text.length - 1 : /[\uDC00-\uDFFF]/.test(half) && at === 0
}

/**
 * The clocks of the first halves of characters of two units that a document has whole, within these ranges, and of which an
 * update has U+FFFD for either half.
 */
export function halvedBy(doc: Y.Doc, update: Uint8Array, ranges: readonly Range[]): Pick<Range, 'client' | 'clock'>[] {
  if (!hasReplacement(update)) return []
  const byClient = new Map(ranges.map((range) => [range.client, range]))
  return Y.decodeUpdate(update).structs.flatMap((said) => {
    const range = byClient.get(said.id.client)
    const text = textOf(said)
    if (!range || !text?.includes('\uFFFD')) return []
    const { client, clock } = said.id
    const [from, to] = [Math.max(clock, range.clock), Math.min(endOf(said), range.clock + range.length)]
    return runsOf(doc, { client, clock: from, length: to - from }).flatMap(({ struct, ...run }) => {
      const held = textOf(struct) ?? ''
      return Array.from({ length: run.to - run.from }, (_, each) => run.from + each).flatMap((at) => {
        const half = held[at - struct.id.clock] ?? ''
        if (text[at - clock] !== '\uFFFD' || !/[\uD800-\uDFFF]/.test(half)) return []
        return [{ client, clock: half < '\uDC00' ? at : at - 1 }]
      })
    })
  })
}

/** Whether a document has lost such a character though nothing stands between its halves, and neither is deleted. */
export function isCutInVain(doc: Y.Doc, { client, clock }: Pick<Range, 'client' | 'clock'>): boolean {
  const [run] = runsOf(doc, { client, clock, length: 1 })
  if (!run || endOf(run.struct) === clock + 1) return false
  return textOf(run.struct)?.[clock - run.struct.id.clock] === '\uFFFD'
}

const textOf = (struct: Struct | Y.Skip): string | null =>
  struct instanceof Y.Item && struct.content instanceof Y.ContentString ? struct.content.str : null

/** Whether these bytes have U+FFFD in UTF-8. */
function hasReplacement(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0xef); at !== -1; at = bytes.indexOf(0xef, at + 1))
    if (bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) return true
  return false
}
