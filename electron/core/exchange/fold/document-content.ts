import * as Y from 'yjs'
import type { ReadUpdate } from './update-reader'

/** Consecutive clocks of one client. */
interface Range {
  readonly client: number
  readonly clock: number
  readonly length: number
}
type Struct = Y.Item | Y.GC

/**
 * Whether two documents are equal: state vector, deletions, and content and place of every live struct. Yjs's own
 * comparison (`equalSnapshots`) calls documents equal that hold other letters under the same ids.
 */
export function isSameDocument(one: Y.Doc, other: Y.Doc): boolean {
  if (!Y.equalSnapshots(Y.snapshot(one), Y.snapshot(other))) return false
  return [...one.store.clients.keys()].every((client) =>
    agree(one, other, { client, clock: 0, length: Y.getState(one.store, client) }, isSameStruct),
  )
}

/**
 * Whether a snapshot's document holds all that this update brought to `doc`: each of its structs as it stands there, if it
 * is live there at all, and each of its deletions.
 */
export function holdsUpdate(snapshot: Y.Doc, doc: Y.Doc, { blocks, deletions }: ReadUpdate): boolean {
  const words = [...blocks.values()].flatMap((structs) => structs.filter(({ sort }) => sort !== 'skip'))
  return (
    words.every((range) =>
      agree(snapshot, doc, range, (held, here, at, length) => !isLive(here) || isSameStruct(held, here, at, length)),
    ) && deletions.every((range) => agree(snapshot, snapshot, range, (held) => !isLive(held)))
  )
}

type Same = (one: Struct, other: Struct, clock: number, length: number) => boolean

/** Compares what stands in both at these clocks, run by run; false where either doesn't go so far. */
function agree(one: Y.Doc, other: Y.Doc, { client, clock, length }: Range, isSame: Same): boolean {
  const end = clock + length
  if (Math.min(Y.getState(one.store, client), Y.getState(other.store, client)) < end) return false
  const [ours, theirs] = [one.store.clients.get(client) ?? [], other.store.clients.get(client) ?? []]
  let [at, here, there] = [clock, Y.findIndexSS(ours, clock), Y.findIndexSS(theirs, clock)]
  while (at < end) {
    const [a, b] = [ours[here], theirs[there]]
    if (!a || !b) return false
    const to = Math.min(end, endOf(a), endOf(b))
    if (!isSame(a, b, at, to - at)) return false
    if (endOf(a) === to) here++
    if (endOf(b) === to) there++
    at = to
  }
  return true
}

const endOf = ({ id, length }: Struct) => id.clock + length
const isLive = (struct: Struct): struct is Y.Item => struct instanceof Y.Item && !struct.deleted

function isSameStruct(one: Struct, other: Struct, clock: number, length: number): boolean {
  if (!isLive(one) || !isLive(other)) return isLive(one) === isLive(other)
  return (
    placeOf(one, clock) === placeOf(other, clock) && contentOf(one, clock, length) === contentOf(other, clock, length)
  )
}

/** What Yjs puts an item by: its neighbours when it was written, its parent and its key. Within a run each follows the last. */
function placeOf({ id, origin, rightOrigin, parent, parentSub }: Y.Item, clock: number): string {
  const left = clock > id.clock ? { client: id.client, clock: clock - 1 } : origin
  return JSON.stringify([left, rightOrigin, parent instanceof Y.AbstractType ? nameOf(parent) : parent, parentSub])
}

/* oxlint-disable no-underscore-dangle -- so Yjs calls its own */
const nameOf = (type: Y.AbstractType<unknown>) => type._item?.id ?? Y.findRootTypeKey(type)
/* oxlint-enable no-underscore-dangle */

function contentOf({ id, content }: Y.Item, clock: number, length: number): string {
  const from = clock - id.clock
  if (content instanceof Y.ContentString) return content.str.slice(from, from + length)
  if (content instanceof Y.ContentType) return content.type.constructor.name
  return JSON.stringify(content.getContent().slice(from, from + length))
}
