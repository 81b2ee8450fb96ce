import * as Y from 'yjs'
import { clientsOfSession } from '../../shared/mark-clients'
import { allMarks, marksConcerned } from './marks-concerned'
import { sourceOf } from './origins'
import { settleMarks } from './settle-marks'

/** The origin of what is settled: this window tells it like its own edits, and no undo takes it back. */
const settled = Symbol('settled')

/** What makes of that which both did to one place at once what one would have made of it, all over a document. */
export interface Settling {
  /** Until `release` nothing is settled: a part of what comes could be taken for the whole. */
  hold(): void
  /** Settles everything, and from now on whatever comes from elsewhere or is undone here. */
  release(): void
  close(): void
}

/** Begins on hold. */
export function createSettling(doc: Y.Doc): Settling {
  let isHeld = true
  const settle = (marks: ReadonlySet<Y.Item>, settlesGuard: (client: number) => boolean) => {
    if (marks.size > 0) doc.transact(() => settleMarks(doc, marks, settlesGuard), settled)
  }
  const isOfSession = (client: number) => clientsOfSession(doc.clientID).includes(client)
  const after = (transaction: Y.Transaction) => {
    const { origin } = transaction
    const isOwn = sourceOf(origin) === 'own'
    if (isHeld || (isOwn && !(origin instanceof Y.UndoManager))) return
    // What one does alone stays as one left it, and comes back so: nobody but who wrote a guard sees that another has taken
    // its mark, and one's own undo sees to guards itself.
    settle(marksConcerned(transaction), isOwn ? () => false : isOfSession)
  }
  doc.on('afterTransaction', after)
  return {
    hold() {
      isHeld = true
    },
    release() {
      isHeld = false
      settle(allMarks(doc), () => true)
    },
    close: () => doc.off('afterTransaction', after),
  }
}
