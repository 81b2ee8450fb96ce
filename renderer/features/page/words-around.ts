import type { EditorState } from '@codemirror/state'
import { signEnd, signStart } from '../../../shared/graphemes'
import { treeUpTo } from './dialect'
import type { Span } from './inline-marks'
import { lineMarks } from './line-marks'
import { type ShownText, shownText } from './shown-text'
import { groupAt, groupBefore, stepEnd, stepStart } from './word-breaks'

/** The words of a line around a place of the document, as one reads them, and where among them the place is. */
export interface WordsAround extends ShownText {
  readonly part: Span
  readonly at: number
  /** Whether the text goes as far as the line. */
  readonly reachesStart: boolean
  readonly reachesEnd: boolean
}

/** How much of a long line is read on both sides, UTF-16 code units: more than an address takes, which may be hidden. */
const reach = 4096
/** How many lines without a word are stepped over. */
const mostBlankLines = 1000

/** Letters after which a line may be drawn from right to left, where steps go by what is drawn: the editor's do. */
const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/

/**
 * What stands around a place, without what the page hides. Among the marks of a line's beginning, and within something
 * that is hidden but for a caret in it, all is read as it is written.
 */
export function wordsAround(state: EditorState, place: number): WordsAround {
  const line = state.doc.lineAt(place)
  const { contentFrom } = lineMarks(state, line)
  const isInMarks = place < contentFrom
  const first = isInMarks ? line.from : contentFrom
  const from = Math.max(first, line.from + signStart(line.text, Math.max(0, place - line.from - reach)))
  const to = line.from + signEnd(line.text, Math.min(line.length, place - line.from + reach))
  const part = { from, to }
  const shown = shownText(state, treeUpTo(state, to), part)
  const isWritten = isInMarks || shown.hidden.some((span) => span.from < place && place < span.to)
  const read = isWritten ? writtenText(state, part) : shown
  return { ...read, part, at: read.indexOf(place), reachesStart: from === first, reachesEnd: to === line.to }
}

function writtenText(state: EditorState, { from, to }: Span): ShownText {
  return {
    text: state.sliceDoc(from, to),
    hidden: [],
    spanOf: (letters) => ({ from: from + letters.from, to: from + letters.to }),
    indexOf: (place) => place - from,
  }
}

/** The word, or what is none, that touches a place on this side, or on the other one at an end of its line. */
export function groupTouching(state: EditorState, place: number, side: number): Span {
  const { text, at, spanOf } = wordsAround(state, place)
  if (text === '') return { from: place, to: place }
  const isBefore = at === text.length || (side < 0 && at > 0)
  return spanOf(isBefore ? groupBefore(text, at) : groupAt(text, at))
}

/** The word within which a place lies, between two letters of it with nothing hidden between them; or null. */
export function wordAround(state: EditorState, place: number): Span | null {
  const { text, at, spanOf, hidden } = wordsAround(state, place)
  if (at === 0 || at === text.length || hidden.some(({ from, to }) => from <= place && place <= to)) return null
  const group = groupAt(text, at)
  return group.kind === 'word' && group.from < at ? spanOf(group) : null
}

/**
 * Where a step over a word from a place ends: behind the next one, or before the one before, also on another line. Null
 * where that isn't for us to say.
 */
export function placeAfterStep(state: EditorState, place: number, forward: boolean): number | null {
  const { doc } = state
  let line = doc.lineAt(place)
  let from = place
  for (let blank = 0; blank < mostBlankLines; blank++) {
    const { text, at, spanOf, reachesStart, reachesEnd } = wordsAround(state, from)
    if (rightToLeft.test(text)) return null
    const end = forward ? stepEnd(text, at) : stepStart(text, at)
    if (end !== null) return forward ? spanOf({ from: end - 1, to: end }).to : spanOf({ from: end, to: end + 1 }).from
    const isLast = forward ? line.number === doc.lines : line.number === 1
    if (isLast || !(forward ? reachesEnd : reachesStart)) return null
    line = doc.line(line.number + (forward ? 1 : -1))
    from = forward ? lineMarks(state, line).contentFrom : line.to
  }
  return null
}
