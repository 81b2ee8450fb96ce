import { EditorSelection, type EditorState, type StateCommand } from '@codemirror/state'
import { markEdit } from './command-marks'
import { nodeAround } from './dialect'
import { type InlineKind, runOf, type Span } from './inline-marks'
import { partFor, partsOf } from './inline-parts'
import { inlineChanges } from './inline-changes'
import { kindsAtCaret, toComeAt, toggleToCome } from './marks-to-come'
import { wordAround } from './words-around'

/**
 * Makes the selected words bold, italic or struck through, or plain when all of them are; at a caret the word around
 * it, or what is written next. Inserts and deletes marks only, line by line, as no mark reaches over a block, and never
 * one that means nothing.
 */
export function toggleInline(kind: InlineKind): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false
    const { main } = state.selection
    const word = main.empty ? wordFor(kind, state) : null
    if (main.empty && !word) return toggleToCome(kind, { state, dispatch })
    const parts = (word ? [word] : partsOf(state)).map((span) => partFor(state, span, kind))
    if (parts.length === 0) return false
    const edit = markEdit(state, inlineChanges(state, parts, kind))
    const { changes } = edit
    const range = EditorSelection.range(changes.mapPos(main.anchor, main.anchor < main.head ? 1 : -1), 0)
    const head = main.empty ? changes.mapPos(main.head, 1) : changes.mapPos(main.head, main.anchor < main.head ? -1 : 1)
    const selection = EditorSelection.single(main.empty ? head : range.anchor, head)
    dispatch(state.update({ ...edit, selection, scrollIntoView: true, userEvent: 'input.marks' }))
    return true
  }
}

/** Whether the caret stands in, or the selection lies in, words marked like this, or what is written next will be. */
export function inlineActive(state: EditorState, kind: InlineKind): boolean {
  if (toComeAt(state)) return kindsAtCaret(state).includes(kind)
  const { from, to } = state.selection.main
  const node = nodeAround(state, from, [kind])
  return node !== null && node.to >= to
}

/** The word around the caret; in a run of this kind, which may be a part of it, what of it lies there. */
function wordFor(kind: InlineKind, state: EditorState): Span | null {
  const { head } = state.selection.main
  const word = wordAround(state, head)
  const node = word && nodeAround(state, head, [kind])
  const run = node && runOf(node, (from, to) => state.sliceDoc(from, to))
  if (!word || !run) return word
  return { from: Math.max(word.from, run.inner.from), to: Math.min(word.to, run.inner.to) }
}
