import * as Y from 'yjs'
import type { EntryId } from '../../../../shared/ids'
import { changedEntries } from '../../../../shared/journal-doc'
import { deletionsAlone, type Extent, extentOf } from './held-content'

/** What one transaction did to the document, as updates that are to be applied in this order. */
export interface Recorded {
  readonly origin: unknown
  readonly parts: readonly { readonly update: Uint8Array; readonly extent: Extent }[]
  readonly entries: ReadonlySet<EntryId>
}

/**
 * Tells of every transaction that changed the document. What comes by `apply` is not encoded anew, which takes a third
 * of the time of applying it: Yjs encodes a transaction only where somebody listens for its update.
 */
export function createRecorder(doc: Y.Doc, onRecorded: (recorded: Recorded) => void) {
  let given: Uint8Array | null = null

  function onUpdate(update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction): void {
    const parts = [{ update, extent: extentOf(transaction) }]
    onRecorded({ origin, parts, entries: changedEntries(doc, transaction) })
  }
  function onGiven(transaction: Y.Transaction): void {
    if (!given) return
    const { words: fresh, deletions } = extentOf(transaction)
    const words = fresh.length > 0 ? [{ update: given, extent: { words: fresh, deletions: [] } }] : []
    // Those that Yjs found to follow from the words are not in what was given.
    const gone = deletions.length > 0 ? [{ update: deletionsAlone(deletions), extent: { words: [], deletions } }] : []
    const parts = [...words, ...gone]
    if (parts.length > 0) onRecorded({ origin: transaction.origin, parts, entries: changedEntries(doc, transaction) })
  }
  doc.on('update', onUpdate)
  doc.on('afterTransaction', onGiven)

  return {
    /** Applies an update that leaves nothing parked. */
    apply(update: Uint8Array, origin: unknown): void {
      given = update
      doc.off('update', onUpdate)
      try {
        Y.applyUpdate(doc, update, origin)
      } finally {
        given = null
        doc.on('update', onUpdate)
      }
    },
    close() {
      doc.off('update', onUpdate)
      doc.off('afterTransaction', onGiven)
    },
  }
}
