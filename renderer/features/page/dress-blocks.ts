import type { EditorState, Line } from '@codemirror/state'
import { Decoration } from '@codemirror/view'
import type { SyntaxNode, SyntaxNodeRef } from '@lezer/common'
import { dressMark, touched } from './dress-inline'
import type { Dressing, LineLook } from './dressing'
import { deepestList } from './indent-commands'
import { dot, ItemSign, rule, TaskBox } from './widgets'

const indent = Decoration.replace({})
const ruleLook = Decoration.replace({ widget: rule })
const headingMark = Decoration.mark({ class: 'page-mark page-heading-mark' })
const quoteMark = Decoration.mark({ class: 'page-mark page-quote-mark' })
const quoteMarkHidden = Decoration.mark({ class: 'page-quote-mark page-unseen' })

/** The classes that make a line look like this. */
export function lineClasses({ listDepth, quoteDepth, names }: LineLook): string {
  const list = listDepth > 0 ? ` page-list-${Math.min(listDepth, deepestList)}` : ''
  return `page-line${list}${quoteDepth > 0 ? ` page-quote page-quote-${Math.min(quoteDepth, 3)}` : ''}${names}`
}

/** Dresses what takes up whole lines; leaves every other node alone. */
export function dressBlock(dressing: Dressing, node: SyntaxNodeRef): void {
  if (node.name.startsWith('ATXHeading')) return dressHeading(dressing, node.node)
  switch (node.name) {
    case 'Blockquote':
      dressing.quoteDepth++
      return onLines(dressing, node, (look) => (look.quoteDepth = dressing.quoteDepth))
    case 'QuoteMark':
      return dressQuoteMark(dressing, node)
    case 'ListItem':
      dressing.listDepth++
      return dressItem(dressing, node.node)
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
  if (node.name === 'Blockquote') dressing.quoteDepth--
  if (node.name === 'ListItem') dressing.listDepth--
}

function onLines(
  dressing: Dressing,
  span: { from: number; to: number },
  set: (look: LineLook, line: Line) => void,
): void {
  const { doc } = dressing.state
  const end = Math.min(span.to, dressing.to)
  for (let at = Math.max(span.from, dressing.from); at <= end;) {
    const line = doc.lineAt(at)
    // Below a long visible part of one line only that part is drawn, and a line's look must be set at its start.
    const look = dressing.lines.get(line.from) ?? { listDepth: 0, quoteDepth: 0, indent: 0, names: '' }
    set(look, line)
    dressing.lines.set(line.from, look)
    at = line.to + 1
  }
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
  const end = line.text[to - line.from] === ' ' ? to + 1 : to
  const shown = touched(dressing, line.from, line.to)
  dressing.ranges.push((shown ? quoteMark : quoteMarkHidden).range(from, end))
}

function dressItem(dressing: Dressing, item: SyntaxNode): void {
  const mark = item.getChild('ListMark')
  const first = mark ? dressing.state.doc.lineAt(mark.from) : null
  onLines(dressing, item, (look, line) => {
    look.listDepth = dressing.listDepth
    look.indent = line.from === first?.from ? 0 : Number.MAX_SAFE_INTEGER
  })
  if (mark && first && first.to >= dressing.from) dressSign(dressing, item, mark)
}

/** Hides the indent, of at most `most` letters, of a line that goes on with an item. */
export function dressIndent(dressing: Dressing, lineFrom: number, most: number): void {
  const { text } = dressing.state.doc.lineAt(lineFrom)
  const [, quote = '', space = ''] = /^((?: {0,3}> ?)*)([ \t]*)/.exec(text) ?? []
  const from = lineFrom + quote.length
  const to = from + Math.min(space.length, most)
  if (to === from) return
  const range = indent.range(from, to)
  dressing.ranges.push(range)
  dressing.solid.push(range)
}

function dressSign(dressing: Dressing, item: SyntaxNode, mark: SyntaxNode): void {
  const { state } = dressing
  const line = state.doc.lineAt(mark.from)
  const task = item.getChild('Task')?.getChild('TaskMarker')
  const behind = task ?? mark
  const space = /^[ \t]*/.exec(line.text.slice(behind.to - line.from))?.[0].length ?? 0
  const before = /[ \t]*$/.exec(line.text.slice(0, mark.from - line.from))?.[0].length ?? 0
  const afterQuote = line.text[mark.from - line.from - before - 1] === '>' ? 1 : 0
  const from = mark.from - Math.max(0, before - afterQuote)
  const checked = task ? state.sliceDoc(task.from + 1, task.from + 2) !== ' ' : false
  const widget = task
    ? new TaskBox(checked, state.phrase('Done'), state.readOnly)
    : new ItemSign(item.parent?.name === 'OrderedList' ? numberOf(dressing, item) : dot)
  const range = Decoration.replace({ widget }).range(from, behind.to + space)
  dressing.ranges.push(range)
  dressing.solid.push(range)
  if (checked)
    onLines({ ...dressing, to: line.to }, { from: mark.from, to: line.to }, (look) => (look.names += ' page-done'))
}

/** Its place in the list, whatever number it bears in the text: so none has to be rewritten when one comes between. */
function numberOf({ state, numbers }: Dressing, item: SyntaxNode): string {
  const list = item.parent?.from ?? 0
  const number = (numbers.get(list) ?? countBefore(state, item)) + 1
  numbers.set(list, number)
  return `${number}.`
}

function countBefore(state: EditorState, item: SyntaxNode): number {
  let [before, first] = [0, item]
  for (let node = item.prevSibling; node; node = node.prevSibling) {
    if (node.name === 'ListItem') [before, first] = [before + 1, node]
  }
  const mark = first.getChild('ListMark')
  return before + (mark ? Number.parseInt(state.sliceDoc(mark.from, mark.to), 10) : 1) - 1
}

function dressCode(dressing: Dressing, node: SyntaxNode): void {
  const { text, from } = dressing.state.doc.lineAt(node.from)
  const quote = /^(?: {0,3}> ?)*/.exec(text)?.[0].length ?? 0
  onLines(dressing, node, (look, line) => {
    look.names += ` page-code-block${line.from <= node.from ? ' page-code-first' : ''}${line.to >= node.to ? ' page-code-last' : ''}`
    look.indent = Math.min(look.indent, Math.max(0, node.from - from - quote))
  })
  const shown = touched(dressing, node.from, node.to)
  for (const mark of [...node.getChildren('CodeMark'), ...node.getChildren('CodeInfo')]) {
    dressMark(dressing, mark.from, mark.to, shown)
  }
}
