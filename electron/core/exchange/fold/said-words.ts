import * as Y from 'yjs'
import { type Carried, createCarried } from './carried'
import { rangesOtherwise } from './document-content'
import { createRangeSet, type Range, rangeSetOf, without } from './range-set'
import type { ReadUpdate } from './update-reader'

/** What is noted of words that another than their owner says. */
export interface Noted {
  /** Whose file it is. */
  readonly by: Pick<Carried, 'head' | 'device'>
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
    settle(update: Uint8Array, read: ReadUpdate, owned: readonly Range[]): { wrong: Carried[]; collected: Carried[] } {
      const ranges = owned.filter(carried.meets)
      const otherwise = otherwiseIn(update, { ranges, isOwners: true })
      const plainly = otherwise.length > 0 ? otherwiseIn(update, { ranges, isOwners: false }) : []
      const [wrong, collected] = parted(owned.flatMap(carried.of).filter(rangeSetOf(otherwise).meets), plainly)
      const living = rangeSetOf(owned.filter(undeleted.meets).flatMap(livingIn(read)))
      wrong.push(...owned.flatMap(undeleted.of).filter(living.meets))
      // What was said wrong stays carried: who says the same as the owner is not forged, though it still stands here.
      const right = ofOtherClients(owned, otherwise)
      right.forEach(settled.add)
      for (const { client } of right) for (const each of [carried, undeleted]) each.forget(client, settled.holds)
      return { wrong, collected }
    },
    /**
     * What a file says as another that came first has said it counts, too: it is as wrong as that one, and all of them are
     * found at once. Of what is `gone` nothing but that is said.
     */
    note({ client, clock, length }: Range, { by, update, gone = [] }: Noted): void {
      const [end, state] = [clock + length, Math.max(clock, Y.getState(doc.store, client))]
      if (state < end) carried.add({ client, clock: state, length: end - state, ...by })
      const known = { client, clock, length: Math.min(state, end) - clock }
      if (update && known.length > 0 && carried.meets(known))
        for (const part of without(known, otherwiseIn(update, { ranges: [known], isOwners: true })))
          carried.add({ ...part, ...by })
      for (const each of gone) if (each.client === client) undeleted.add({ ...each, ...by })
    },
  }
}

/** Those that meet these ranges, and the others. */
function parted(all: readonly Carried[], ranges: readonly Range[]): [Carried[], Carried[]] {
  const { meets } = rangeSetOf(ranges)
  return [all.filter(meets), all.filter((each) => !meets(each))]
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
