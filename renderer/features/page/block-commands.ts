import type { EditorState, Line, StateCommand, TransactionSpec } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'
import { markEdit, type MarkChange } from './command-marks'
import { ancestorNamed, treeUpTo } from './dialect'
import { lineMarks, listKind, selectedLines, type LineMarks, type ListKind } from './line-marks'
import { nextMark } from './list-numbers'
import { withPlainSpaces } from './mark-spaces'
import { marksRead } from './marks-read'
import { type OutlineItem, outlineOf } from './outline'
import { settledIndents } from './settle-indents'

interface MarkedLine {
  line: Line
  marks: LineMarks
  /** The block of code or the table that the line is one of, in which a mark would mean nothing or end it. */
  block: SyntaxNode | null
}

/** Makes the selected lines headings of this level, or plain again when they all are; touches `#` marks only. */
export function toggleHeading(level: 1 | 2 | 3): StateCommand {
  return onLines((all, state) => {
    const lines = all.filter(({ block }) => !block)
    const off = lines.every(({ marks }) => marks.heading?.level === level)
    if (off) return lines.flatMap((line) => [...withoutBlockMark(line), ...apartFromItemsBelow(line, null, state)])
    return marksRead(
      state,
      lines,
      lines.flatMap((line) => withHeading(line, level, state)),
    )
  })
}

/** Takes the heading marks off the selected lines. */
export const clearHeading: StateCommand = onLines((lines, state) =>
  lines
    .filter(({ marks }) => marks.heading)
    .flatMap((line) => [...withoutBlockMark(line), ...apartFromItemsBelow(line, null, state)]),
)

/** Makes the selected lines items of such a list, or plain again when they all are; touches list marks only. */
export function toggleList(kind: ListKind): StateCommand {
  return onLines((all, state) => {
    const lines = all.filter(({ block, marks }) => !block || marks.list)
    if (lines.every(({ marks }) => listKind(marks) === kind)) {
      const ended = lines.flatMap(withoutBlockMark)
      return [
        ...ended,
        ...indentsBeside(lines, null, state),
        ...apartFromListAbove(lines[0], state),
        ...apartFromItemsBelow(lines.at(-1), null, state),
      ]
    }
    const marks = marksFor(lines, kind, state)
    return marksRead(state, lines, [
      ...apartFromWordsAbove(lines[0], marks[0] ?? '-', state),
      ...indentsBeside(lines, marks, state),
      ...lines.flatMap((line, index) => withListMark(line, kind, marks[index] ?? '-')),
      // What is in an item already stays in it.
      ...(lines.at(-1)?.marks.list
        ? apartFromItemsBelow(lines.at(-1), marks.at(-1) ?? null, state)
        : apartFromWordsBelow(lines.at(-1), state)),
    ])
  })
}

/** The mark of each line once they are items of this kind: a number that is there stays, and the next counts on from it. */
function marksFor(lines: readonly MarkedLine[], kind: ListKind, state: EditorState): string[] {
  if (kind !== 'ordered') return lines.map(({ marks: { list } }) => (list && !list.ordered ? list.text : '-'))
  let mark = numberBefore(lines[0], state)
  return lines.map(({ marks: { list } }) => (mark = list?.ordered ? list.text : nextMark(mark)))
}

/** With the marks of the selected items, or without any, what is in them and beside them stays on its level. */
function indentsBeside(
  lines: readonly MarkedLine[],
  newMarks: readonly string[] | null,
  state: EditorState,
): MarkChange[] {
  if (!lines.some(({ marks }) => marks.list)) return []
  const outline = outlineOf(
    state,
    lines.map(({ line }) => line),
  )
  const items = new Map(outline.flatMap(({ items: [first] }) => (first ? [[first.mark.from, first]] : [])))
  const own = lines.map(({ marks: { list } }) => (list ? items.get(list.from) : undefined))
  const marks = new Map<OutlineItem, string>()
  own.forEach((item, index) => {
    const mark = newMarks?.[index]
    if (item && mark && mark !== item.mark.text) marks.set(item, `${mark} `)
  })
  const ended = new Set(newMarks ? [] : own.filter((item) => item !== undefined))
  return settledIndents(outline, { marks, ended, outside: true })
}

/** Puts the selected lines in a quote, or takes one level of quote off when all are in one; touches `>` marks only. */
export const toggleQuote: StateCommand = onLines((selected, state) => {
  const lines = wholeBlocks(selected, state)
  if (lines.every(({ marks }) => marks.quoteDepth > 0)) {
    return lines.map(({ line }) => ({
      from: line.from,
      to: line.from + (/^ {0,3}> ?/.exec(withPlainSpaces(line.text))?.[0].length ?? 0),
      role: 'quote',
    }))
  }
  const quoted = lines.map(({ line }): MarkChange => ({ from: line.from, insert: '> ', role: 'quote' }))
  return [...quoted, ...apartFromWordsBelow(lines.at(-1), state)]
})

/** Ticks or unticks the checklist items of the selected lines: all are ticked unless all were. One letter each. */
export const toggleTask: StateCommand = ({ state, dispatch }) => {
  const tasks = markedLines(state).flatMap(({ marks }) => (marks.task ? [marks.task] : []))
  if (tasks.length === 0) return false
  const checked = !tasks.every((task) => task.checked)
  const changes = tasks.filter((task) => task.checked !== checked).map(tick)
  dispatch(state.update({ ...markEdit(state, changes), userEvent: 'input.task' }))
  return true
}

/** The edit that ticks or unticks the checklist item on the line of `pos`, or null when there is none. */
export function taskToggledAt(state: EditorState, pos: number): TransactionSpec | null {
  const task = lineMarks(state, state.doc.lineAt(pos)).task
  return task && { ...markEdit(state, [tick(task)]), userEvent: 'input.task' }
}

function tick(task: { from: number; checked: boolean }): MarkChange {
  return { from: task.from + 1, to: task.from + 2, insert: task.checked ? ' ' : 'x', role: 'sign' }
}

function onLines(changesOf: (lines: readonly MarkedLine[], state: EditorState) => MarkChange[]): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false
    const edit = markEdit(state, changesOf(markedLines(state), state))
    const { changes } = edit
    // An insertion at the caret goes before it, so that one goes on writing behind the new mark.
    const { anchor, head } = state.selection.main
    const selection = { anchor: changes.mapPos(anchor, 1), head: changes.mapPos(head, 1) }
    dispatch(state.update({ ...edit, selection, scrollIntoView: true, userEvent: 'input.marks' }))
    return true
  }
}

function markedLines(state: EditorState): MarkedLine[] {
  const lines = selectedLines(state)
  const written = lines.filter((line) => line.text.trim() !== '')
  const chosen = written.length > 0 && lines.length > 1 ? written : lines
  return chosen.map((line) => markedLine(state, line))
}

function markedLine(state: EditorState, line: Line): MarkedLine {
  const block = ancestorNamed(treeUpTo(state, line.to).resolveInner(line.to, -1), ['FencedCode', 'Table'])
  return { line, marks: lineMarks(state, line), block }
}

/** A part of a block of code or of a table stands for all of its lines, each of which is as deep in quotes as the first. */
function wholeBlocks(lines: readonly MarkedLine[], state: EditorState): MarkedLine[] {
  const all = new Map<number, MarkedLine>()
  for (const marked of lines) {
    const { line, block } = marked
    if (!block) all.set(line.from, marked)
    if (!block || all.has(line.from)) continue
    const first = state.doc.lineAt(block.from)
    const { quoteDepth } = lineMarks(state, first)
    for (let { number } = first; number <= state.doc.lineAt(block.to).number; number++) {
      const one = state.doc.line(number)
      all.set(one.from, { line: one, marks: { ...lineMarks(state, one), quoteDepth }, block })
    }
  }
  return [...all.values()]
}

function withoutBlockMark({
  marks: { quoteTo, indentTo, list, task, heading, contentFrom },
}: MarkedLine): MarkChange[] {
  if (heading) return [{ from: indentTo, to: contentFrom, role: 'heading' }]
  if (!list) return []
  const indent: MarkChange[] = indentTo > quoteTo ? [{ from: quoteTo, to: indentTo, role: 'indent' }] : []
  const box: MarkChange[] = task ? [{ from: task.from, to: contentFrom, role: 'box' }] : []
  return [...indent, { from: list.from, to: task?.from ?? contentFrom, role: 'list' }, ...box]
}

/** A mark gives way to another as a whole, so that of two that two people want at once one can stay. */
function withHeading(marked: MarkedLine, level: number, state: EditorState): MarkChange[] {
  const { heading, indentTo, contentFrom } = marked.marks
  const signs = '#'.repeat(level)
  if (!heading) return [...withoutBlockMark(marked), { from: contentFrom, insert: `${signs} `, role: 'heading' }]
  const space = state.sliceDoc(indentTo + heading.level, contentFrom)
  return [{ from: indentTo, to: contentFrom, insert: signs + space, role: 'heading' }]
}

function withListMark(marked: MarkedLine, kind: ListKind, sign: string): MarkChange[] {
  const { list, task, heading, indentTo, contentFrom } = marked.marks
  const mark = `${sign} `
  const boxAt = (from: number): MarkChange[] => (kind === 'task' ? [{ from, insert: '[ ] ', role: 'box' }] : [])
  if (!list) {
    const from = heading ? contentFrom : indentTo
    return [...withoutBlockMark(marked), { from, insert: mark, role: 'list' }, ...boxAt(from)]
  }
  const listTo = task?.from ?? contentFrom
  const keeps = list.ordered === (kind === 'ordered')
  return [
    ...(keeps ? [] : [{ from: list.from, to: listTo, insert: mark, role: 'list' as const }]),
    ...(task && kind !== 'task' ? [{ from: task.from, to: contentFrom, role: 'box' as const }] : []),
    ...(task ? [] : boxAt(contentFrom)),
  ]
}

function neighbour(state: EditorState, line: Line, step: 1 | -1): MarkedLine | null {
  const number = line.number + step
  if (number < 1 || number > state.doc.lines) return null
  const found = state.doc.line(number)
  return found.text.trim() === '' ? null : markedLine(state, found)
}

/** The number that those of the selected lines count on from. */
function numberBefore(first: MarkedLine | undefined, state: EditorState): string {
  const above = first && neighbour(state, first.line, -1)
  if (!above || above.marks.indent !== first.marks.indent) return '0.'
  // By this command one says that it is a list, whatever number it begins with.
  const mark = /^\d{1,9}[.)](?=[ \t])/.exec(withPlainSpaces(state.sliceDoc(above.marks.indentTo, above.line.to)))?.[0]
  return mark ?? '0.'
}

/**
 * An empty item straight below words would be read as part of them (CommonMark 5.2), also of those of an item in another
 * list or quote, so a blank line comes between.
 */
function apartFromWordsAbove(first: MarkedLine | undefined, mark: string, state: EditorState): MarkChange[] {
  if (!first || first.marks.contentFrom < first.line.to) return []
  const above = neighbour(state, first.line, -1)
  if (!above || above.marks.heading) return []
  const { list, quoteDepth } = above.marks
  const isBeside = list?.text.at(-1) === mark.at(-1) && quoteDepth === first.marks.quoteDepth
  return isBeside ? [] : [blankLineBefore(first)]
}

/** Plain words straight below a list or a quote would be read as its last line (lazy continuation, CommonMark 5.1). */
function apartFromWordsBelow(last: MarkedLine | undefined, state: EditorState): MarkChange[] {
  const below = last && neighbour(state, last.line, 1)
  if (
    !below ||
    below.block?.name === 'FencedCode' ||
    below.marks.list ||
    below.marks.heading ||
    below.marks.quoteDepth > 0
  )
    return []
  return [{ from: below.line.from, insert: '\n', role: 'gap' }]
}

function apartFromListAbove(first: MarkedLine | undefined, state: EditorState): MarkChange[] {
  const above = first && neighbour(state, first.line, -1)
  if (!first || !above) return []
  const item = ancestorNamed(treeUpTo(state, above.line.to).resolveInner(above.line.to, -1), ['ListItem'])
  return above.marks.list || item ? [blankLineBefore(first)] : []
}

/** Of another list only an item with words, and with the number 1 if it has one, can stand below words (CommonMark 5.2). */
function apartFromItemsBelow(last: MarkedLine | undefined, mark: string | null, state: EditorState): MarkChange[] {
  let below = last && neighbour(state, last.line, 1)
  while (below && isPlain(below)) below = neighbour(state, below.line, 1)
  const list = below?.marks.list
  if (!below || !list || list.text.at(-1) === mark?.at(-1)) return []
  const isEmpty = state.sliceDoc(list.from + list.text.length, below.line.to).trim() === ''
  const number = list.ordered ? Number.parseInt(list.text, 10) : 1
  return isEmpty || number !== 1 ? [blankLineBefore(below)] : []
}

const isPlain = ({ block, marks }: MarkedLine): boolean => !block && !marks.list && !marks.heading

function blankLineBefore({ line, marks }: MarkedLine): MarkChange {
  const quote = line.text.slice(0, marks.quoteTo - line.from)
  return { from: line.from, insert: `${quote.trimEnd()}\n`, role: 'gap' }
}
