import type * as Y from 'yjs'
import { clientsOfSession } from './mark-clients'

export interface SessionClient {
  /** From now on the document writes under the ids of the session whose letters have this one. */
  use(letters: number): void
  close(): void
}

/**
 * Gives a document the client ids of a session of its own, by the id of its letters, and of another one as soon as
 * anything from elsewhere comes under one of them: a partner's changed app can number that so high that nothing behind it
 * could be sent or saved. Yjs does so only for the id of the letters, and takes one whose place among the marks isn't
 * known.
 */
export function keepSessionClient(doc: Y.Doc, begin: () => number): SessionClient {
  let own: readonly number[] = []
  const use = (letters: number) => {
    doc.clientID = letters
    own = clientsOfSession(letters)
  }
  const after = ({ local, beforeState, afterState }: Y.Transaction) => {
    if (!local && own.some((client) => afterState.get(client) !== beforeState.get(client))) use(begin())
  }
  use(begin())
  doc.on('afterTransaction', after)
  return { use, close: () => doc.off('afterTransaction', after) }
}
