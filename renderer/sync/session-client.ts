import type * as Y from 'yjs'
import { clientsOfSession, newSessionClient } from '../../shared/mark-clients'

/**
 * Gives a document the client ids of a session of its own, and of another one as soon as anything from elsewhere comes
 * under one of them: a partner's changed app can number that so high that nothing behind it could be sent or saved.
 * Yjs does so only for the id of the letters, and takes one whose place among the marks isn't known. Returns what ends it.
 */
export function keepSessionClient(doc: Y.Doc): () => void {
  const renew = () => {
    doc.clientID = newSessionClient()
    own = clientsOfSession(doc.clientID)
  }
  const after = ({ local, beforeState, afterState }: Y.Transaction) => {
    if (!local && own.some((client) => afterState.get(client) !== beforeState.get(client))) renew()
  }
  let own: readonly number[] = []
  renew()
  doc.on('afterTransaction', after)
  return () => doc.off('afterTransaction', after)
}
