import * as encoding from 'lib0/encoding'
import type * as Y from 'yjs'
import { createRangeSet, type Range } from './range-set'
import type { ReadUpdate } from './update-reader'

/** What an update holds: up to which clock of each client, and which deletions. */
export interface Extent {
  to: ReadonlyMap<number, number>
  deletions: readonly Range[]
}

/** The extent of the update that a finished transaction gives. */
export function extentOf({ beforeState, afterState, deleteSet }: Y.Transaction): Extent {
  const to = new Map([...afterState].filter(([client, clock]) => clock > (beforeState.get(client) ?? 0)))
  const deletions = [...deleteSet.clients].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }) => ({ client, clock, length: len })),
  )
  return { to, deletions }
}

/** The extent of an update that was read by the check. */
export function extentRead({ blocks, deletions }: ReadUpdate): Extent {
  const to = new Map<number, number>()
  for (const [client, structs] of blocks) {
    const last = structs.findLast(({ sort }) => sort !== 'skip')
    if (last) to.set(client, last.clock + last.length)
  }
  return { to, deletions }
}

/** An update that holds these deletions and no words. */
export function deletionsAlone(deletions: readonly Range[]): Uint8Array {
  return encoding.encode((encoder) => {
    for (const number of [0, deletions.length]) encoding.writeVarUint(encoder, number)
    for (const { client, clock, length } of deletions)
      for (const number of [client, 1, clock, length]) encoding.writeVarUint(encoder, number)
  })
}

/** What all files together hold. Deletions are counted apart, for no clock tells of them. */
export function createHeldContent() {
  const clocks = new Map<number, number>()
  const deleted = createRangeSet()

  return {
    add({ to, deletions }: Extent): void {
      for (const [client, clock] of to) clocks.set(client, Math.max(clock, clocks.get(client) ?? 0))
      deletions.forEach(deleted.add)
    },
    holdsWords: ({ to }: Extent): boolean => [...to].every(([client, clock]) => clock <= (clocks.get(client) ?? 0)),
    deletionsMissing: ({ deletions }: Extent): Range[] => deletions.filter((deletion) => !deleted.holds(deletion)),
  }
}
export type HeldContent = ReturnType<typeof createHeldContent>
