import type { FoldedFile } from '../fold/folded-file'
import type { WriterId } from '../format/writer-id'

interface Placed {
  readonly writer: WriterId
  readonly number: number
}

/**
 * Whether a device may go on with its chain, by the contents and the files of it that lie in the mirror. A crash may have
 * left a content of which only the first parts are there: its numbers are used up. And of a folder that was put back both
 * courses of events may lie here, where the process ended before it went on anew: what one of them says nobody asks for
 * who has the other one, so that words which rest on both would wait for ever.
 */
export const mayGoOn = (
  { contents, names }: { contents: readonly FoldedFile[]; names: readonly Placed[] },
  writer: WriterId,
): boolean => lastOf(contents, writer) === lastOf(names, writer) && endsOnce(contents, writer)

/** Whether this device has written under former writers, and not yet begun the chain of its present one. */
export const isToBegin = (
  contents: readonly Placed[],
  { writer, formerWriters }: { writer: WriterId; formerWriters: readonly WriterId[] },
): boolean => formerWriters.length > 0 && lastOf(contents, writer) === 0

const lastOf = (all: readonly Placed[], writer: WriterId) =>
  all.reduce((most, each) => (each.writer === writer ? Math.max(most, each.number) : most), 0)

/** Whether only one file of the chain is followed by none. */
function endsOnce(contents: readonly FoldedFile[], writer: WriterId): boolean {
  const own = contents.filter((file) => file.writer === writer)
  const followed = new Set(own.map(({ first, prev }) => `${first - 1}/${prev}`))
  return own.filter(({ number, head }) => !followed.has(`${number}/${head}`)).length <= 1
}
