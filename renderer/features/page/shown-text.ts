import type { EditorState, Range } from '@codemirror/state'
import type { Decoration } from '@codemirror/view'
import type { Tree } from '@lezer/common'
import { lastAtMost } from '../../../shared/sorted-numbers'
import { dressPart } from './dress-part'
import { emptyMarksAt } from './empty-marks'
import type { Span } from './inline-marks'
import { dot, ItemSign } from './widgets'

/**
 * A part of a page as one reads it, and the way between its letters and their places in the document. What the page
 * hides where nobody is writing is no text, also while the caret shows it: marks, guards, backslashes, the addresses
 * behind words. The number of an item is.
 */
export interface ShownText {
  readonly text: string
  /** What isn't shown of the part: in order, none over another, none of them empty. */
  readonly hidden: readonly Span[]
  /** Where letters of the text, at least one, stand: with what is hidden among them, and nothing of what is beside. */
  spanOf(letters: Span): Span
  /** How many letters of the text stand before a place of the document. */
  indexOf(place: number): number
}

/** The text of a part as its tree has it. Costs what lies in the part, wherever that is. */
export function shownText(state: EditorState, tree: Tree, part: Span): ShownText {
  const hidden = hiddenIn(state, tree, part)
  /** Where in the text each of its pieces begins, and where in the document. */
  const [starts, places]: [number[], number[]] = [[], []]
  let text = ''
  let at = part.from
  for (const { from, to } of [...hidden, { from: part.to, to: part.to }]) {
    if (from > at) {
      starts.push(text.length)
      places.push(at)
      text += state.sliceDoc(at, from)
    }
    at = to
  }
  const placeOf = (index: number) => {
    const piece = lastAtMost(starts, index)
    return (places[piece] ?? part.from) + index - (starts[piece] ?? 0)
  }
  return {
    text,
    hidden,
    spanOf: ({ from, to }) => ({ from: placeOf(from), to: placeOf(to - 1) + 1 }),
    indexOf(place) {
      const piece = lastAtMost(places, place)
      const [start, end] = [starts[piece] ?? 0, starts[piece + 1] ?? text.length]
      return Math.max(start, Math.min(end, start + place - (places[piece] ?? part.from)))
    },
  }
}

/** What the page hides of a part, as it is dressed for whoever only reads. */
function hiddenIn(state: EditorState, tree: Tree, part: Span): Span[] {
  const hidden: { from: number; to: number }[] = []
  const spans = dressPart(state, tree, part, false).ranges.flatMap((range) => hiddenBy(state, range))
  const { head } = state.selection.main
  // Marks between which nothing is written yet are none to the parser.
  const empty = part.from <= head && head <= part.to ? emptyMarksAt(state) : null
  if (empty) spans.push(empty)
  for (const span of spans.sort((one, other) => one.from - other.from)) {
    const [from, to] = [Math.max(part.from, span.from), Math.min(part.to, span.to)]
    const last = hidden.at(-1)
    if (last && from < last.to) last.to = Math.max(last.to, to)
    else if (from < to) hidden.push({ from, to })
  }
  return hidden
}

function hiddenBy(state: EditorState, { from, to, value }: Range<Decoration>): Span[] {
  const { widget, isUnseen } = value.spec
  if (!value.point && isUnseen !== true) return []
  if (!(widget instanceof ItemSign) || widget.sign === dot) return [{ from, to }]
  // A number is a text of its own, with the space behind it.
  const number = from + state.sliceDoc(from, to).indexOf(widget.sign)
  return [
    { from, to: number },
    { from: number + widget.sign.length + 1, to },
  ]
}
