import type { Transaction, TransactionSpec } from '@codemirror/state'
import { pasted } from './paste'
import { rowAt } from './paste-into-row'

/**
 * The edit of a part of the page that is dragged elsewhere on it, as the editor would do it: where it comes into a row of a
 * table, it comes there as if it were pasted. Any other edit is as it was.
 */
export function draggedIntoRow(transaction: Transaction): Transaction | TransactionSpec {
  const { startState, changes } = transaction
  const gone: { from: number; to: number }[] = []
  const put: { at: number; text: string }[] = []
  changes.iterChanges((from, to, _from, _to, inserted) => {
    if (to > from) gone.push({ from, to })
    if (inserted.length > 0) put.push({ at: from, text: inserted.toString() })
  })
  const [into] = put
  if (!into || !rowAt(startState, { from: into.at, to: into.at })) return transaction
  if (gone.some(({ from, to }) => from <= into.at && into.at <= to)) return transaction
  const { at, text } = into
  const edit = startState.update({ ...pasted(startState, text, { from: at, to: at, isText: true }), filter: false })
  const left = startState.changes(gone).map(edit.changes)
  return {
    changes: edit.changes.compose(left),
    selection: { anchor: left.mapPos(edit.newSelection.main.head, 1) },
    scrollIntoView: true,
    userEvent: transaction.isUserEvent('move') ? 'move.drop' : 'input.drop',
  }
}
