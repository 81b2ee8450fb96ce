import { Decoration } from '@codemirror/view'
import type { SyntaxNode } from '@lezer/common'
import { lengthBefore, columnAt } from './columns'
import { type Dressing, onLines, type QuotePlace } from './dressing'
import { isListItem, siblingItem } from './list-numbers'
import { withPlainSpaces } from './mark-spaces'
import { dot, ItemSign, mostBars, type SignPlace, TaskBox } from './widgets'

const indent = Decoration.replace({})
/** As many figures as fit before an item's words without more room. */
const figuresWithin = 1

/** Dresses an item with its sign and the lines in it, unless it is words that begin with a number: those stay as they are. */
export function enterItem(dressing: Dressing, item: SyntaxNode): void {
  if (!isListItem(dressing.state, item, dressing.counted)) {
    dressing.items.push(null)
    return
  }
  dressing.items.push(roomOf(item))
  const around = listsAround(dressing)
  const mark = item.getChild('ListMark')
  const first = mark ? dressing.state.doc.lineAt(mark.from) : null
  const within = mark && first ? !/^[\s>]*$/.test(first.text.slice(0, mark.from - first.from)) : false
  onLines(dressing, item, (look, line) => {
    const isFirst = line.from === first?.from
    // Behind another sign an item has no line of its own.
    if (isFirst && within) return
    Object.assign(look, around)
    look.indent = isFirst ? 0 : Number.MAX_SAFE_INTEGER
  })
  if (!mark || !first || first.to < dressing.from) return
  const gap = quotesBehind(item, first.to, 'next')
  const before = within ? 0 : quotesBehind(item, first.to, 'all')
  dressSign(dressing, item, mark, { within, room: dressing.items.at(-1) ?? 0, before, gap })
}

/** The lists around, as far as their numbers count, and the room of them all. */
export function listsAround({ items }: Dressing): QuotePlace {
  const rooms = items.filter((room) => room !== null)
  return { listDepth: rooms.length, room: rooms.reduce((sum, room) => sum + room, 0) }
}

/** The quotes whose bars show behind an item's sign on its line: those at once behind it, or all. */
function quotesBehind(item: SyntaxNode, lineTo: number, which: 'next' | 'all'): number {
  let count = 0
  for (let node = firstBlock(item); node && node.from <= lineTo && count < mostBars; node = firstBlock(node)) {
    if (node.name === 'Blockquote') count++
    else if (which === 'next') break
  }
  return count
}

function firstBlock(node: SyntaxNode): SyntaxNode | null {
  let child = node.firstChild
  while (child?.name.endsWith('Mark')) child = child.nextSibling
  return child
}

/** Ends what `enterItem` began. */
export function leaveItem(dressing: Dressing): void {
  dressing.items.pop()
}

/** What goes beyond one figure in its own number or the list's last, so that the words of a list are in line. */
function roomOf(item: SyntaxNode): number {
  if (item.parent?.name !== 'OrderedList') return 0
  const end = item.parent.lastChild
  const last = end?.name === 'ListItem' ? end : end && siblingItem(end, 'prevSibling')
  const figures = [item, last].map((one) => {
    const mark = one?.getChild('ListMark')
    return mark ? mark.to - mark.from - 1 : 0
  })
  return Math.max(0, ...figures.map((count) => count - figuresWithin))
}

/** Hides the indent, of at most `most` columns, of a line that goes on with an item. */
export function dressIndent(dressing: Dressing, lineFrom: number, most: number): void {
  const text = withPlainSpaces(dressing.state.doc.lineAt(lineFrom).text)
  const [, quote = '', space = ''] = /^((?: {0,3}> ?)*)([ \t]*)/.exec(text) ?? []
  const from = lineFrom + quote.length
  const column = columnAt(text, quote.length)
  const to = from + lengthBefore(space, column + most, column)
  if (to === from) return
  hideIndent(dressing, from, to)
}

/** Hides an indent, which the caret steps over as one. */
export function hideIndent(dressing: Dressing, from: number, to: number): void {
  const range = indent.range(from, to)
  dressing.ranges.push(range)
  dressing.solid.push(range)
}

function dressSign(dressing: Dressing, item: SyntaxNode, mark: SyntaxNode, place: SignPlace): void {
  const { state } = dressing
  const line = state.doc.lineAt(mark.from)
  const text = withPlainSpaces(line.text)
  const task = item.getChild('Task')?.getChild('TaskMarker')
  const behind = (at: number) => at + (/^[ \t]*/.exec(text.slice(at - line.from))?.[0].length ?? 0)
  const from = place.within ? mark.from : line.from + indentBefore(text, mark.from - line.from)
  const numbered = item.parent?.name === 'OrderedList'
  if (numbered || !task) {
    const sign = numbered ? state.sliceDoc(mark.from, mark.to) : dot
    replace(dressing, new ItemSign(sign, place), from, behind(mark.to))
  }
  if (!task) return
  const checked = /x/i.test(state.sliceDoc(task.from, task.to))
  const boxPlace = numbered ? { ...place, within: true, room: 0 } : place
  const box = new TaskBox(checked, state.phrase('Done'), state.readOnly, boxPlace)
  replace(dressing, box, numbered ? task.from : from, behind(task.to))
  if (checked)
    onLines({ ...dressing, to: line.to }, { from: mark.from, to: line.to }, (look) => (look.names += ' page-done'))
}

/** Where the indent before a mark begins, behind the quote mark and its space. */
function indentBefore(text: string, mark: number): number {
  const indent = mark - (/[ \t]*$/.exec(text.slice(0, mark))?.[0].length ?? 0)
  return Math.min(mark, indent + (text.charAt(indent - 1) === '>' ? 1 : 0))
}

function replace(dressing: Dressing, widget: ItemSign | TaskBox, from: number, to: number): void {
  const range = Decoration.replace({ widget }).range(from, to)
  dressing.ranges.push(range)
  dressing.solid.push(range)
}
