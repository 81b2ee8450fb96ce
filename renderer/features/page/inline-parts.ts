import type { EditorState } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'
import { guard } from '../../../shared/flanking'
import { ancestorNamed, treeUpTo } from './dialect'
import { type InlineKind, isBracketed, isOfWords, type Run, runOf, type Span } from './inline-marks'
import { selectedLines } from './line-marks'
import { isNumberOfWords } from './list-numbers'

/** What a command does something to: words of one line, and the runs of its kind that lie in them or touch them. */
export interface Part extends Span {
  readonly runs: readonly Run[]
}

/** The parts that the selection covers: of each line, in a table of each cell, what isn't space around the words. */
export function partsOf(state: EditorState): Span[] {
  const { from, to } = state.selection.main
  return selectedLines(state).flatMap((line) => {
    const start = Math.max(from, wordsFrom(state, line))
    const span = { from: start, to: Math.max(start, Math.min(to, line.to)) }
    return cellsIn(state, span).flatMap((cell) => trimmed(state, cell))
  })
}

const blockMark = /^(?:QuoteMark|ListMark|TaskMarker|HeaderMark)$/
const withoutWords = /^(?:FencedCode|HorizontalRule)$/

/** Where the words of a line begin, by all that it is read as; its end where it has none that could be marked. */
export function wordsFrom(state: EditorState, { from, to }: Span): number {
  let at = from
  treeUpTo(state, to).iterate({
    from,
    to,
    enter({ name, node, from: begin, to: end }) {
      if (isNumberOfWords(state, node)) return
      if (withoutWords.test(name) && begin <= to && end >= from) at = to
      else if (blockMark.test(name) && begin >= at && state.sliceDoc(at, begin).trim() === '') at = end
    },
  })
  return Math.min(at, to)
}

function trimmed(state: EditorState, { from, to }: Span): Span[] {
  const text = state.sliceDoc(from, to)
  const part = { from: from + (text.length - text.trimStart().length), to: from + text.trimEnd().length }
  return part.to > part.from ? [part] : []
}

/** A table's words are those of its cells; anywhere else the span is as it was. */
export function cellsIn(state: EditorState, span: Span): Span[] {
  const table = ancestorNamed(treeUpTo(state, span.to).resolveInner(span.to, -1), ['Table'])
  if (!table) return [span]
  const cells: Span[] = []
  table.cursor().iterate((node) => {
    const cell = { from: Math.max(span.from, node.from), to: Math.min(span.to, node.to) }
    if (node.name === 'TableCell' && cell.to > cell.from) cells.push(cell)
    return node.from <= span.to && node.to >= span.from
  })
  return cells
}

/** The part that holds whole all that it holds a part of, and ends within words that it lies in. */
export function wholeFor(state: EditorState, span: Span): Span {
  const { from, to } = partFor(state, span, null)
  return { from, to }
}

/**
 * The part as a command of this kind means it: nothing that is verbatim is cut in two, and no end lies among the marks of
 * another run or a link. One of which it holds some words only is parted where those end; but a link is no part of another.
 */
export function partFor(state: EditorState, span: Span, kind: InlineKind | null): Part {
  const read = (from: number, to: number) => state.sliceDoc(from, to)
  const part = { ...span }
  const runs: Run[] = []
  // Between the part and a run that it touches may stand the run's guard.
  const [first, last] = [Math.max(0, span.from - guard.length), Math.min(state.doc.length, span.to + guard.length)]
  treeUpTo(state, last).iterate({
    from: first,
    to: last,
    enter({ node }) {
      const run = runOf(node, read)
      if (run && node.name === kind && run.to >= span.from && run.from <= span.to) runs.push(run)
      else if (run) keepFromMarks(part, run, run.inner)
      else if (isBracketed(node) && isOfWords(node)) return
      else if (node.name === 'Link') keepFromMarks(part, node, kind ? wordsOf(node) : null)
      else if (node.name === 'HardBreak') endBefore(part, node)
      else if (verbatim.has(node.name)) keepFromMarks(part, node, null)
    },
  })
  for (const run of runs) shrinkFromMarks(part, run)
  return { ...part, runs }
}

function endBefore(part: { from: number; to: number }, { from }: Span): void {
  if (from >= part.from) part.to = Math.min(part.to, from)
}

const verbatim: ReadonlySet<string> = new Set([
  'InlineCode',
  'Image',
  'URL',
  'BareAddress',
  'Autolink',
  'Escape',
  'Entity',
])

function wordsOf(link: SyntaxNode): Span | null {
  const [open, close] = link.getChildren('LinkMark')
  return open && close ? { from: open.to, to: close.from } : null
}

/** `inner` is what stands between the marks; null of what is to stay whole. */
function keepFromMarks(part: { from: number; to: number }, outer: Span, inner: Span | null): void {
  if (outer.to <= part.from || outer.from >= part.to) return
  if (inner && inner.from <= part.from && part.to <= inner.to) return
  if (inner && inner.to <= part.from) {
    part.from = outer.to
    part.to = Math.max(part.to, outer.to)
  } else if (inner && part.to <= inner.from) {
    part.from = Math.min(part.from, outer.from)
    part.to = outer.from
  } else if (inner && part.from > inner.from) part.to = part.to < outer.to ? inner.to : part.to
  else if (inner && part.to < inner.to) part.from = part.from > outer.from ? inner.from : part.from
  else {
    part.from = Math.min(part.from, outer.from)
    part.to = Math.max(part.to, outer.to)
  }
}

function shrinkFromMarks(part: { from: number; to: number }, run: Run): void {
  if (part.from >= run.from && part.from < run.inner.from && part.to <= run.to) part.from = run.inner.from
  if (part.to <= run.to && part.to > run.inner.to && part.from >= run.from) part.to = run.inner.to
}

const blockName = /^(?:Paragraph|Task|ATXHeading\d|Table)$/

/** The whole lines of the paragraph, heading, item's words or table that these words lie in. */
export function linesAround(state: EditorState, { from, to }: Span): Span {
  let node: SyntaxNode | null = treeUpTo(state, to).resolveInner(from, 1)
  while (node && !blockName.test(node.name)) node = node.parent
  const [first, last] = [state.doc.lineAt(node?.from ?? from), state.doc.lineAt(node?.to ?? to)]
  return { from: first.from, to: last.to }
}

/** The lines around a place: their text, where it begins, and where in it the place is. */
export function blockAt(state: EditorState, pos: number): Span & { text: string; at: number } {
  const { from, to } = linesAround(state, { from: pos, to: pos })
  return { from, to, text: state.sliceDoc(from, to), at: pos - from }
}
