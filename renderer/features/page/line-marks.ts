import type { EditorState, Line } from '@codemirror/state'
import { isRule } from '../../../shared/markdown/rule'
import { columnAt } from './columns'
import { inCodeBlock, treeUpTo } from './dialect'
import { goesOn, isListItem, isNumbered } from './list-numbers'
import { withPlainSpaces } from './mark-spaces'

export interface ListMark {
  from: number
  ordered: boolean
  /** The mark as written, without the space after it: `-`, `*`, `3.` */
  text: string
  /** The space between the mark and the words. */
  space: string
  /** The column at which the words of the item begin, counted from the end of the quote marks. */
  words: number
  /** Whether an item that follows has a mark that follows from this one. */
  goesOn: boolean
}

/** The marks at the start of one line, as offsets into the document: quote, then indent, then list or heading. */
export interface LineMarks {
  quoteTo: number
  quoteDepth: number
  /** Where the indent ends, and with it what a list mark or a heading mark stands behind. */
  indentTo: number
  /** How many columns the indent takes. */
  indent: number
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

/**
 * The marks a line begins with; in a code block and on a rule there are none, and a number that only begins a sentence is
 * none. Reads that line, and the tree as far as it.
 */
export function lineMarks(state: EditorState, line: Line): LineMarks {
  const text = withPlainSpaces(line.text)
  const verbatim = inCodeBlock(state, line.from)
  const quote = verbatim ? '' : (quotePattern.exec(text)?.[0] ?? '')
  const indentLength = verbatim ? 0 : (/^[ \t]*/.exec(text.slice(quote.length))?.[0].length ?? 0)
  const at = quote.length + indentLength
  const rest = text.slice(at)
  const plain = verbatim || isRule(rest)
  const quoteColumn = columnAt(text, quote.length)
  const marks = plain ? null : marksOf(rest, line.from + at)
  const list = marks?.list ? listMark(state, line.from + at, marks.list, rest) : null
  return {
    quoteTo: line.from + quote.length,
    quoteDepth: quote.split('>').length - 1,
    indentTo: line.from + at,
    indent: columnAt(text, at) - quoteColumn,
    task: list ? (marks?.task ?? null) : null,
    heading: marks?.heading ?? null,
    contentFrom: marks && (list || !marks.list) ? marks.contentFrom : line.from + at,
    list: list && { ...list, ...spaceBehind(text, at + list.text.length, quoteColumn) },
  }
}

/** The column at which the words of an item begin whose mark ends at this offset of its line (CommonMark 5.2). */
export function wordsColumn(text: string, markTo: number): number {
  const mark = columnAt(text, markTo)
  const to = markTo + (/^[ \t]*/.exec(text.slice(markTo))?.[0].length ?? 0)
  const words = columnAt(text, to, markTo, mark)
  return to === text.length || words >= mark + 5 ? mark + 1 : words
}

function spaceBehind(text: string, markTo: number, from: number): Pick<ListMark, 'space' | 'words'> {
  const words = wordsColumn(text, markTo)
  const space = /^[ \t]*/.exec(text.slice(markTo))?.[0] ?? ''
  const isWhole = columnAt(text, markTo + space.length) === words
  return { space: isWhole ? space : ' ', words: words - from }
}

interface ReadMarks extends Pick<LineMarks, 'task' | 'heading' | 'contentFrom'> {
  /** What reads like the mark of a list. */
  list: string | null
}

function marksOf(rest: string, at: number): ReadMarks {
  const list = listPattern.exec(rest)
  const listLength = list?.[0].length ?? 0
  const task = list && taskPattern.exec(rest.slice(listLength))
  const contentFrom = at + listLength + (task?.[0].length ?? 0)
  const heading = list ? null : headingPattern.exec(rest)
  return {
    list: list?.[1] ?? null,
    task: task ? { from: at + listLength, checked: task[1] !== ' ' } : null,
    heading: heading?.[1] ? { from: at, level: heading[1].length } : null,
    contentFrom: contentFrom + (heading?.[0].length ?? 0),
  }
}

/**
 * A mark where the tree has one too. Behind words a lone dash would begin a list only with the first word that follows
 * (CommonMark 5.2), but is the mark of an item already for whoever is about to write it.
 */
function listMark(
  state: EditorState,
  from: number,
  text: string,
  rest: string,
): Omit<ListMark, 'space' | 'words'> | null {
  const found = { from, ordered: isNumbered(text), text }
  const tree = treeUpTo(state, from + text.length)
  const node = tree.resolveInner(from, 1)
  const item = node.name === 'ListMark' ? node.parent : null
  if (item) return isListItem(state, item) ? { ...found, goesOn: goesOn(state, item) } : null
  const isAlone = /^\s*(?:\[[ xX]\]\s*)?$/.test(rest.slice(text.length))
  const isBegun = isAlone && (!found.ordered || Number.parseInt(text, 10) <= 1)
  return isBegun || tree.length < from ? { ...found, goesOn: true } : null
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
