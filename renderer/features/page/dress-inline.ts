import { Decoration } from '@codemirror/view'
import type { SyntaxNodeRef } from '@lezer/common'
import type { Dressing } from './dressing'
import { ancestorNamed } from './dialect'
import { emptyMarksAt } from './empty-marks'
import { runOf, type Span } from './inline-marks'
import { linkAddress } from './link-address'

const hidden = Decoration.replace({})
const faint = Decoration.mark({ class: 'page-mark' })
const looks: Record<string, Decoration> = {
  Emphasis: Decoration.mark({ class: 'page-italic' }),
  StrongEmphasis: Decoration.mark({ class: 'page-bold' }),
  Strikethrough: Decoration.mark({ class: 'page-strike' }),
  InlineCode: Decoration.mark({ class: 'page-code' }),
}
const link = Decoration.mark({ class: 'page-link' })
const linkShown = Decoration.mark({ class: 'page-link page-link-shown' })
const tableBar = Decoration.mark({ class: 'page-mark' })

/** Whether the selection touches the span, so that its marks show. */
export function touched({ state, writing }: Dressing, from: number, to: number): boolean {
  return writing && state.selection.ranges.some((range) => range.from <= to && range.to >= from)
}

/** Hides the marks of a construct, or shows them faintly while the selection touches it. */
export function dressMark(dressing: Dressing, from: number, to: number, shown: boolean): void {
  if (to > from) dressing.ranges.push((shown ? faint : hidden).range(from, to))
}

/** Dresses words: bold, italic, struck, code, links, escapes. */
export function dressInline(dressing: Dressing, node: SyntaxNodeRef): void {
  const look = looks[node.name]
  if (look) {
    dressing.ranges.push(look.range(node.from, node.to))
    if (node.name === 'InlineCode') dressOwnMarks(dressing, node, 'CodeMark')
    else dressEnds(dressing, node)
  } else if (node.name === 'Link' || node.name === 'Image') {
    dressLink(dressing, node)
  } else if (node.name === 'Autolink') {
    dressOwnMarks(dressing, node, 'LinkMark')
    dressAddress(dressing, node, node.node.getChild('URL') ?? node)
  } else if (node.name === 'BareAddress') {
    if (!ancestorNamed(node.node.parent, ['Link', 'Image'])?.getChild('URL')) dressAddress(dressing, node, node)
  } else if (node.name === 'Escape') {
    dressEscape(dressing, node)
  } else if (node.name === 'HardBreak' && dressing.state.sliceDoc(node.from, node.from + 1) === '\\') {
    dressMark(dressing, node.from, node.from + 1, touched(dressing, node.from, node.from + 1))
  } else if (node.name === 'TableDelimiter') {
    dressing.ranges.push(tableBar.range(node.from, node.to))
  }
}

/** Never shown: the sign is what was written, and between the two the caret has no place. */
function dressEscape(dressing: Dressing, { from, to }: Span): void {
  dressMark(dressing, from, from + 1, false)
  dressing.solid.push(hidden.range(from, to))
}

function dressOwnMarks(dressing: Dressing, { node }: SyntaxNodeRef, name: string): void {
  const shown = touched(dressing, node.from, node.to)
  for (const { from, to } of node.getChildren(name)) dressMark(dressing, from, to, shown)
}

function dressEnds(dressing: Dressing, { node }: SyntaxNodeRef): void {
  const run = runOf(node, (from, to) => dressing.state.sliceDoc(from, to))
  if (!run) return
  const shown = touched(dressing, run.from, run.to)
  dressMark(dressing, node.from, run.inner.from, shown)
  dressMark(dressing, run.inner.to, node.to, shown)
  dressGuard(dressing, { from: run.from, to: node.from }, { from: run.from, to: run.inner.from })
  dressGuard(dressing, { from: node.to, to: run.to }, { from: run.inner.to, to: run.to })
}

/** Never shown: it is nothing to see, and the caret has no place between it and its mark. */
function dressGuard(dressing: Dressing, { from, to }: Span, mark: Span): void {
  if (to === from) return
  dressMark(dressing, from, to, false)
  dressing.solid.push(hidden.range(mark.from, mark.to))
}

/** Shows the marks at the caret between which nothing is written yet as the marks that they will be. */
export function dressEmptyMarks(dressing: Dressing): void {
  const pair = dressing.writing ? emptyMarksAt(dressing.state) : null
  const outermost = pair?.marks.at(-1)
  if (!pair || !outermost) return
  dressMark(dressing, outermost.open.from, outermost.close.to, true)
  dressGuard(dressing, { from: pair.from, to: outermost.open.from }, { from: pair.from, to: outermost.open.to })
  dressGuard(dressing, { from: outermost.close.to, to: pair.to }, { from: outermost.close.from, to: pair.to })
}

function dressLink(dressing: Dressing, { node }: SyntaxNodeRef): void {
  const [open, close] = node.getChildren('LinkMark')
  const target = node.getChild('URL')
  // Words in brackets without a target are what they look like: words in brackets.
  if (!open || !close || !target) return
  const shown = touched(dressing, node.from, node.to)
  const words = close.from > open.to ? { from: open.to, to: close.from } : target
  if (linkAddress(dressing.state.sliceDoc(target.from, target.to))) {
    dressing.ranges.push((shown ? link : linkShown).range(words.from, words.to))
  }
  dressLines(dressing, { from: node.from, to: words.from }, shown)
  dressLines(dressing, { from: words.to, to: node.to }, shown)
}

/** The address of a link may stand on the next line (CommonMark 6.3), and the editor hides no line's end. */
function dressLines(dressing: Dressing, { from, to }: Span, shown: boolean): void {
  const { doc } = dressing.state
  for (let at = from; at < to; at = doc.lineAt(at).to + 1)
    dressMark(dressing, at, Math.min(to, doc.lineAt(at).to), shown)
}

/** Words that are an address, within angle brackets or without. */
function dressAddress(dressing: Dressing, { from, to }: Span, words: Span): void {
  if (!linkAddress(dressing.state.sliceDoc(words.from, words.to))) return
  dressing.ranges.push((touched(dressing, from, to) ? link : linkShown).range(words.from, words.to))
}
