import type { ChangeSpec, EditorState, Line, StateCommand, TransactionSpec } from '@codemirror/state'
import { lineMarks, listKind, selectedLines, type LineMarks, type ListKind } from './line-marks'

interface MarkedLine {
  line: Line
  marks: LineMarks
}

/** Makes the selected lines headings of this level, or plain again when they all are; touches `#` marks only. */
export function toggleHeading(level: 1 | 2 | 3): StateCommand {
  return onLines((lines) => {
    const off = lines.every(({ marks }) => marks.heading?.level === level)
    return lines.flatMap((line) => (off ? withoutBlockMark(line) : withHeading(line, level)))
  })
}

/** Takes the heading marks off the selected lines. */
export const clearHeading: StateCommand = onLines((lines) =>
  lines.flatMap((line) => (line.marks.heading ? withoutBlockMark(line) : [])),
)

/** Makes the selected lines items of such a list, or plain again when they all are; touches list marks only. */
export function toggleList(kind: ListKind): StateCommand {
  return onLines((lines, state) => {
    if (lines.every(({ marks }) => listKind(marks) === kind)) {
      return [...lines.flatMap(withoutBlockMark), ...apartFromListAbove(lines[0], state)]
    }
    let number = numberBefore(lines[0], state)
    const marked = lines.map((line) => withListMark(line, kind, ++number))
    return [...apartFromWordsAbove(lines[0], state), ...marked.flat(), ...apartFromWordsBelow(lines.at(-1), state)]
  })
}

/** Puts the selected lines in a quote, or takes one level of quote off when all are in one; touches `>` marks only. */
export const toggleQuote: StateCommand = onLines((lines, state) => {
  if (lines.every(({ marks }) => marks.quoteDepth > 0)) {
    return lines.map(({ line }) => ({
      from: line.from,
      to: line.from + (/^ {0,3}> ?/.exec(line.text)?.[0].length ?? 0),
    }))
  }
  return [...lines.map(({ line }) => ({ from: line.from, insert: '> ' })), ...apartFromWordsBelow(lines.at(-1), state)]
})

/** Ticks or unticks the checklist items of the selected lines: all are ticked unless all were. One letter each. */
export const toggleTask: StateCommand = ({ state, dispatch }) => {
  const tasks = markedLines(state).flatMap(({ marks }) => (marks.task ? [marks.task] : []))
  if (tasks.length === 0) return false
  const checked = !tasks.every((task) => task.checked)
  dispatch(
    state.update({ changes: tasks.filter((task) => task.checked !== checked).map(tick), userEvent: 'input.task' }),
  )
  return true
}

/** The edit that ticks or unticks the checklist item on the line of `pos`, or null when there is none. */
export function taskToggledAt(state: EditorState, pos: number): TransactionSpec | null {
  const task = lineMarks(state, state.doc.lineAt(pos)).task
  return task && { changes: tick(task), userEvent: 'input.task' }
}

function tick(task: { from: number; checked: boolean }): ChangeSpec {
  return { from: task.from + 1, to: task.from + 2, insert: task.checked ? ' ' : 'x' }
}

function onLines(changesOf: (lines: readonly MarkedLine[], state: EditorState) => ChangeSpec[]): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false
    const changes = state.changes(changesOf(markedLines(state), state))
    // An insertion at the caret goes before it, so that one goes on writing behind the new mark.
    const { anchor, head } = state.selection.main
    const selection = { anchor: changes.mapPos(anchor, 1), head: changes.mapPos(head, 1) }
    dispatch(state.update({ changes, selection, scrollIntoView: true, userEvent: 'input.marks' }))
    return true
  }
}

function markedLines(state: EditorState): MarkedLine[] {
  const lines = selectedLines(state)
  const written = lines.filter((line) => line.text.trim() !== '')
  const chosen = written.length > 0 && lines.length > 1 ? written : lines
  return chosen.map((line) => ({ line, marks: lineMarks(state, line) }))
}

function withoutBlockMark({ marks }: MarkedLine): ChangeSpec[] {
  const from = marks.list ? marks.quoteTo : marks.indentTo
  return marks.contentFrom > from ? [{ from, to: marks.contentFrom }] : []
}

function withHeading(marked: MarkedLine, level: number): ChangeSpec[] {
  const { heading, indentTo } = marked.marks
  if (!heading)
    return [...withoutBlockMark(marked), { from: marked.marks.contentFrom, insert: `${'#'.repeat(level)} ` }]
  if (heading.level > level) return [{ from: indentTo + level, to: indentTo + heading.level }]
  return [{ from: indentTo, insert: '#'.repeat(level - heading.level) }]
}

function withListMark({ marks }: MarkedLine, kind: ListKind, number: number): ChangeSpec[] {
  const mark = kind === 'ordered' ? `${number}. ` : '- '
  const task = kind === 'task' ? '[ ] ' : ''
  if (marks.heading)
    return [
      { from: marks.indentTo, to: marks.contentFrom },
      { from: marks.contentFrom, insert: mark + task },
    ]
  if (!marks.list) return [{ from: marks.indentTo, insert: mark + task }]
  const listTo = marks.task?.from ?? marks.contentFrom
  const keeps = marks.list.ordered === (kind === 'ordered')
  return [
    ...(keeps
      ? []
      : [
          { from: marks.list.from, to: listTo },
          { from: listTo, insert: mark },
        ]),
    ...(marks.task && kind !== 'task' ? [{ from: marks.task.from, to: marks.contentFrom }] : []),
    ...(!marks.task && kind === 'task' ? [{ from: marks.contentFrom, insert: task }] : []),
  ]
}

function neighbour(state: EditorState, line: Line, step: 1 | -1): MarkedLine | null {
  const number = line.number + step
  if (number < 1 || number > state.doc.lines) return null
  const found = state.doc.line(number)
  return found.text.trim() === '' ? null : { line: found, marks: lineMarks(state, found) }
}

function numberBefore(first: MarkedLine | undefined, state: EditorState): number {
  const above = first && neighbour(state, first.line, -1)?.marks
  if (!first || !above?.list?.ordered) return 0
  const indent = ({ indentTo, quoteTo }: typeof above) => indentTo - quoteTo
  return indent(above) === indent(first.marks) ? Number.parseInt(above.list.text, 10) : 0
}

/** An empty item straight below words would be read as part of them (CommonMark 5.2), so a blank line comes between. */
function apartFromWordsAbove(first: MarkedLine | undefined, state: EditorState): ChangeSpec[] {
  if (!first || first.marks.contentFrom < first.line.to) return []
  const above = neighbour(state, first.line, -1)
  return above && !above.marks.list && !above.marks.heading ? [blankLineBefore(first)] : []
}

/** Plain words straight below a list or a quote would be read as its last line (lazy continuation, CommonMark 5.1). */
function apartFromWordsBelow(last: MarkedLine | undefined, state: EditorState): ChangeSpec[] {
  const below = last && neighbour(state, last.line, 1)
  if (!below || below.marks.list || below.marks.heading || below.marks.quoteDepth > 0) return []
  return [{ from: below.line.from, insert: '\n' }]
}

function apartFromListAbove(first: MarkedLine | undefined, state: EditorState): ChangeSpec[] {
  const above = first && neighbour(state, first.line, -1)
  return above?.marks.list ? [blankLineBefore(first!)] : []
}

function blankLineBefore({ line, marks }: MarkedLine): ChangeSpec {
  const quote = line.text.slice(0, marks.quoteTo - line.from)
  return { from: line.from, insert: `${quote.trimEnd()}\n` }
}
