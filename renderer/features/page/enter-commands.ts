import type { ChangeSpec, EditorState, Line, StateCommand } from '@codemirror/state'
import { ancestorNamed, treeUpTo } from './dialect'
import { lineMarks, type LineMarks } from './line-marks'

/**
 * Enter: goes on with the list, checklist or quote the caret is in, and ends it on an item without words. Returns false
 * where there is nothing to go on with.
 */
export const continueBlock: StateCommand = ({ state, dispatch }) => {
  const { from, to } = state.selection.main
  const line = state.doc.lineAt(from)
  const marks = lineMarks(state, line)
  if (state.readOnly || from < marks.contentFrom) return false
  if (marks.heading && from === marks.contentFrom && from < line.to) {
    return edit(
      state,
      dispatch,
      [
        { from, to },
        { from: line.from, insert: '\n' },
      ],
      null,
    )
  }
  const item = marks.list ? marks : itemAround(state, line)
  if (!item && marks.quoteDepth === 0) return false
  const empty = from === to && state.sliceDoc(marks.contentFrom, line.to).trim() === ''
  if (empty && (marks.list || !item)) return endBlock(state, dispatch, line, marks)
  return edit(state, dispatch, [{ from, to, insert: `\n${nextPrefix(state, line, marks, item)}` }], 'end')
}

/** Shift-Enter: a new line within the same item or quote. Returns false outside of both. */
export const continueItem: StateCommand = ({ state, dispatch }) => {
  const { from, to } = state.selection.main
  const line = state.doc.lineAt(from)
  const marks = lineMarks(state, line)
  if (state.readOnly || from < marks.contentFrom) return false
  const item = marks.list ? marks : itemAround(state, line)
  if (!item && marks.quoteDepth === 0) return false
  const prefix = quoteOf(state, line, marks) + (item ? ' '.repeat(wordsColumn(item)) : '')
  return edit(state, dispatch, [{ from, to, insert: `\n${prefix}` }], 'end')
}

/**
 * Backspace where the words of a line begin: takes its mark away, and where there is none but a hidden indent or a
 * quote that goes on from the line above, joins the two lines. Returns false anywhere else.
 */
export const deleteMarkBefore: StateCommand = ({ state, dispatch }) => {
  const { main } = state.selection
  const line = state.doc.lineAt(main.head)
  const marks = lineMarks(state, line)
  if (state.readOnly || !main.empty || main.head !== marks.contentFrom || marks.contentFrom === line.from) return false
  if (marks.list || marks.heading) return edit(state, dispatch, [{ from: marks.indentTo, to: marks.contentFrom }], null)
  const above = line.number > 1 ? state.doc.line(line.number - 1) : null
  const goesOn =
    above && (marks.quoteDepth > 0 ? lineMarks(state, above).quoteDepth > 0 : itemAround(state, line) !== null)
  if (above && goesOn) return edit(state, dispatch, [{ from: above.to, to: marks.contentFrom }], null)
  if (marks.quoteDepth === 0) return false
  return edit(state, dispatch, [{ from: lastQuoteMark(line, marks), to: marks.contentFrom }], null)
}

/** Delete at the end of a line: joins the next line to it without that line's marks. False where it has none. */
export const deleteMarkAfter: StateCommand = ({ state, dispatch }) => {
  const { main } = state.selection
  const line = state.doc.lineAt(main.head)
  if (state.readOnly || !main.empty || main.head !== line.to || line.number === state.doc.lines) return false
  const next = state.doc.line(line.number + 1)
  const marks = lineMarks(state, next)
  if (marks.contentFrom === next.from || line.from === line.to) return false
  return edit(state, dispatch, [{ from: line.to, to: marks.contentFrom }], null)
}

function edit(
  state: EditorState,
  dispatch: Parameters<StateCommand>[0]['dispatch'],
  specs: ChangeSpec[],
  caret: 'end' | null,
): true {
  const changes = state.changes(specs)
  const selection = { anchor: changes.mapPos(state.selection.main.to, caret === 'end' ? 1 : -1) }
  const userEvent = caret === 'end' ? 'input' : 'delete'
  dispatch(state.update({ changes, selection, scrollIntoView: true, userEvent }))
  return true
}

function endBlock(
  state: EditorState,
  dispatch: Parameters<StateCommand>[0]['dispatch'],
  line: Line,
  marks: LineMarks,
): true {
  const parent = marks.list ? parentItem(state, marks.list.from) : null
  if (parent) {
    const spare = marks.indentTo - marks.quoteTo - (parent.indentTo - parent.quoteTo)
    return edit(state, dispatch, [{ from: marks.indentTo - Math.max(0, spare), to: marks.indentTo }], null)
  }
  const from = marks.list ? marks.quoteTo : lastQuoteMark(line, marks)
  const above = line.number > 1 ? state.doc.line(line.number - 1) : null
  // Words straight below would be read as the last line of what has just ended (CommonMark 5.1).
  const apart = above && above.text.trim() !== '' ? `\n${line.text.slice(0, from - line.from)}` : ''
  return edit(state, dispatch, [{ from, to: marks.contentFrom, insert: apart }], 'end')
}

function nextPrefix(state: EditorState, line: Line, marks: LineMarks, item: LineMarks | null): string {
  const quote = quoteOf(state, line, marks)
  if (!item?.list) return quote
  const { ordered, text } = item.list
  const mark = ordered ? `${Number.parseInt(text, 10) + 1}${text.slice(-1)}` : text
  return `${quote}${' '.repeat(item.indentTo - item.quoteTo)}${mark} ${item.task ? '[ ] ' : ''}`
}

function quoteOf(state: EditorState, line: Line, marks: LineMarks): string {
  const quote = state.sliceDoc(line.from, marks.quoteTo)
  return quote === '' || quote.endsWith(' ') ? quote : `${quote} `
}

/** The column at which the words of an item begin, counted behind the quote marks. */
export function wordsColumn(marks: LineMarks): number {
  return marks.indentTo - marks.quoteTo + (marks.list ? marks.list.text.length + 1 : 0)
}

/** The marks of the item that a line goes on with, or null. */
export function itemAround(state: EditorState, line: Line): LineMarks | null {
  const item = ancestorNamed(treeUpTo(state, line.to).resolveInner(line.to, -1), ['ListItem', 'FencedCode'])
  return item?.name === 'ListItem' ? marksOfItem(state, item) : null
}

function parentItem(state: EditorState, pos: number): LineMarks | null {
  const item = ancestorNamed(treeUpTo(state, pos).resolveInner(pos, 1), ['ListItem'])
  const parent = ancestorNamed(item?.parent ?? null, ['ListItem'])
  return parent && marksOfItem(state, parent)
}

function marksOfItem(
  state: EditorState,
  item: { node: { getChild(name: string): { from: number } | null } },
): LineMarks | null {
  const mark = item.node.getChild('ListMark')
  return mark && lineMarks(state, state.doc.lineAt(mark.from))
}

function lastQuoteMark(line: Line, marks: LineMarks): number {
  return line.from + line.text.slice(0, marks.quoteTo - line.from).lastIndexOf('>')
}
