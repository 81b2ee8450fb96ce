import type { EditorState, StateCommand } from '@codemirror/state'
import { markEdit, type MarkChange } from './command-marks'
import { selectedLines } from './line-marks'
import { levelOf, type OutlineItem, type OutlineLine, outlineOf } from './outline'
import { settledIndents } from './settle-indents'

/** Deeper lists than this are neither made nor drawn any deeper. */
export const deepestList = 8

/**
 * Tab: makes the selected list items, with all below them, children of the item before them; returns false when the
 * selection is in no list, so that Tab moves the focus on.
 */
export const indentItems: StateCommand = ({ state, dispatch }) => {
  const outline = selectedOutline(state)
  const items = selectedItems(state, outline)
  if (items.size === 0) return false
  const deepest = deepestIn(outline, items)
  const moved = new Map<OutlineItem, number>()
  for (const item of items) {
    const { before } = item
    if (!before?.isItem || (items.has(before) && !moved.has(before))) continue
    if ((deepest.get(item) ?? 0) < deepestList) moved.set(item, 1)
  }
  return apply(state, dispatch, settledIndents(outline, { moved }))
}

/** Shift-Tab: moves the selected list items, with all below them, one level out; false when in no list. */
export const outdentItems: StateCommand = ({ state, dispatch }) => {
  const outline = selectedOutline(state)
  const items = selectedItems(state, outline)
  if (items.size === 0) return false
  const moved = new Map<OutlineItem, number>()
  for (const item of items) if (item.parent?.isItem) moved.set(item, -1)
  return apply(state, dispatch, settledIndents(outline, { moved }))
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

function selectedOutline(state: EditorState): OutlineLine[] {
  return outlineOf(state, selectedLines(state))
}

/** The items whose first lines are selected, or the one around the caret; none that lies in another of them. */
function selectedItems(state: EditorState, outline: readonly OutlineLine[]): Set<OutlineItem> {
  const items = new Set<OutlineItem>()
  const selected = new Set(selectedLines(state).map(({ number }) => number))
  for (const { line, items: begun, around } of outline) {
    if (!selected.has(line.number)) continue
    let item = begun[0] ?? around
    while (item && !item.isItem) item = item.parent
    if (item && !isIn(item, items)) items.add(item)
  }
  return items
}

function isIn(item: OutlineItem, items: ReadonlySet<OutlineItem>): boolean {
  for (let each: OutlineItem | null = item; each; each = each.parent) if (items.has(each)) return true
  return false
}

/** The deepest level in each of the items. */
function deepestIn(outline: readonly OutlineLine[], items: ReadonlySet<OutlineItem>): Map<OutlineItem, number> {
  const deepest = new Map<OutlineItem, number>()
  for (const { items: begun } of outline) {
    for (const item of begun) {
      for (let each: OutlineItem | null = item; each; each = each.parent)
        if (items.has(each)) deepest.set(each, Math.max(deepest.get(each) ?? 0, levelOf(item)))
    }
  }
  return deepest
}
