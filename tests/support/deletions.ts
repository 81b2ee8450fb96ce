import type { EditorState, StateCommand, Transaction, TransactionSpec } from '@codemirror/state'
import { beyondMarks, deleteUnitAfter, deleteUnitBefore } from '../../renderer/features/page/beyond-marks'
import { deleteEmptyMarks } from '../../renderer/features/page/caret-marks'
import { continueBlock, deleteMarkAfter, deleteMarkBefore } from '../../renderer/features/page/enter-commands'
import { deleteSignAfter, deleteSignBefore } from '../../renderer/features/page/whole-signs'
import { deleteWordAfter, deleteWordBefore } from '../../renderer/features/page/word-commands'

/** What a deletion needs of an editor's view. */
export interface DeletedIn {
  readonly state: EditorState
  dispatch(spec: TransactionSpec | Transaction): void
}
type Deletion = (view: DeletedIn) => void

const chain =
  (...commands: readonly StateCommand[]) =>
  (view: DeletedIn) =>
    void commands.some((command) => command(view))
const typing = (insert: string) => (view: DeletedIn) => {
  const { from, to } = view.state.selection.main
  // What is typed by hand at a mark is the person's own.
  if (from === to && insert !== '\n') return
  const edit = { changes: { from, to, insert }, selection: { anchor: from + insert.length } }
  view.dispatch(view.state.update({ ...edit, userEvent: insert === '' ? 'delete.selection' : 'input.type' }))
}
/** The keys of a page that delete or part lines, as `pageKeys` has them in turn. */
export const deletingKeys: Record<string, Deletion> = {
  backspace: chain(
    deleteEmptyMarks,
    beyondMarks(-1, deleteMarkBefore, deleteSignBefore, deleteUnitBefore),
    deleteMarkBefore,
    deleteSignBefore,
    deleteUnitBefore,
  ),
  delete: chain(
    beyondMarks(1, deleteMarkAfter, deleteSignAfter, deleteUnitAfter),
    deleteMarkAfter,
    deleteSignAfter,
    deleteUnitAfter,
  ),
  'word before': chain(deleteWordBefore, beyondMarks(-1, deleteMarkBefore, deleteSignBefore, deleteUnitBefore)),
  'word after': chain(deleteWordAfter, beyondMarks(1, deleteMarkAfter, deleteSignAfter, deleteUnitAfter)),
  enter: chain(continueBlock, (view) => {
    typing('\n')(view)
    return true
  }),
}
/** All ways of deleting: keys, which begin at the caret, and what is done with a selection. */
export const deletions: Record<string, Deletion> = {
  ...deletingKeys,
  cut: typing(''),
  letter: typing('w'),
  words: typing('a w'),
}
