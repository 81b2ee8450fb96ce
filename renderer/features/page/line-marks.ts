import type { EditorState, Line } from '@codemirror/state'
import { inCodeBlock } from './dialect'

export interface ListMark {
  from: number
  ordered: boolean
  /** The mark as written, without the space after it: `-`, `*`, `3.` */
  text: string
}

/** The marks at the start of one line, as offsets into the document: quote, then indent, then list or heading. */
export interface LineMarks {
  quoteTo: number
  quoteDepth: number
  /** Where the indent ends, and with it what a list mark or a heading mark stands behind. */
  indentTo: number
  list: ListMark | null
  task: { from: number; checked: boolean } | null
  heading: { from: number; level: number } | null
  /** Where the words begin. */
  contentFrom: number
}

export type ListKind = 'bullet' | 'ordered' | 'task'

const quotePattern = /^(?: {0,3}> ?)+/
const listPattern = /^([-*+]|\d{1,9}[.)])(?:[ \t]+|$)/
const taskPattern = /^\[([ xX])\](?:[ \t]+|$)/
const headingPattern = /^(#{1,6})(?:[ \t]+|$)/
const rulePattern = /^(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/

/** The marks a line begins with; in a code block and on a rule there are none. Reads that line only. */
export function lineMarks(state: EditorState, line: Line): LineMarks {
  const verbatim = inCodeBlock(state, line.from)
  const quote = verbatim ? '' : (quotePattern.exec(line.text)?.[0] ?? '')
  const indent = verbatim ? '' : (/^[ \t]*/.exec(line.text.slice(quote.length))?.[0] ?? '')
  const indentTo = line.from + quote.length + indent.length
  const rest = line.text.slice(quote.length + indent.length)
  const plain = verbatim || rulePattern.test(rest)
  return {
    quoteTo: line.from + quote.length,
    quoteDepth: quote.split('>').length - 1,
    indentTo,
    ...(plain ? { list: null, task: null, heading: null, contentFrom: indentTo } : marksOf(rest, indentTo)),
  }
}

function marksOf(rest: string, at: number): Pick<LineMarks, 'list' | 'task' | 'heading' | 'contentFrom'> {
  const list = listPattern.exec(rest)
  const listLength = list?.[0].length ?? 0
  const task = list && taskPattern.exec(rest.slice(listLength))
  const contentFrom = at + listLength + (task?.[0].length ?? 0)
  const heading = list ? null : headingPattern.exec(rest)
  return {
    list: list?.[1] ? { from: at, ordered: list[1].length > 1, text: list[1] } : null,
    task: task ? { from: at + listLength, checked: task[1] !== ' ' } : null,
    heading: heading?.[1] ? { from: at, level: heading[1].length } : null,
    contentFrom: contentFrom + (heading?.[0].length ?? 0),
  }
}

/** Which kind of list item the line begins, or null. */
export function listKind(marks: LineMarks): ListKind | null {
  if (!marks.list) return null
  if (marks.task) return 'task'
  return marks.list.ordered ? 'ordered' : 'bullet'
}

/** The lines a selection covers; a selection that ends at a line's very start leaves that line out. */
export function selectedLines(state: EditorState): Line[] {
  const { from, to } = state.selection.main
  const last = state.doc.lineAt(to)
  const lines: Line[] = []
  for (let line = state.doc.lineAt(from); ; line = state.doc.line(line.number + 1)) {
    if (line.from === to && to > from) break
    lines.push(line)
    if (line.number === last.number) break
  }
  return lines
}
