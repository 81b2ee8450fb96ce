import { Annotation, type EditorState, StateField } from '@codemirror/state'
import { guard } from '../../../shared/flanking'
import { inCodeBlock, treeUpTo } from './dialect'
import { inlineMark, type InlineKind, mapSpan, type Span } from './inline-marks'
import { isBackslashAt } from './rewritten-marks'

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
    const next = kindsByMark.find(
      ([mark]) =>
        text.slice(0, from).endsWith(mark) && text.startsWith(mark, to) && !isBackslashAt(text, from - mark.length),
    )
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

/** Says where a command writes marks around nothing, in the text after it. */
export const writesAround = Annotation.define<Span>()

/** What a command wrote around the caret, as long as that stands there and nothing is written. */
interface Waiting extends Span {
  readonly head: number
  /** How much an input method has composed there, in UTF-16 code units: once all is taken back, they wait again. */
  readonly composed: number
}

/**
 * Knows the marks that wait for a first letter by the command that wrote them. Till then a parser may take them for
 * anything: for a rule, for a fence, or for marks of what stands around.
 */
export const waitingMarks = StateField.define<Waiting | null>({
  create: () => null,
  update(waiting, transaction) {
    const { changes, newSelection } = transaction
    const { head, empty } = newSelection.main
    const written = transaction.annotation(writesAround)
    if (!empty || (!waiting && !written)) return null
    if (written) return written.from < head && head < written.to ? { ...written, head, composed: 0 } : null
    if (!waiting) return null
    const [begin, end] = [changes.mapPos(waiting.head, -1), changes.mapPos(waiting.head + waiting.composed, 1)]
    const isComposed = transaction.isUserEvent('input.type.compose')
    // A letter has come between them, or the caret has left.
    if ((end - begin !== waiting.composed && !isComposed) || head < begin || head > end) return null
    const { from, to } = mapSpan(waiting, changes)
    // Marks that are taken out wait no more.
    return from < to ? { from, to, head: begin, composed: end - begin } : null
  },
})

/** Whether marks of a command stand around the caret that wait for a first letter. */
export const areMarksWaiting = (state: EditorState): boolean => state.field(waitingMarks, false)?.composed === 0

/** The marks around the caret between which nothing is written yet, in offsets of the document. */
export function emptyMarksAt(state: EditorState): EmptyPair | null {
  const { head } = state.selection.main
  const waiting = state.field(waitingMarks, false)
  if (waiting?.composed === 0) return pairWithin(state, waiting)
  const tree = treeUpTo(state, head)
  const isRead = ([-1, 1] as const).some((side) => tree.resolveInner(head, side).name.endsWith('Mark'))
  const { from, to } = state.doc.lineAt(head)
  const pair = pairWithin(state, { from, to, head })
  return isRead || inCodeBlock(state, head) ? null : pair
}

function pairWithin({ doc }: EditorState, { from, to, head }: Omit<Waiting, 'composed'>): EmptyPair | null {
  const pair = emptyPairAt(doc.sliceString(from, to), head - from)
  if (!pair) return null
  const moved = (span: Span) => ({ from: span.from + from, to: span.to + from })
  const marks = pair.marks.map(({ kind, open, close }) => ({ kind, open: moved(open), close: moved(close) }))
  return { ...moved(pair), marks }
}
