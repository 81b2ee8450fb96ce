import type { ChangeDesc } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'
import { guard } from '../../../shared/flanking'
import type { MarkRole } from '../../../shared/mark-clients'

export type InlineKind = 'StrongEmphasis' | 'Emphasis' | 'Strikethrough'

interface InlineMark {
  readonly kind: InlineKind
  readonly mark: string
  readonly open: MarkRole
  readonly close: MarkRole
  /** Its place in a set of kinds. */
  readonly bit: number
}

/** What a command writes for each kind, in the order in which they nest where several begin and end at one place. */
export const inlineMarks: readonly InlineMark[] = [
  { kind: 'StrongEmphasis', mark: '**', open: 'bold-open', close: 'bold-close', bit: 1 },
  { kind: 'Emphasis', mark: '*', open: 'italic-open', close: 'italic-close', bit: 2 },
  { kind: 'Strikethrough', mark: '~~', open: 'strike-open', close: 'strike-close', bit: 4 },
]
const byKind = new Map<string, InlineMark>(inlineMarks.map((inlineMark) => [inlineMark.kind, inlineMark]))

/** What a command writes for this kind; undefined of any other node's name. */
export function inlineMark(kind: InlineKind): InlineMark
export function inlineMark(name: string): InlineMark | undefined
export function inlineMark(name: string): InlineMark | undefined {
  return byKind.get(name)
}

export interface Span {
  readonly from: number
  readonly to: number
}

/**
 * Where an edit leaves this span, without what comes at its edges. A span that goes with what stands around it is empty then,
 * and never one that ends before it begins, as its edges by themselves would say.
 */
export function mapSpan<S extends Span>(span: S, changes: ChangeDesc): S {
  const from = changes.mapPos(span.from, 1)
  return { ...span, from, to: Math.max(from, changes.mapPos(span.to, -1)) }
}

/** Words of one kind: `from` and `to` with the marks around them and their guards, `inner` without. */
export interface Run extends Span {
  readonly inner: Span
}

/** The run of such a node, or null where the node is of no such kind. `read` gives the text. */
export function runOf(node: SyntaxNode, read: (from: number, to: number) => string): Run | null {
  const [first, last] = [node.firstChild, node.lastChild]
  if (!inlineMark(node.name) || !first || !last || first.from === last.from) return null
  const [before, after] = [node.prevSibling, node.nextSibling]
  const isGuard = (span: Span | null) => span !== null && read(span.from, span.to) === guard
  return {
    from: before?.to === node.from && isGuard(before) ? before.from : node.from,
    to: after?.from === node.to && isGuard(after) ? after.to : node.to,
    inner: { from: first.to, to: last.from },
  }
}

/** Whether a node is one of words in brackets, which are a link or, behind an exclamation mark, a picture if they lead somewhere. */
export const isBracketed = ({ name }: SyntaxNode): boolean => name === 'Link' || name === 'Image'

/** Whether a node is one of brackets that lead nowhere: they and what stands in them are words. */
export const isOfWords = (node: SyntaxNode): boolean => {
  const link = isBracketed(node) ? node : node.parent
  return link !== null && isBracketed(link) && !link.getChild('URL') && (link === node || bracketNames.has(node.name))
}
const bracketNames: ReadonlySet<string> = new Set(['LinkMark', 'LinkLabel'])
