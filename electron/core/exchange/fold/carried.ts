import { createRangeSet, type Range, type RangeSet } from './range-set'

/** Who has said words of another. */
export interface Carrier {
  /** The file's hash, in hex. */
  readonly head: string
  /** Whose file it is. */
  readonly device: string
}

interface Load {
  readonly by: Carrier
  readonly said: RangeSet
}

/**
 * Words that files of other devices than the owner's have said, which hasn't said them yet itself; and all who have, so that
 * they are found at once. Saying the same again and again costs nothing here.
 */
export function createCarried() {
  const unsettled = createRangeSet()
  /** By client and the file's hash. What the owner has said since is in there still. */
  const loads = new Map<number, Map<string, Load>>()
  return {
    add(range: Range, by: Carrier): void {
      unsettled.add(range)
      const ofClient = loads.get(range.client) ?? new Map<string, Load>()
      loads.set(range.client, ofClient)
      const load = ofClient.get(by.head) ?? { by, said: createRangeSet() }
      ofClient.set(by.head, load)
      load.said.add(range)
    },
    /** Whether some of these were said. */
    meets: unsettled.meets,
    /** Those of them that were said. */
    partsOf: unsettled.partsOf,
    /** Whoever has said some of these. */
    by(ranges: readonly Range[]): Carrier[] {
      const found = new Set<Carrier>()
      for (const part of ranges.flatMap(unsettled.partsOf))
        for (const { by, said } of loads.get(part.client)?.values() ?? []) if (said.meets(part)) found.add(by)
      return [...found]
    },
    /** The owner has said these by now. */
    settle(range: Range): void {
      unsettled.remove(range)
      if (unsettled.isWithout(range.client)) loads.delete(range.client)
    },
  }
}
