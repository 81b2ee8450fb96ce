import type * as Y from 'yjs'
import type { EntryId } from '../../../../shared/ids'
import { createHeldContent, type Extent, extentRead } from './held-content'
import { createRecorder, type Recorded } from './recorder'
import { createUnfiled, type Unfiled } from './unfiled'
import { checkUpdate, examineUpdate } from './update-check'

/** The origin of what comes from files; whatever has neither this nor `liveOrigin` is an own edit. */
export const fileOrigin = Symbol('file')
/** The origin of what the partner's window sent directly. */
export const liveOrigin = Symbol('live')
/** The origin of what this person's window wrote. */
export const windowOrigin = Symbol('window')

export type LiveResult = 'applied' | 'out-of-order' | 'refused'

/** The document, and apart from it what files hold and what waits for one; `onChange` hears of every transaction. */
export function createContent(doc: Y.Doc, onChange: (change: Recorded) => void) {
  const held = createHeldContent()
  const unfiled = createUnfiled(held)
  let fromFile: Unfiled[] = []

  const recorder = createRecorder(doc, (change) => {
    const { origin, parts, entries } = change
    const sort = origin === fileOrigin ? 'implied' : origin === liveOrigin ? 'live' : 'own'
    const contents = parts.map((part): Unfiled => ({ ...part, sort, entries }))
    if (sort === 'implied') fromFile.push(...contents)
    else contents.forEach(unfiled.add)
    onChange(change)
  })
  function applyAll(slices: readonly Uint8Array[]): Extent[] | 'out-of-order' | 'refused' {
    const extents: Extent[] = []
    for (const slice of slices) {
      const read = examineUpdate(doc, slice)
      if (typeof read === 'string') return read === 'out-of-order' ? read : 'refused'
      extents.push(extentRead(read))
      recorder.apply(slice, fileOrigin)
    }
    return extents
  }

  return {
    unfiled,
    close: recorder.close,

    /** Applies a file slice by slice; of one that is refused midway the parts that passed stay, as if they were live. */
    apply(slices: readonly Uint8Array[]): Set<EntryId> | 'out-of-order' | 'refused' {
      fromFile = []
      const extents = applyAll(slices)
      if (typeof extents !== 'string') extents.forEach(held.add)
      fromFile.forEach(unfiled.add)
      return typeof extents === 'string' ? extents : new Set(fromFile.flatMap(({ entries }) => [...entries]))
    },
    /** Applies what a window wrote or heard, where it passes the check that files are held to as well. */
    applyLive(update: Uint8Array, origin: typeof liveOrigin | typeof windowOrigin): LiveResult {
      const fault = checkUpdate(doc, update)
      if (fault) return fault === 'out-of-order' ? fault : 'refused'
      recorder.apply(update, origin)
      return 'applied'
    },
  }
}
