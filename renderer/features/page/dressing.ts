import type { EditorState, Range } from '@codemirror/state'
import type { Decoration } from '@codemirror/view'

/** What a line is part of. */
export interface LineLook {
  listDepth: number
  quoteDepth: number
  /** How much of the space behind its quote marks is an indent that only Markdown needs. */
  indent: number
  names: string
}

/** One pass over a visible part of the syntax tree: where it is, and what it found. */
export interface Dressing {
  readonly state: EditorState
  /** Whether one is writing here, so that the marks at the caret show. */
  readonly writing: boolean
  readonly from: number
  readonly to: number
  /** How each visible line looks, by the offset at which it begins. */
  readonly lines: Map<number, LineLook>
  /** The last number given in each ordered list, by the offset at which the list begins. */
  readonly numbers: Map<number, number>
  readonly ranges: Range<Decoration>[]
  /** The ranges the caret steps over as one. */
  readonly solid: Range<Decoration>[]
  listDepth: number
  quoteDepth: number
}

/** A pass that has found nothing yet. */
export function startDressing(
  state: EditorState,
  writing: boolean,
  { from, to }: { from: number; to: number },
): Dressing {
  const found = { lines: new Map(), numbers: new Map(), ranges: [], solid: [] }
  return { state, writing, from, to, ...found, listDepth: 0, quoteDepth: 0 }
}
