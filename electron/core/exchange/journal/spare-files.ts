import * as Y from 'yjs'
import type { Head } from '../fold/folded-file'
import { holdsUpdate } from '../fold/document-content'
import { readUpdate } from '../fold/update-reader'
import { updateLimits } from '../fold/update-check'
import type { FoldedFile } from '../fold/folded-file'
import type { WriterId } from '../format/writer-id'

const keyOf = (writer: WriterId, { number, head }: Head) => `${writer}/${number}/${head}`
const beforeOf = ({ writer, first, prev }: FoldedFile) => keyOf(writer, { number: first - 1, head: prev })

/**
 * The contents that may go because `snapshot` stands for them: reached by `prev` from a head that it names, applied here,
 * and found again in what it holds, whoever made it. The last of each chain stays, the only proof of a restored or copied
 * folder (exchange.md, 'Order, containment, dropping').
 */
export function spareFor<File extends FoldedFile>(
  snapshot: FoldedFile,
  { all, doc, isApplied }: { all: readonly File[]; doc: Y.Doc; isApplied(file: File): boolean },
): File[] {
  const contained = containedIn(snapshot, all).filter((file) => isApplied(file) && isOutdone(file, snapshot))
  const followed = new Set(all.map(beforeOf))
  const going = contained.filter((file) => followed.has(keyOf(file.writer, file)))
  if (going.length === 0) return []
  const held = new Y.Doc()
  try {
    for (const slice of snapshot.slices) Y.applyUpdate(held, slice)
    return going.filter(({ slices }) =>
      slices.every((slice) => holdsUpdate(held, doc, readUpdate(slice, updateLimits))),
    )
  } finally {
    held.destroy()
  }
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
