import { Decoration } from '@codemirror/view'
import type { SyntaxNode, SyntaxNodeRef } from '@lezer/common'
import { columnAt } from './columns'
import { dressMark, touched } from './dress-inline'
import { enterItem, hideIndent, leaveItem, listsAround } from './dress-items'
import { type Dressing, type LineLook, onLines } from './dressing'
import { deepestList } from './indent-commands'
import { lineMarks } from './line-marks'
import { withPlainSpaces } from './mark-spaces'
import { mostBars, mostRoom, rule } from './widgets'

const ruleLook = Decoration.replace({ widget: rule })
const headingMark = Decoration.mark({ class: 'page-mark page-heading-mark' })
const quoteMark = Decoration.mark({ class: 'page-mark page-quote-mark' })
/** Keeps its room, so that it is no replacement. */
const quoteMarkHidden = Decoration.mark({ class: 'page-quote-mark page-unseen', isUnseen: true })

/** The classes that make a line look like this. */
export function lineClasses({ listDepth, room, quotes, names }: LineLook): string {
  const list = listClasses('', listDepth, room)
  const bars = quotes.map((quote, at) => listClasses(`bar-${at + 1}-`, quote.listDepth, quote.room))
  const quote = bars.length > 0 ? ` page-quote page-quote-${bars.length}${bars.join('')}` : ''
  return `page-line${list}${quote}${names}`
}

/** The room that lists take before a line, or before the bar of a quote. */
function listClasses(what: string, listDepth: number, room: number): string {
  if (listDepth === 0) return ''
  const wide = room > 0 ? ` page-${what}room-${Math.min(room, mostRoom)}` : ''
  return ` page-${what}list-${Math.min(listDepth, deepestList)}${wide}`
}

/** Dresses what takes up whole lines; leaves every other node alone. */
export function dressBlock(dressing: Dressing, node: SyntaxNodeRef): void {
  if (node.name.startsWith('ATXHeading')) return dressHeading(dressing, node.node)
  switch (node.name) {
    case 'Blockquote':
      // Text may nest as deep as it is long.
      if (++dressing.quoteDepth <= mostBars) dressing.quotes = [...dressing.quotes, listsAround(dressing)]
      return onLines(dressing, node, (look) => (look.quotes = dressing.quotes))
    case 'QuoteMark':
      return dressQuoteMark(dressing, node)
    case 'ListItem':
      return enterItem(dressing, node.node)
    case 'FencedCode':
      return dressCode(dressing, node.node)
    case 'HorizontalRule':
      if (!touched(dressing, node.from, node.to)) dressing.ranges.push(ruleLook.range(node.from, node.to))
      else dressMark(dressing, node.from, node.to, true)
      return
    case 'Table':
      return onLines(dressing, node, (look) => (look.names += ' page-table'))
    case 'TableHeader':
      return onLines(dressing, node, (look) => (look.names += ' page-table-head'))
  }
}

/** Ends what `dressBlock` began. */
export function leaveBlock(dressing: Dressing, node: SyntaxNodeRef): void {
  if (node.name === 'Blockquote' && --dressing.quoteDepth < mostBars) dressing.quotes = dressing.quotes.slice(0, -1)
  if (node.name === 'ListItem') leaveItem(dressing)
}

function dressHeading(dressing: Dressing, node: SyntaxNode): void {
  const level = node.name.slice(-1)
  onLines(dressing, node, (look) => (look.names += ` page-heading-${level}`))
  const [open, close] = node.getChildren('HeaderMark')
  const shown = touched(dressing, node.from, node.to)
  if (open) {
    const to = Math.min(node.to, open.to + 1)
    if (shown) dressing.ranges.push(headingMark.range(open.from, to))
    else dressMark(dressing, open.from, to, false)
  }
  if (close) dressMark(dressing, close.from, close.to, shown)
}

function dressQuoteMark(dressing: Dressing, { from, to }: SyntaxNodeRef): void {
  const line = dressing.state.doc.lineAt(from)
  const text = withPlainSpaces(line.text)
  const end = text[to - line.from] === ' ' ? to + 1 : to
  // An item's sign stands where the mark would show; the bar says that it is a quote.
  const shown = touched(dressing, line.from, line.to) && lineMarks(dressing.state, line).list === null
  dressing.ranges.push((shown ? quoteMark : quoteMarkHidden).range(from, end))
  const before = dressing.items.length > 0 && /^(?: {0,3}> ?)*?( {1,3})$/.exec(text.slice(0, from - line.from))
  // What goes on with an item is indented to its words, which only Markdown needs.
  if (before) hideIndent(dressing, from - (before[1]?.length ?? 0), from)
}

function dressCode(dressing: Dressing, node: SyntaxNode): void {
  const { text, from } = dressing.state.doc.lineAt(node.from)
  const quote = /^(?: {0,3}> ?)*/.exec(withPlainSpaces(text))?.[0].length ?? 0
  const indent = columnAt(text, node.from - from) - columnAt(text, quote)
  onLines(dressing, node, (look, line) => {
    look.names += ` page-code-block${line.from <= node.from ? ' page-code-first' : ''}${line.to >= node.to ? ' page-code-last' : ''}`
    look.indent = Math.min(look.indent, Math.max(0, indent))
  })
  const shown = touched(dressing, node.from, node.to)
  for (const mark of [...node.getChildren('CodeMark'), ...node.getChildren('CodeInfo')]) {
    dressMark(dressing, mark.from, mark.to, shown)
  }
}
