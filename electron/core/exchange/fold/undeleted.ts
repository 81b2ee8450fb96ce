import { createRangeSet, type Range, type RangeSet, rangeSetOf } from './range-set'
import { updateLimits } from './update-check'
import { type ReadUpdate, readUpdate } from './update-reader'

/** The words that an update calls gone: deleted, or collected together with what they stood in. */
function* goneIn({ blocks }: ReadUpdate): Generator<Range> {
  for (const [client, structs] of blocks)
    for (const { isGone, clock, length } of structs) if (isGone) yield { client, clock, length }
}

/** Those of them that it doesn't delete. */
export function undeletedOf(read: ReadUpdate): Range[] {
  const gone = [...goneIn(read)]
  if (gone.length === 0) return []
  const deleted = rangeSetOf(read.deletions)
  return gone.filter((range) => !deleted.holds(range))
}

/**
 * The words that these slices of one file call gone, and delete in none of them. Yjs takes such a struct for a deletion that
 * nobody has made; an honest app names what is gone in a delete set, too.
 */
export function undeletedIn(slices: readonly Uint8Array[]): Range[] {
  const deleted = createRangeSet()
  const gone: Range[] = []
  try {
    for (const slice of slices) {
      const read = readUpdate(slice, updateLimits)
      read.deletions.forEach(deleted.add)
      gone.push(...goneIn(read))
    }
  } catch {
    // It is refused there, once it has its turn.
  }
  return gone.filter((range) => !deleted.holds(range))
}

/**
 * Finds in the slices of a file, as they are read, the words that come as gone without a deletion; the file is read through
 * only where one has words that are gone and that `isNew` says aren't here.
 */
export function createUndeletedCheck(slices: readonly Uint8Array[], isNew: (range: Range) => boolean) {
  let undeleted: RangeSet | null = null
  return (read: ReadUpdate): Range[] => {
    const fresh = undeletedOf(read).filter(isNew)
    if (fresh.length === 0 || slices.length === 1) return fresh
    undeleted ??= rangeSetOf(undeletedIn(slices))
    return fresh.filter(undeleted.meets)
  }
}
