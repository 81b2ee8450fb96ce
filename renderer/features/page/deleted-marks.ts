import { EditorState, type Extension, type Transaction } from '@codemirror/state'
import { guard } from '../../../shared/flanking'
import { kindsAtCaret, setToCome } from './marks-to-come'

/**
 * Where a deletion takes the last letter between marks, these go with it: what is written there next is of the same kinds
 * all the same, as long as the caret stays.
 */
export const deletedMarks: Extension = EditorState.transactionExtender.of((transaction) => {
  if (!tookMarks(transaction) || !transaction.newSelection.main.empty) return null
  const { startState, changes, newSelection } = transaction
  const made = startState.update({ changes, selection: newSelection, filter: false }).state
  const left = new Set(kindsAtCaret(made))
  const kinds = kindsAtCaret(startState).filter((kind) => !left.has(kind))
  return kinds.length > 0 ? { effects: setToCome.of({ closed: null, kinds }) } : null
})

/** Whether it took letters with the marks around them: marks that go by themselves were to go. */
function tookMarks(transaction: Transaction): boolean {
  const { startState, changes, docChanged } = transaction
  if (!docChanged || !transaction.isUserEvent('delete')) return false
  const taken: string[] = []
  changes.iterChangedRanges((from, to) => taken.push(startState.sliceDoc(from, to)))
  const letters = taken.join('').replaceAll(guard, '')
  return /[*_~]/.test(letters) && /[^*_~]/.test(letters)
}
