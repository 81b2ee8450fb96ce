import type * as Y from 'yjs'
import { markClient, type MarkRole } from './mark-clients'

/**
 * Inserts what a command writes, so that every device can tell it from what a person typed: under the client id that
 * this session has for marks of the role. Index in UTF-16 code units; the text must be part of a document.
 */
export function insertMark(text: Y.Text, index: number, mark: string, role: MarkRole): void {
  const { doc } = text
  if (!doc) throw new Error('a text outside of any document takes no marks')
  doc.transact(() => {
    const letters = doc.clientID
    doc.clientID = markClient(letters, role)
    try {
      text.insert(index, mark)
    } finally {
      doc.clientID = letters
    }
  })
}
