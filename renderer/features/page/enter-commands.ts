import type { ChangeSpec, EditorState, Line, StateCommand } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'
import { columnAt, indentLike } from './columns'
import { ancestorNamed, treeUpTo } from './dialect'
import { lineMarks, type LineMarks } from './line-marks'
import { isListItem, nextMark } from './list-numbers'
import { withPlainSpaces } from './mark-spaces'
import { type OutlineItem, type OutlineLine, outlineOf } from './outline'
import { settledIndents } from './settle-indents'

/**
 * Enter: goes on with the list, checklist or quote the caret is in, and ends it on an item without words. Returns false
 * where there is nothing to go on with, as behind a year or a date.
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
  const around = marks.list ? marks : itemAround(state, line)
  const item = around?.list?.goesOn ? around : null
  if (!item && marks.quoteDepth === 0) return false
  const empty = from === to && state.sliceDoc(marks.contentFrom, line.to).trim() === ''
  if (empty && (item ? marks.list : !marks.list)) return endBlock(state, dispatch, line, marks)
  const next = { from, to, insert: `\n${nextPrefix(state, line, marks, item)}` }
  return edit(state, dispatch, [next, ...indentsBelow(state, line, item)], 'end')
}

/** Shift-Enter: a new line within the same item or quote. Returns false outside of both. */
export const continueItem: StateCommand = ({ state, dispatch }) => {
  const { from, to } = state.selection.main
  const line = state.doc.lineAt(from)
  const marks = lineMarks(state, line)
  if (state.readOnly || from < marks.contentFrom) return false
  const item = marks.list ? marks : itemAround(state, line)
  if (!item && marks.quoteDepth === 0) return false
  const prefix = quoteOf(line, marks) + (item?.list ? indentTo(state, line, marks, item, item.list.words) : '')
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
  if (marks.list || marks.heading) {
    const mark = { from: marks.indentTo, to: marks.contentFrom }
    return edit(state, dispatch, [mark, ...indentsWithout(state, line, marks)], null)
  }
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
    const insert = nextPrefix(state, line, marks, parent)
    return edit(state, dispatch, [{ from: line.from, to: marks.contentFrom, insert }], 'end')
  }
  const from = marks.list ? marks.quoteTo : lastQuoteMark(line, marks)
  const above = line.number > 1 ? state.doc.line(line.number - 1) : null
  // Words straight below would be read as the last line of what has just ended (CommonMark 5.1).
  const apart = above && above.text.trim() !== '' ? `\n${line.text.slice(0, from - line.from)}` : ''
  return edit(state, dispatch, [{ from, to: marks.contentFrom, insert: apart }], 'end')
}

/** What the next line begins with, behind this one's quote marks: the mark that follows from the item's, where it stands. */
function nextPrefix(state: EditorState, line: Line, marks: LineMarks, item: LineMarks | null): string {
  const quote = quoteOf(line, marks)
  if (!item?.list) return quote
  const indent = indentTo(state, line, marks, item, item.indent)
  return `${quote}${indent}${nextMark(item.list.text)}${item.list.space}${item.task ? '[ ] ' : ''}`
}

function quoteOf(line: Line, marks: LineMarks): string {
  const quote = withPlainSpaces(line.text).slice(0, marks.quoteTo - line.from)
  return quote === '' || quote.endsWith(' ') ? quote : `${quote} `
}

/** The indent up to a column behind the quote marks, as the item's line has it. */
function indentTo(state: EditorState, line: Line, marks: LineMarks, item: LineMarks, column: number): string {
  const quote = quoteOf(line, marks)
  const from = columnAt(quote, quote.length)
  return indentLike(state.sliceDoc(item.quoteTo, item.indentTo), from + column, from)
}

/** What is below an item goes with the next one, whose words may begin further in: `9. ` and `10. `. */
function indentsBelow(state: EditorState, line: Line, item: LineMarks | null): ChangeSpec[] {
  if (!item?.list) return []
  const mark = nextMark(item.list.text)
  if (mark.length === item.list.text.length) return []
  const outline = outlineOf(state, [line])
  const outlined = itemAt(outline, item.list.from)
  if (!outlined) return []
  return settledIndents(outline, { marks: new Map([[outlined, mark + item.list.space]]) }).filter(
    ({ from }) => from > line.to,
  )
}

/** What is in an item that ends, or below it, stays in a list. */
function indentsWithout(state: EditorState, line: Line, marks: LineMarks): ChangeSpec[] {
  const outline = marks.list ? outlineOf(state, [line]) : []
  const item = itemAt(outline, marks.indentTo)
  return item ? settledIndents(outline, { ended: new Set([item]) }) : []
}

const itemAt = (outline: readonly OutlineLine[], markFrom: number): OutlineItem | undefined =>
  outline.flatMap(({ items }) => items).find(({ mark }) => mark.from === markFrom)

/** The marks of the item that a line goes on with, or null. */
export function itemAround(state: EditorState, line: Line): LineMarks | null {
  let item = ancestorNamed(treeUpTo(state, line.to).resolveInner(line.to, -1), ['ListItem', 'FencedCode'])
  while (item?.name === 'ListItem' && !isListItem(state, item)) {
    item = ancestorNamed(item.parent, ['ListItem', 'FencedCode'])
  }
  return item?.name === 'ListItem' ? marksOfItem(state, item) : null
}

function parentItem(state: EditorState, pos: number): LineMarks | null {
  const item = ancestorNamed(treeUpTo(state, pos).resolveInner(pos, 1), ['ListItem'])
  const parent = ancestorNamed(item?.parent ?? null, ['ListItem'])
  return parent && isListItem(state, parent) ? marksOfItem(state, parent) : null
}

function marksOfItem(state: EditorState, item: SyntaxNode): LineMarks | null {
  const mark = item.getChild('ListMark')
  return mark && lineMarks(state, state.doc.lineAt(mark.from))
}

function lastQuoteMark(line: Line, marks: LineMarks): number {
  return line.from + line.text.slice(0, marks.quoteTo - line.from).lastIndexOf('>')
}
