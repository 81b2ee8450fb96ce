import type { EditorState, Line } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'
import { columnAt } from './columns'
import { treeUpTo } from './dialect'
import { isListItem } from './list-numbers'
import { wordsColumn } from './line-marks'
import { withPlainSpaces } from './mark-spaces'

/** An item in the lists of an outline; its columns count from the end of the quote marks around the lists. */
export interface OutlineItem {
  readonly parent: OutlineItem | null
  /** The one before it, on the same level of the same item. */
  readonly before: OutlineItem | null
  /** False where it is words that begin with a number. */
  readonly isItem: boolean
  readonly mark: { readonly from: number; readonly to: number; readonly text: string }
  readonly column: number
  readonly words: number
}

/** A line of an outline that isn't blank. */
export interface OutlineLine {
  readonly line: Line
  /** The indent as it is written, behind the quote marks. */
  readonly indent: { readonly from: number; readonly text: string; readonly column: number }
  /** The column of what stands behind the indent, counted as those of the items. */
  readonly column: number
  /** The items that begin here: mostly one. */
  readonly items: readonly OutlineItem[]
  /** The innermost item that these, or the words, stand in. */
  readonly around: OutlineItem | null
}

/** How many items an item is in, itself among them. */
export function levelOf(item: OutlineItem | null): number {
  let level = 0
  for (let each = item; each; each = each.parent) level++
  return level
}

/** The lines of all lists, with all in them, that some of the given lines stand in, and of those straight beside them. */
export function outlineOf(state: EditorState, selected: readonly Line[]): OutlineLine[] {
  const first = firstOf(selected, (line) => listsAround(state, line.to, 'prevSibling'))
  const last = firstOf(selected.toReversed(), (line) => listsAround(state, line.to, 'nextSibling'))
  if (!first || !last) return []
  return linesOf(state, { from: state.doc.lineAt(first.from).from, to: last.to, quoteDepth: first.quoteDepth })
}

function firstOf<T, R>(all: readonly T[], find: (one: T) => R | null): R | null {
  for (const one of all) {
    const found = find(one)
    if (found !== null) return found
  }
  return null
}

/** How far below a list is looked for its end, in UTF-16 code units. */
const longestList = 100_000

/** The outermost list around a position that no quote lies between, and in this direction the lists straight beside it. */
function listsAround(state: EditorState, pos: number, direction: 'prevSibling' | 'nextSibling') {
  const tree = treeUpTo(state, Math.min(state.doc.length, pos + longestList))
  let list: SyntaxNode | null = null
  for (let node: SyntaxNode | null = tree.resolveInner(pos, -1); node; node = node.parent) {
    if (isList(node)) list = node
    else if (list && node.name !== 'ListItem') break
  }
  if (!list) return null
  let quoteDepth = 0
  for (let node = list.parent; node; node = node.parent) if (node.name === 'Blockquote') quoteDepth++
  let { from, to } = list
  for (
    let beside = list[direction];
    beside && (isList(beside) || beside.name === 'QuoteMark');
    beside = beside[direction]
  ) {
    if (isList(beside)) [from, to] = [Math.min(from, beside.from), Math.max(to, beside.to)]
  }
  return { from, to, quoteDepth }
}

const isList = ({ name }: { name: string }) => name === 'BulletList' || name === 'OrderedList'

interface Region {
  from: number
  to: number
  quoteDepth: number
}

function linesOf(state: EditorState, region: Region): OutlineLine[] {
  const found = itemsIn(state, region)
  const quote = new RegExp(`^(?:[ \\t]*> ?){0,${region.quoteDepth}}`)
  const open = new OpenItems(state)
  const lines: OutlineLine[] = []
  for (let { number } = state.doc.lineAt(region.from); number <= state.doc.lines; number++) {
    const line = state.doc.line(number)
    if (line.from > region.to) break
    const text = withPlainSpaces(line.text)
    const quoteLength = quote.exec(text)?.[0].length ?? 0
    const indent = /^[ \t]*/.exec(text.slice(quoteLength))?.[0] ?? ''
    const at = quoteLength + indent.length
    if (at === text.length) continue
    const column = columnAt(text, quoteLength)
    const around = open.around(line.from + at)
    const items: OutlineItem[] = []
    for (let next = found.at(-1); next && next.from <= line.to; next = found.at(-1)) {
      found.pop()
      items.push(open.begin(next, { text, from: line.from, column }))
    }
    if (items.length === 0) open.goOn()
    const written = { from: line.from + quoteLength, text: indent, column }
    lines.push({ line, indent: written, column: columnAt(text, at) - column, items, around })
  }
  return lines
}

/** The items that a reading from the top is in. */
class OpenItems {
  private readonly open: { item: OutlineItem; to: number }[] = []
  /** The last item of each level that another one may come behind. */
  private readonly last: OutlineItem[] = []

  constructor(private readonly state: EditorState) {}

  /** The innermost item at a position; those that end before it end. */
  around(pos: number): OutlineItem | null {
    for (let end = this.open.at(-1); end && end.to < pos; end = this.open.at(-1)) this.open.pop()
    return this.open.at(-1)?.item ?? null
  }

  begin(node: FoundItem, line: { text: string; from: number; column: number }): OutlineItem {
    const parent = this.around(node.from)
    const level = this.open.length
    const item: OutlineItem = {
      parent,
      before: this.last[level] ?? null,
      isItem: isListItem(this.state, node.item),
      mark: { from: node.from, to: node.markTo, text: this.state.sliceDoc(node.from, node.markTo) },
      column: columnAt(line.text, node.from - line.from) - line.column,
      words: wordsColumn(line.text, node.markTo - line.from) - line.column,
    }
    this.open.push({ item, to: node.to })
    this.last.length = level
    this.last.push(item)
    return item
  }

  /** Words go on with an item: what follows on the next level is a list of its own. */
  goOn(): void {
    this.last.length = Math.min(this.last.length, this.open.length)
  }
}

interface FoundItem {
  /** Where its mark begins and ends, and it ends itself. */
  from: number
  markTo: number
  to: number
  item: SyntaxNode
}

/** The last one first; what stands in a quote within an item is that item's own. */
function itemsIn(state: EditorState, { from, to, quoteDepth }: Region): FoundItem[] {
  const found: FoundItem[] = []
  let depth = 0
  treeUpTo(state, to).iterate({
    from,
    to,
    enter(node) {
      if (node.name === 'Blockquote' && ++depth > quoteDepth) {
        depth--
        return false
      }
      const mark = node.name === 'ListItem' && depth === quoteDepth ? node.node.getChild('ListMark') : null
      if (mark && mark.from >= from) found.push({ from: mark.from, markTo: mark.to, to: node.to, item: node.node })
      return undefined
    },
    leave(node) {
      if (node.name === 'Blockquote') depth--
    },
  })
  return found.toReversed()
}
