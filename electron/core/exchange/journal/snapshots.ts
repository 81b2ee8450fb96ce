import * as Y from 'yjs'
import type { FoldedFile } from '../fold/folded-file'
import { undeletedIn } from '../fold/undeleted'
import { checkUpdate } from '../fold/update-check'
import { deviceOf, type WriterId } from '../format/writer-id'

/** So many snapshots of one device are looked into at one unlock. */
const mostTried = 8

/** Of each writer the last snapshot that stands for something; of each device a few, those first that name the most. */
export function lastSnapshots(contents: readonly FoldedFile[]): FoldedFile[] {
  const last = new Map<WriterId, FoldedFile>()
  for (const each of contents) {
    const isLater = each.number > (last.get(each.writer)?.number ?? 0)
    if (each.kind === 'snapshot' && each.vector.size > 0 && isLater) last.set(each.writer, each)
  }
  const reach = ({ vector }: FoldedFile) => [...vector.values()].reduce((sum, { number }) => sum + number, 0)
  const tried = new Map<string, number>()
  return [...last.values()]
    .toSorted((a, b) => reach(b) - reach(a))
    .filter(({ writer }) => {
      const count = (tried.get(deviceOf(writer)) ?? 0) + 1
      tried.set(deviceOf(writer), count)
      return count <= mostTried
    })
}

/**
 * What a snapshot's slices make, by the checks of every reader; null where one of them doesn't pass, or calls words gone that
 * none of them deletes: such a one may need others before it, and stands for none.
 */
export function documentOf({ slices }: FoldedFile): Y.Doc | null {
  if (undeletedIn(slices).length > 0) return null
  const doc = new Y.Doc()
  for (const slice of slices) {
    if (checkUpdate(doc, slice) !== null) return null
    Y.applyUpdate(doc, slice)
  }
  return doc
}
