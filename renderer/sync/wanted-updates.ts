import type { Doc, Transaction } from 'yjs'

/**
 * Hears of the updates whose origin is wanted, and of those alone: Yjs encodes a transaction only where somebody
 * listens for its update, and that takes a third of the time of applying it. Returns what ends the listening.
 */
export function onWantedUpdates(
  doc: Doc,
  isWanted: (origin: unknown) => boolean,
  listener: (update: Uint8Array, origin: unknown) => void,
): () => void {
  // Between this event and the next one, 'update', Yjs looks whether anybody listens.
  const onCleanup = ({ origin }: Transaction) => {
    if (isWanted(origin)) doc.on('update', listener)
    else doc.off('update', listener)
  }
  doc.on('afterTransactionCleanup', onCleanup)
  return () => {
    doc.off('afterTransactionCleanup', onCleanup)
    doc.off('update', listener)
  }
}
