import type { EditorState } from '@codemirror/state'
import { inlineActive } from './inline-commands'
import { lineMarks, listKind } from './line-marks'
import { selectedLink } from './link-commands'
import type { MarkId } from './page-keys'
import { canRedo, canUndo } from './page-undo'

/** What the toolbar shows of the caret's place. */
export interface PageStatus {
  /** The marks that are on at the caret. */
  on: ReadonlySet<MarkId | 'link'>
  canUndo: boolean
  canRedo: boolean
}

/** How things stand where the selection begins; reads one line and the tree around the caret. */
export function pageStatus(state: EditorState): PageStatus {
  const { from } = state.selection.main
  const marks = lineMarks(state, state.doc.lineAt(from))
  const kind = listKind(marks)
  const all: Record<Exclude<MarkId, 'paragraph'> | 'link', boolean> = {
    bold: inlineActive(state, 'StrongEmphasis'),
    italic: inlineActive(state, 'Emphasis'),
    strike: inlineActive(state, 'Strikethrough'),
    'heading-1': marks.heading?.level === 1,
    'heading-2': marks.heading?.level === 2,
    'heading-3': marks.heading?.level === 3,
    'bullet-list': kind === 'bullet',
    'ordered-list': kind === 'ordered',
    checklist: kind === 'task',
    quote: marks.quoteDepth > 0,
    link: selectedLink(state) !== null,
  }
  const on = new Set((Object.keys(all) as (keyof typeof all)[]).filter((id) => all[id]))
  return { on, canUndo: canUndo(state), canRedo: canRedo(state) }
}

/** Whether two statuses show the same, so that a key that changes nothing on the toolbar costs no rendering. */
export function sameStatus(a: PageStatus, b: PageStatus): boolean {
  return (
    a.canUndo === b.canUndo &&
    a.canRedo === b.canRedo &&
    a.on.size === b.on.size &&
    [...a.on].every((id) => b.on.has(id))
  )
}
