import type { WriterId } from '../writer-id'
import { beforeFirst, type Head } from './folded-file'

/** How far each writer's files are applied, and every head on the way that is known. */
export function createHeads() {
  const reached = new Map<WriterId, Head>()
  const known = new Map<WriterId, Map<number, string>>()
  return {
    of: (writer: WriterId): Head => reached.get(writer) ?? beforeFirst,
    vector: () => new Map(reached),
    /** Counts all of the writer's files up to this one as applied. */
    reach(writer: WriterId, { number, head }: Head): void {
      const heads = known.get(writer) ?? new Map<number, string>()
      known.set(writer, heads.set(number, head))
      if (number > (reached.get(writer)?.number ?? 0)) reached.set(writer, { number, head })
    },
    /** Whether another file than this one counts under its number. */
    contradict: (writer: WriterId, { number, head }: Head): boolean =>
      (known.get(writer)?.get(number) ?? head) !== head,
  }
}
