import { Annotation } from '@codemirror/state'
import type * as Y from 'yjs'

/** A mark of Markdown that a command puts in: where it lies in the text that its transaction makes, and its role. */
export interface InsertedMark {
  readonly from: number
  readonly to: number
  /** What the mark is for, by a name of its command's own: a heading's mark, the sign in a box. */
  readonly role: string
}

/**
 * Names those insertions of a transaction that are marks, ascending and apart, each within one insertion. The binding
 * puts each into a shared text by `insertMark`, and everything else as plain letters.
 */
export const insertedMarks = Annotation.define<readonly InsertedMark[]>()

/** Puts one mark into a shared text at `index`, within the transaction of Yjs that carries the whole edit. */
export function insertMark(text: Y.Text, index: number, mark: { readonly text: string; readonly role: string }): void {
  text.insert(index, mark.text)
}
