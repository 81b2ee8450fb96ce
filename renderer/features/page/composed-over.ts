import type { EditorState, Extension, TransactionSpec } from '@codemirror/state'
import { ViewPlugin } from '@codemirror/view'
import { deleteEmptyMarks } from './caret-marks'
import { commandMarks } from './command-marks'
import { treeUpTo } from './dialect'
import { emptyMarksAt } from './empty-marks'
import { constructsIn } from './inline-reading'

/** A sign beside which marks flank the least, in place of whatever will be written. */
const anySign = '「'

/**
 * Takes selected words with marks away before an input method begins to write in their place, and leaves the marks for
 * what it writes. The browser would do so itself, across the marks, and carry the look of the words over as a style of its
 * own, which the window's content policy refuses.
 */
export const composedOver: Extension = ViewPlugin.define(() => ({ hadEmptyMarks: false }), {
  eventHandlers: {
    compositionstart(_event, view) {
      this.hadEmptyMarks = emptyMarksAt(view.state) !== null
      const edit = roomForWords(view.state)
      if (edit) view.dispatch(edit)
      return false
    },
    compositionend(event, view) {
      // Marks for which somebody pressed a key stay for what is written next. The editor reads the letters in a microtask of
      // its own, before this one, and the next key comes behind both.
      if (event.data === '' && !this.hadEmptyMarks) queueMicrotask(() => deleteEmptyMarks(view))
      return false
    },
  },
})

function roomForWords(state: EditorState): TransactionSpec | null {
  const { from, to } = state.selection.main
  if (state.readOnly || from === to) return null
  const read = (begin: number, end: number) => state.sliceDoc(begin, end)
  if (constructsIn(treeUpTo(state, to), read, { from, to }).length === 0) return null
  const edit = state.update({
    changes: { from, to, insert: anySign },
    selection: { anchor: from + anySign.length },
    userEvent: 'input.type',
  })
  const { head } = edit.newSelection.main
  const sign = { from: head - anySign.length, to: head }
  const without = edit.state.changes(sign)
  const marks = edit.annotation(commandMarks)
  const inserted = marks?.inserted.map((mark) => ({
    ...mark,
    from: without.mapPos(mark.from),
    to: without.mapPos(mark.to),
  }))
  return {
    changes: edit.changes.compose(without),
    selection: { anchor: sign.from },
    userEvent: 'delete.selection',
    annotations: marks && inserted ? commandMarks.of({ ...marks, inserted }) : [],
    filter: false,
  }
}
