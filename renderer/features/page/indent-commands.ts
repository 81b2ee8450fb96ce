import type { EditorState, StateCommand } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'
import { markEdit, type MarkChange } from './command-marks'
import { wordsColumn } from './enter-commands'
import { ancestorNamed, treeUpTo } from './dialect'
import { lineMarks, selectedLines, type LineMarks } from './line-marks'

/** Deeper lists than this are neither made nor drawn any deeper. */
export const deepestList = 8
/** How far below the selection an item is looked for the end of, in UTF-16 code units. */
const longestItem = 20_000

/**
 * Tab: makes the selected list items, with all below them, children of the item before them; returns false when the
 * selection is in no list, so that Tab moves the focus on.
 */
export const indentItems: StateCommand = ({ state, dispatch }) => {
  const items = selectedItems(state)
  if (items.length === 0) return false
  let before: LineMarks | null = null
  let last: SyntaxNode | null = null
  const changes: MarkChange[] = []
  for (const item of items) {
    const above = itemBefore(item)
    if (!last || above?.from !== last.from) before = above && itemMarks(state, above)
    last = item
    const own = itemMarks(state, item)
    if (!before || !own || deepest(item) >= deepestList) continue
    const spaces = ' '.repeat(Math.max(1, wordsColumn(before) - (own.indentTo - own.quoteTo)))
    for (const marks of linesOf(state, item)) changes.push({ from: marks.quoteTo, insert: spaces, role: 'indent' })
  }
  return apply(state, dispatch, changes)
}

/** Shift-Tab: moves the selected list items, with all below them, one level out; false when in no list. */
export const outdentItems: StateCommand = ({ state, dispatch }) => {
  const items = selectedItems(state)
  if (items.length === 0) return false
  const changes: MarkChange[] = []
  for (const item of items) {
    const parent = ancestorNamed(item.parent, ['ListItem'])
    const [own, outer] = [itemMarks(state, item), parent && itemMarks(state, parent)]
    if (!own || !outer) continue
    const spare = own.indentTo - own.quoteTo - (outer.indentTo - outer.quoteTo)
    for (const { quoteTo, indentTo } of linesOf(state, item)) {
      if (indentTo === quoteTo || spare <= 0) continue
      changes.push({ from: quoteTo, to: Math.min(indentTo, quoteTo + spare), role: 'indent' })
    }
  }
  return apply(state, dispatch, changes)
}

function apply(state: EditorState, dispatch: Parameters<StateCommand>[0]['dispatch'], changes: MarkChange[]): true {
  if (!state.readOnly && changes.length > 0) {
    const edit = markEdit(state, changes)
    const { anchor, head } = state.selection.main
    const selection = { anchor: edit.changes.mapPos(anchor, 1), head: edit.changes.mapPos(head, 1) }
    dispatch(state.update({ ...edit, selection, scrollIntoView: true, userEvent: 'input.indent' }))
  }
  return true
}

/** The items whose first lines are selected, or the one around the caret; none that lies in another of them. */
function selectedItems(state: EditorState): SyntaxNode[] {
  const items: SyntaxNode[] = []
  const tree = treeUpTo(state, Math.min(state.doc.length, state.selection.main.to + longestItem))
  for (const line of selectedLines(state)) {
    const item = ancestorNamed(tree.resolveInner(line.to, -1), ['ListItem'])
    if (item && !items.some((outer) => outer.from <= item.from && item.to <= outer.to)) items.push(item)
  }
  return items
}

/** In a quote its marks stand between the items. */
function itemBefore(item: SyntaxNode): SyntaxNode | null {
  let before = item.prevSibling
  while (before && before.name !== 'ListItem') before = before.prevSibling
  return before
}

function itemMarks(state: EditorState, item: SyntaxNode): LineMarks | null {
  const mark = item.getChild('ListMark')
  return mark && lineMarks(state, state.doc.lineAt(mark.from))
}

function linesOf(state: EditorState, item: SyntaxNode): LineMarks[] {
  const lines: LineMarks[] = []
  for (let { number } = state.doc.lineAt(item.from); number <= state.doc.lines; number++) {
    const line = state.doc.line(number)
    if (line.from > item.to) break
    if (line.text.trim() !== '') lines.push(lineMarks(state, line))
  }
  return lines
}

function deepest(item: SyntaxNode): number {
  let depth = 0
  for (let node: SyntaxNode | null = item; node; node = node.parent) if (node.name === 'ListItem') depth++
  let [here, found] = [depth, depth]
  const cursor = item.cursor()
  cursor.iterate(
    ({ name, from, to }) => {
      if (name === 'ListItem' && !(from === item.from && to === item.to)) found = Math.max(found, ++here)
    },
    ({ name, from, to }) => {
      if (name === 'ListItem' && !(from === item.from && to === item.to)) here--
    },
  )
  return found
}
