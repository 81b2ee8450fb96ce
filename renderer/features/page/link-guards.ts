import type { EditorState } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'
import { firstCharacter, flanksForAll, guard, lastCharacter } from '../../../shared/flanking'
import type { MarkChange } from './command-marks'
import { treeUpTo } from './dialect'
import { inlineMark, runOf, type Span } from './inline-marks'

type Side = 'open' | 'close'

/** The changes that guard the marks close around words at which a link is to begin and end. */
export function guardsAround(state: EditorState, words: Span): MarkChange[] {
  const [open, close] = [runAt(state, words.from, 'open', -1), runAt(state, words.to, 'close', 1)]
  return [...(open ? guarded(state, open, 'open', '[') : []), ...(close ? guarded(state, close, 'close', ')') : [])]
}

/** The changes that guard the marks at both ends of a link's words, which then stand between these neighbours. */
export function guardsWithin(
  state: EditorState,
  words: Span,
  outside: { before: string; after: string },
): MarkChange[] {
  const [open, close] = [runAt(state, words.from, 'open', 1), runAt(state, words.to, 'close', -1)]
  return [
    ...(open ? guarded(state, open, 'open', null, outside.before) : []),
    ...(close ? guarded(state, close, 'close', null, outside.after) : []),
  ]
}

/** The changes that guard the marks close around a link of which only its words stay. */
export function guardsBeside(state: EditorState, link: Span, words: Span): MarkChange[] {
  const [close, open] = [runAt(state, link.from, 'close', -1), runAt(state, link.to, 'open', 1)]
  const [first, last] = [
    firstCharacter(state.sliceDoc(words.from, words.from + 2)),
    lastCharacter(state.sliceDoc(words.to - 2, words.to)),
  ]
  // Beside an asterisk it is that one's mark which gets the guard.
  return [
    ...(close && first !== '*' ? guarded(state, close, 'close', null, first) : []),
    ...(open && last !== '*' ? guarded(state, open, 'open', null, last) : []),
  ]
}

const readIn = (state: EditorState) => (from: number, to: number) => state.sliceDoc(from, to)

/** The outermost of the runs whose marks stand at this place, on this side of it. */
function runAt(state: EditorState, pos: number, side: Side, towards: -1 | 1): SyntaxNode | null {
  const mark = treeUpTo(state, pos + 1).resolveInner(pos, towards)
  const isAt = towards === 1 ? mark.from === pos : mark.to === pos
  let node = isAt && /^(?:Emphasis|Strikethrough)Mark$/.test(mark.name) ? mark.parent : null
  for (let outer = node?.parent; node && outer && inlineMark(outer.name); outer = outer.parent) {
    const run = runOf(outer, readIn(state))
    if (!run || (side === 'open' ? run.inner.from !== node.from : run.inner.to !== node.to)) break
    node = outer
  }
  return node && isOnSide(node, mark, side) ? node : null
}

const isOnSide = (run: SyntaxNode, mark: SyntaxNode, side: Side) =>
  side === 'open' ? mark.from < (run.from + run.to) / 2 : mark.from >= (run.from + run.to) / 2

/** The outermost mark of a run with a guard, unless it has one or flanks without; `within` or else what stands there. */
function guarded(
  state: EditorState,
  node: SyntaxNode,
  side: Side,
  within: string | null,
  outside: string | null = null,
): MarkChange[] {
  const kind = inlineMark(node.name)
  const run = runOf(node, readIn(state))
  if (!run || !kind) return []
  const isOpen = side === 'open'
  if (isOpen ? run.from < node.from : run.to > node.to) return []
  const span = isOpen ? { from: run.from, to: run.inner.from } : { from: run.inner.to, to: run.to }
  const mark = state.sliceDoc(span.from, span.to)
  const beside = isOpen
    ? lastCharacter(state.sliceDoc(Math.max(0, span.from - 2), span.from))
    : firstCharacter(state.sliceDoc(span.to, span.to + 2))
  const inside = isOpen
    ? firstCharacter(state.sliceDoc(span.to, span.to + 2))
    : lastCharacter(state.sliceDoc(span.from - 2, span.from))
  // Asterisks in a row are one, whatever comes behind them.
  const isRow = [inside, outside].includes(mark.charAt(0))
  if (!isRow && flanksForAll(outside ?? beside, within ?? inside)) return []
  return [{ ...span, insert: isOpen ? guard + mark : mark + guard, role: kind[side] }]
}
