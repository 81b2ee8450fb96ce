import { type ChangeSet, type EditorState, StateEffect, StateField, type TransactionSpec } from '@codemirror/state'

const holdBack = StateEffect.define<ChangeSet | null>()

/**
 * What a shared text holds beyond its page: the changes that make the text of the page. A browser ends an input method's
 * composition without a word where its line is drawn anew, and what was composed so far stays beside what is composed
 * next. So what another changes in such a line waits here, and all that follows it, while own edits go to the text.
 */
export const heldBack = StateField.define<ChangeSet | null>({
  create: () => null,
  update(held, { effects, changes }) {
    for (const effect of effects) if (effect.is(holdBack)) return effect.value
    return held && held.map(changes)
  },
})

/** The changes that make the text of the page of this state; null where both hold the same. */
export const heldIn = (state: EditorState): ChangeSet | null => state.field(heldBack, false) ?? null

/** Lets these changes wait, in place of those that wait already. */
export const holding = (changes: ChangeSet): TransactionSpec => ({ effects: holdBack.of(changes) })

/** Brings these changes to the page, after which none wait. */
export const bringing = (changes: ChangeSet): TransactionSpec => ({ changes, effects: holdBack.of(null) })

/** Whether these changes touch the line that the caret is in. */
export function touchCaretLine({ doc, selection }: EditorState, changes: ChangeSet): boolean {
  const { from, to } = doc.lineAt(selection.main.head)
  return changes.touchesRange(from, to) !== false
}

/** Where a place of the page lies in the text. */
export const placeInText = (state: EditorState, offset: number): number => heldIn(state)?.mapPos(offset) ?? offset

/** Where a place of the text lies on the page. */
export function placeOnPage(state: EditorState, offset: number): number {
  const held = heldIn(state)
  const clamp = (most: number) => Math.min(offset, most)
  return held ? held.invertedDesc.mapPos(clamp(held.newLength)) : clamp(state.doc.length)
}
