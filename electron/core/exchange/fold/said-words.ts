import * as Y from 'yjs'
import { type Carrier, createCarried } from './carried'
import { rangesOtherwise } from './document-content'
import { createRangeSet, type Range, without } from './range-set'
import type { ReadUpdate } from './update-reader'

/** What is noted of words that another than their owner says. */
export interface Noted {
  /** Whose file it is. */
  readonly by: Carrier
  /** The update in which a file says them. */
  readonly update?: Uint8Array
  /** Those of them that it calls gone, and deletes nowhere. */
  readonly gone?: readonly Range[]
}

/** Whose files have said what stands in a document. */
export function createSaid(doc: Y.Doc) {
  const carried = createCarried()
  /** Words that a file has called gone, and not deleted. */
  const undeleted = createCarried()
  /** What stands here as the owners' files have said it. */
  const settled = createRangeSet()
  const otherwiseIn = (update: Uint8Array, o: Parameters<typeof rangesOtherwise>[2]) =>
    o.ranges.length > 0 ? rangesOtherwise(doc, update, o) : []

  return {
    isCarried: carried.meets,
    /** Where the document says otherwise, of what both hold. */
    otherwiseIn,
    /** Whether a device's file says otherwise than an earlier one of that device, of its own words. */
    isSaidTwice: (update: Uint8Array, owned: readonly Range[]): boolean =>
      otherwiseIn(update, { ranges: owned.filter(settled.meets), isOwners: false }).some(settled.meets),
    /**
     * The owner says what stands there. Returns whoever has said otherwise, or called it gone without deleting it; and apart
     * whoever has said what is collected here, for that may be another's doing.
     */
    settle(update: Uint8Array, read: ReadUpdate, owned: readonly Range[]): { wrong: Carrier[]; collected: Carrier[] } {
      const ranges = owned.filter(carried.meets)
      const otherwise = otherwiseIn(update, { ranges, isOwners: true })
      const plainly = otherwise.length > 0 ? otherwiseIn(update, { ranges, isOwners: false }) : []
      const wrong = new Set(carried.by(plainly))
      const collected = carried.by(otherwise).filter((each) => !wrong.has(each))
      for (const each of undeleted.by(owned.filter(undeleted.meets).flatMap(livingIn(read)))) wrong.add(each)
      // What was said wrong stays carried: who says the same as the owner is not forged, though it still stands here.
      for (const range of ofOtherClients(owned, otherwise))
        for (const settle of [settled.add, carried.settle, undeleted.settle]) settle(range)
      return { wrong: [...wrong], collected }
    },
    /**
     * What a file says as another that came first has said it counts, too: it is as wrong as that one, and all of them are
     * found at once. Of what is `gone` nothing but that is said.
     */
    note({ client, clock, length }: Range, { by, update, gone = [] }: Noted): void {
      const [end, state] = [clock + length, Math.max(clock, Y.getState(doc.store, client))]
      const known = update ? carried.partsOf({ client, clock, length: Math.min(state, end) - clock }) : []
      if (state < end) carried.add({ client, clock: state, length: end - state }, by)
      if (update && known.length > 0) {
        const otherwise = otherwiseIn(update, { ranges: known, isOwners: true })
        for (const part of known.flatMap((each) => without(each, otherwise))) carried.add(part, by)
      }
      for (const each of gone) if (each.client === client) undeleted.add(each, by)
    },
  }
}

function ofOtherClients(ranges: readonly Range[], than: readonly Range[]): Range[] {
  const clients = new Set(than.map(({ client }) => client))
  return ranges.filter(({ client }) => !clients.has(client))
}

/** What an update says of a client's words that aren't gone. */
const livingIn =
  ({ blocks }: ReadUpdate) =>
  ({ client }: Range): Range[] =>
    (blocks.get(client) ?? []).filter(({ isGone, sort }) => !isGone && sort === 'item')
