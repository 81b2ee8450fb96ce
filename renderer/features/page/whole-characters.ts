import { EditorState, Prec, type ChangeSpec, type Extension, type Text, type Transaction } from '@codemirror/state'
import { plainLines } from '../../../shared/plain-lines'
import { isCutAt } from '../../../shared/whole-characters'

/**
 * Keeps the page's text well-formed: every edit is widened to whole characters, as the reading of a composition may cut
 * between the two halves of one, and half a character that is put in becomes U+FFFD. Yjs, UTF-8 and the partner can
 * hold nothing else, so that the page must not either. A sign that breaks a line elsewhere is put in as a line's end.
 */
export const wholeCharacters: Extension = Prec.highest(
  EditorState.transactionFilter.of((transaction) => {
    const mends = transaction.docChanged ? mendsOf(transaction) : []
    return mends.length === 0 ? transaction : [transaction, { changes: mends, sequential: true }]
  }),
)

/** What must be changed after the transaction, in offsets of the text that it makes. */
function mendsOf({ startState: { doc: old }, newDoc, changes }: Transaction): ChangeSpec[] {
  const mends: ChangeSpec[] = []
  changes.iterChanges((fromA, toA, fromB, toB, inserted) => {
    const cutsLeft = isCut(old, fromA)
    const cutsRight = isCut(old, toA)
    if (!cutsLeft && !cutsRight && isPlain(inserted)) return
    const from = cutsLeft ? fromB - 1 : fromB
    const to = cutsRight ? toB + 1 : toB
    const text = newDoc.sliceString(from, to)
    mends.push({ from, to, insert: fromA === toA && cutsLeft ? aside(text) : joined(text, cutsLeft, cutsRight) })
  })
  return mends
}

/** What came between the halves of a character comes behind it. */
function aside(text: string): string {
  return text.charAt(0) + text.slice(-1) + plainLines(text.slice(1, -1).toWellFormed())
}

/** A half that an edit has left over goes with the other half, unless what was put in makes it whole again. */
function joined(text: string, cutsLeft: boolean, cutsRight: boolean): string {
  const from = cutsLeft && !isCutAt(text, 1) ? 1 : 0
  const to = cutsRight && !isCutAt(text, text.length - 1) ? text.length - 1 : text.length
  return plainLines(text.slice(from, to).toWellFormed())
}

function isCut(doc: Text, at: number): boolean {
  return at > 0 && at < doc.length && isCutAt(doc.sliceString(at - 1, at + 1), 1)
}

function isPlain(inserted: Text): boolean {
  // Nearly every edit is a letter or a deletion, within one line.
  const text = inserted.lines === 1 ? inserted.line(1).text : inserted.toString()
  return text.isWellFormed() && text === plainLines(text)
}
