import * as Y from 'yjs'
import type { EntryId } from '../../../../shared/ids'
import type { AuthorFault, Authorship } from './authorship'
import { createHeldContent, deletionsAlone, type Extent, extentRead } from './held-content'
import { reachablePart } from './reachable-part'
import { createRecorder, type Recorded } from './recorder'
import { undeletedOf } from './undeleted'
import { createUnfiled, type Unfiled } from './unfiled'
import { goesOnWhereItBegan } from './straddling'
import type { ReadUpdate, StructId } from './update-reader'
import { canBeRead, examineUpdate } from './update-check'

/** The origin of what comes from files; whatever has neither this nor `liveOrigin` is an own edit. */
export const fileOrigin = Symbol('file')
/** The origin of what the partner's window sent directly. */
export const liveOrigin = Symbol('live')
/** The origin of what this person's window wrote. */
export const windowOrigin = Symbol('window')

/** Why a file isn't applied, or not to its end; for `out-of-order` and `ahead` that may pass. */
export type FileFault = 'out-of-order' | 'refused' | AuthorFault
export type LiveResult = 'applied' | 'out-of-order' | 'refused'

/** What is held against a slice of a file before it is applied, beside what any update is held to. */
type SliceCheck = (slice: Uint8Array, read: ReadUpdate) => AuthorFault | null

/** The document, and apart from it what files hold and what waits for one; `onChange` hears of every transaction. */
export function createContent(doc: Y.Doc, authorship: Authorship, onChange: (change: Recorded) => void) {
  const held = createHeldContent()
  const unfiled = createUnfiled(held)
  let fromFile: Unfiled[] = []
  let lacked: readonly StructId[] = []

  const recorder = createRecorder(doc, (change) => {
    const { origin, parts, entries } = change
    const sort = origin === fileOrigin ? 'implied' : origin === liveOrigin ? 'live' : 'own'
    const contents = parts.map((part): Unfiled => ({ ...part, sort, entries }))
    if (sort === 'own') for (const { extent } of parts) authorship.wrote(extent.words)
    if (sort === 'implied') fromFile.push(...contents)
    else contents.forEach(unfiled.add)
    onChange(change)
  })
  function applyAll(slices: readonly Uint8Array[], check: SliceCheck): Extent[] | FileFault {
    const extents: Extent[] = []
    for (const slice of slices) {
      const read = examineUpdate(doc, slice, { onLacking: (ids) => (lacked = ids) })
      if (typeof read === 'string') return read === 'out-of-order' ? read : 'refused'
      const fault = check(slice, read)
      if (fault) return fault
      // Which of two came first tells nothing of which is right.
      if (!goesOnWhereItBegan(doc, read)) return 'contested'
      extents.push(extentRead(read))
      recorder.apply(slice, fileOrigin)
    }
    return extents
  }

  return {
    unfiled,
    close: recorder.close,

    /** Applies a file slice by slice; of one that is refused midway the parts that passed stay, as if they were live. */
    apply(slices: readonly Uint8Array[], check: SliceCheck = () => null): Set<EntryId> | FileFault {
      fromFile = []
      const extents = applyAll(slices, check)
      if (typeof extents !== 'string') extents.forEach(held.add)
      fromFile.forEach(unfiled.add)
      return typeof extents === 'string' ? extents : new Set(fromFile.flatMap(({ entries }) => [...entries]))
    },
    /** What the latest file lacked that was out of order: as long as none of these is here, it is so again. */
    lacked: () => lacked,
    isLacking: ({ client, clock }: StructId): boolean => Y.getState(doc.store, client) <= clock,
    /** Applies these slices of several files together, as far as they rest on nothing that is missing. */
    applyReachable(slices: readonly Uint8Array[], check: SliceCheck): void {
      for (const part of reachablePart(doc, Y.mergeUpdates(slices.filter(canBeRead)))) this.apply([part], check)
    },
    /** Applies what a window wrote or heard, where it passes the check that files are held to as well. */
    applyLive(update: Uint8Array, origin: typeof liveOrigin | typeof windowOrigin): LiveResult {
      const read = examineUpdate(doc, update)
      if (typeof read === 'string') return read === 'out-of-order' ? read : 'refused'
      if (origin === liveOrigin && authorship.isForgedLive(update, read)) return 'refused'
      if (!goesOnWhereItBegan(doc, read)) return 'refused'
      authorship.heardLive(read)
      recorder.apply(withDeletions(update, read), origin)
      return 'applied'
    },
  }
}

/** A window may hear of words that are gone before it hears their deletion; a file of them says both. */
function withDeletions(update: Uint8Array, read: ReadUpdate): Uint8Array {
  const gone = undeletedOf(read)
  return gone.length > 0 ? Y.mergeUpdates([update, deletionsAlone(gone)]) : update
}
