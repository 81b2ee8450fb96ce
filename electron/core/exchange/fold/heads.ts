import type { WriterId } from '../format/writer-id'
import { beforeFirst, type FoldedFile, type Head } from './folded-file'

/** How far each writer's files are applied, and every head on the way that is known: of a fork those of each branch. */
export function createHeads() {
  const reached = new Map<WriterId, Head>()
  const known = new Map<WriterId, Map<number, Set<string>>>()
  const at = (writer: WriterId, number: number) => known.get(writer)?.get(number)
  return {
    of: (writer: WriterId): Head => reached.get(writer) ?? beforeFirst,
    vector: () => new Map(reached),
    /** Counts all of the writer's files up to this one as applied, on the way that leads to it. */
    reach(writer: WriterId, { number, head }: Head): void {
      const heads = known.get(writer) ?? new Map<number, Set<string>>()
      known.set(writer, heads.set(number, (heads.get(number) ?? new Set()).add(head)))
      if (number > (reached.get(writer)?.number ?? 0)) reached.set(writer, { number, head })
    },
    isKnown: (writer: WriterId, { number, head }: Head): boolean => at(writer, number)?.has(head) ?? false,
    /** Whether only others than this one count under its number. */
    contradict: (writer: WriterId, { number, head }: Head): boolean => at(writer, number)?.has(head) === false,
    /** Whether the file before this one is applied. */
    lead: ({ writer, first, prev }: FoldedFile): boolean =>
      first === 1 ? /^0*$/.test(prev) : (at(writer, first - 1)?.has(prev) ?? false),
  }
}
