import type { EditorState, StateCommand, Transaction } from '@codemirror/state'
import { commandMarks } from './command-marks'
import { treeUpTo } from './dialect'
import { constructsIn } from './inline-reading'

const unitNames: ReadonlySet<string> = new Set(['Escape', 'HardBreak'])

/**
 * A deletion by a key that takes what it would if the caret stood on the other side of the marks beside it, as those are no
 * letters. False where there are none, or nothing beyond them. Backwards the caret goes along, so that words that are
 * mended go on being of their kind.
 */
export function beyondMarks(towards: -1 | 1, ...deletions: readonly StateCommand[]): StateCommand {
  return ({ state, dispatch }) => {
    const { main } = state.selection
    const at = main.empty && !state.readOnly ? pastMarks(state, main.head, towards) : main.head
    if (at === main.head) return false
    const there = state.update({ selection: { anchor: at }, filter: false }).state
    let edit = null as Transaction | null
    deletions.some((deletion) => deletion({ state: there, dispatch: (made) => (edit = made) }))
    if (!edit) return false
    const { changes } = edit
    const marks = edit.annotation(commandMarks)
    const isBackward = towards === -1
    dispatch(
      state.update({
        changes,
        selection: { anchor: changes.mapPos(isBackward ? at : main.head, -1) },
        scrollIntoView: true,
        userEvent: isBackward ? 'delete.backward' : 'delete.forward',
        annotations: marks ? commandMarks.of(marks) : [],
        // It has been through the page's filters: the marks that those wrote would be letters to them.
        filter: false,
      }),
    )
    return true
  }
}

/** The place on the other side of the hidden marks that stand straight before or behind this one. */
function pastMarks(state: EditorState, head: number, towards: -1 | 1): number {
  const read = (from: number, to: number) => state.sliceDoc(from, to)
  const tree = treeUpTo(state, head)
  for (let at = head; ;) {
    const marks = constructsIn(tree, read, { from: at, to: at })
      .filter(({ name }) => !unitNames.has(name))
      .flatMap(({ open, close }) => [open, close])
    const mark = marks.find(({ from, to }) => to > from && (towards === -1 ? to : from) === at)
    if (!mark) return at
    at = towards === -1 ? mark.from : mark.to
  }
}

/** Deletes what stands straight before or behind the caret: a space, or the end of a line. */
export const deleteUnitBefore: StateCommand = ({ state, dispatch }) => {
  const { head } = state.selection.main
  if (head === 0) return false
  dispatch(state.update({ changes: { from: head - 1, to: head }, userEvent: 'delete.backward' }))
  return true
}

export const deleteUnitAfter: StateCommand = ({ state, dispatch }) => {
  const { head } = state.selection.main
  if (head === state.doc.length) return false
  dispatch(state.update({ changes: { from: head, to: head + 1 }, userEvent: 'delete.forward' }))
  return true
}
