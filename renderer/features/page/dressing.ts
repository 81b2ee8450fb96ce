import type { EditorState, Line, Range } from '@codemirror/state'
import type { Decoration } from '@codemirror/view'

/** Where a quote begins: within how many lists, and how many figures wider than one their numbers are. */
export interface QuotePlace {
  readonly listDepth: number
  readonly room: number
}

/** What a line is part of. */
export interface LineLook {
  listDepth: number
  /** How many figures wider than one the numbers are that it stands behind. */
  room: number
  /** The quotes around it whose bars show, the outermost first. */
  quotes: readonly QuotePlace[]
  /** How many columns of the space behind its quote marks are an indent that only Markdown needs. */
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
  /** Of the list items around, the outermost first, the room of each; null for words that begin with a number. */
  readonly items: (number | null)[]
  /** Where the first item begins whose number counts, by the offset at which its list does. */
  readonly counted: Map<number, number>
  readonly ranges: Range<Decoration>[]
  /** The ranges the caret steps over as one. */
  readonly solid: Range<Decoration>[]
  quoteDepth: number
  /** Of the quotes around, those whose bars show, the outermost first. */
  quotes: readonly QuotePlace[]
}

/** A pass that has found nothing yet. */
export function startDressing(
  state: EditorState,
  writing: boolean,
  { from, to }: { from: number; to: number },
): Dressing {
  const found = { lines: new Map(), items: [], counted: new Map(), ranges: [], solid: [] }
  return { state, writing, from, to, ...found, quoteDepth: 0, quotes: [] }
}

/** Sets something of the look of each visible line of a span. */
export function onLines(
  { state, lines, from, to }: Dressing,
  span: { from: number; to: number },
  set: (look: LineLook, line: Line) => void,
): void {
  const end = Math.min(span.to, to)
  for (let at = Math.max(span.from, from); at <= end;) {
    const line = state.doc.lineAt(at)
    // Below a long visible part of one line only that part is drawn, and a line's look must be set at its start.
    const look = lines.get(line.from) ?? { listDepth: 0, room: 0, quotes: [], indent: 0, names: '' }
    set(look, line)
    lines.set(line.from, look)
    at = line.to + 1
  }
}
