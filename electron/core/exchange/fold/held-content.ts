import * as encoding from 'lib0/encoding'
import type * as Y from 'yjs'
import { createRangeSet, type Range } from './range-set'
import type { ReadUpdate } from './update-reader'

/** What an update holds: which words, and which deletions. */
export interface Extent {
  words: readonly Range[]
  deletions: readonly Range[]
}

/** The extent of the update that a finished transaction gives. */
export function extentOf({ beforeState, afterState, deleteSet }: Y.Transaction): Extent {
  const words = [...afterState].flatMap(([client, end]): Range[] => {
    const clock = beforeState.get(client) ?? 0
    return end > clock ? [{ client, clock, length: end - clock }] : []
  })
  const deletions = [...deleteSet.clients].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }) => ({ client, clock, length: len })),
  )
  return { words, deletions }
}

/** The extent of an update that was read by the check. */
export function extentRead({ blocks, deletions }: ReadUpdate): Extent {
  const words: Range[] = []
  for (const [client, structs] of blocks) {
    for (const { sort, clock, length } of structs) {
      const last = words.at(-1)
      if (sort === 'skip') continue
      if (last?.client === client && last.clock + last.length === clock)
        words[words.length - 1] = { ...last, length: last.length + length }
      else words.push({ client, clock, length })
    }
  }
  return { words, deletions }
}

/** An update that holds these deletions and no words. */
export function deletionsAlone(deletions: readonly Range[]): Uint8Array {
  return encoding.encode((encoder) => {
    for (const number of [0, deletions.length]) encoding.writeVarUint(encoder, number)
    for (const { client, clock, length } of deletions)
      for (const number of [client, 1, clock, length]) encoding.writeVarUint(encoder, number)
  })
}

/**
 * What all files together hold. A file that holds later words of a client needn't hold the earlier ones, which may have come
 * live. Deletions are counted apart, for no clock tells of them.
 */
export function createHeldContent() {
  const held = createRangeSet()
  const deleted = createRangeSet()

  return {
    add({ words, deletions }: Extent): void {
      words.forEach(held.add)
      deletions.forEach(deleted.add)
    },
    holdsWords: ({ words }: Extent): boolean => words.every(held.holds),
    deletionsMissing: ({ deletions }: Extent): Range[] => deletions.filter((deletion) => !deleted.holds(deletion)),
  }
}
export type HeldContent = ReturnType<typeof createHeldContent>
