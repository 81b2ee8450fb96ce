import type { Head } from '../fold/folded-file'
import { holdsUpdate } from '../fold/document-content'
import { readUpdate } from '../fold/update-reader'
import { updateLimits } from '../fold/update-check'
import type { FoldedFile } from '../fold/folded-file'
import { deviceOf, type WriterId } from '../format/writer-id'
import { documentOf } from './snapshots'

const keyOf = (writer: WriterId, { number, head }: Head) => `${writer}/${number}/${head}`
const beforeOf = ({ writer, first, prev }: FoldedFile) => keyOf(writer, { number: first - 1, head: prev })

/**
 * The contents that may go because `snapshot`, which has been applied here, stands for them: reached by `prev` from a head
 * that it names, applied here, and found again in what it holds, as they say it themselves. The last of each chain stays,
 * the only proof of a restored or copied folder (exchange.md, 'Order, containment, dropping'). `mayFree` says of whose files
 * it is believed at all: one's own go for one's own snapshot alone, for a partner's may not be read again.
 */
export function spareFor<File extends FoldedFile>(
  snapshot: FoldedFile,
  o: { all: readonly File[]; isApplied(file: FoldedFile): boolean; mayFree(writer: WriterId): boolean },
): File[] {
  if (!o.isApplied(snapshot)) return []
  const followed = new Set(o.all.map(beforeOf))
  const isProven = provenBy(snapshot)
  // Where a device says two things of its own words, only its first file shows which of them came first.
  const doubted = new Set(o.all.filter((file) => !o.isApplied(file)).map(({ writer }) => deviceOf(writer)))
  const going = containedIn(snapshot, o.all).filter(
    (file) =>
      o.mayFree(file.writer) &&
      o.isApplied(file) &&
      isOutdone(file, snapshot) &&
      isProven(file) &&
      (deviceOf(file.writer) === deviceOf(snapshot.writer) || !doubted.has(deviceOf(file.writer))) &&
      followed.has(keyOf(file.writer, file)),
  )
  const held = going.length > 0 ? documentOf(snapshot) : null
  if (!held) return []
  const found = going.filter(({ slices }) =>
    slices.every((slice) => holdsUpdate(held, slice, readUpdate(slice, updateLimits))),
  )
  held.destroy()
  return found
}

/** Those that lead, one by one, to a head that the snapshot names; it isn't among them. */
function containedIn<File extends FoldedFile>({ writer, head, vector }: FoldedFile, all: readonly File[]): File[] {
  const byKey = new Map(all.map((file) => [keyOf(file.writer, file), file]))
  const found = new Set<File>()
  for (const [each, named] of vector) {
    for (let file = byKey.get(keyOf(each, named)); file && !found.has(file); file = byKey.get(beforeOf(file))) {
      if (file.writer !== writer || file.head !== head) found.add(file)
    }
  }
  return [...found]
}

/** A snapshot may go only where all that it names is named by the other, or something later. */
const isOutdone = ({ vector }: FoldedFile, snapshot: FoldedFile) =>
  [...vector].every(([writer, { number }]) => (snapshot.vector.get(writer)?.number ?? 0) >= number)

/** A file that proves whose words are whose stays, where its device's snapshot can't (docs/decisions/0038). */
function provenBy({ writer, sessions }: FoldedFile): (file: FoldedFile) => boolean {
  const [device, proven] = [deviceOf(writer), new Set(sessions.map(({ id }) => id))]
  return (file) => deviceOf(file.writer) !== device || file.sessions.every(({ id }) => proven.has(id))
}
