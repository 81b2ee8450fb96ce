import type { EditorState } from '@codemirror/state'
import { guard } from '../../../shared/flanking'
import { inCodeBlock, treeUpTo } from './dialect'
import { inlineMark, type InlineKind, type Span } from './inline-marks'

/** Marks of one kind on both sides of a place, with nothing between them but those of others. */
export interface EmptyMarks {
  readonly kind: InlineKind
  readonly open: Span
  readonly close: Span
}

/** All marks around a place between which nothing is written yet, the innermost first, with the guards around them. */
export interface EmptyPair extends Span {
  readonly marks: readonly EmptyMarks[]
}

/** What can stand next on both sides: three asterisks are two marks, of which the lone one stands within. */
const kindsByMark: readonly [string, readonly InlineKind[]][] = [
  ['***', ['Emphasis', 'StrongEmphasis']],
  ['**', ['StrongEmphasis']],
  ['*', ['Emphasis']],
  ['~~', ['Strikethrough']],
]

/** The marks around `at` in a text between which nothing stands, or null. */
function emptyPairAt(text: string, at: number): EmptyPair | null {
  const marks: EmptyMarks[] = []
  let [from, to] = [at, at]
  for (;;) {
    const next = kindsByMark.find(([mark]) => text.slice(0, from).endsWith(mark) && text.startsWith(mark, to))
    if (!next || marks.some(({ kind }) => next[1].includes(kind))) break
    for (const kind of next[1]) {
      const { length } = inlineMark(kind).mark
      marks.push({ kind, open: { from: from - length, to: from }, close: { from: to, to: to + length } })
      from -= length
      to += length
    }
  }
  if (marks.length === 0) return null
  if (text.slice(0, from).endsWith(guard)) from -= guard.length
  if (text.startsWith(guard, to)) to += guard.length
  return { from, to, marks }
}

/** The marks around the caret between which nothing is written yet, in offsets of the document. */
export function emptyMarksAt(state: EditorState): EmptyPair | null {
  const { head } = state.selection.main
  const { from, text } = state.doc.lineAt(head)
  const pair = emptyPairAt(text, head - from)
  const tree = treeUpTo(state, head)
  const isRead = ([-1, 1] as const).some((side) => tree.resolveInner(head, side).name.endsWith('Mark'))
  if (!pair || isRead || inCodeBlock(state, head)) return null
  const moved = (span: { from: number; to: number }) => ({ from: span.from + from, to: span.to + from })
  const marks = pair.marks.map(({ kind, open, close }) => ({ kind, open: moved(open), close: moved(close) }))
  return { ...moved(pair), marks }
}
