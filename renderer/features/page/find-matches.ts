import type { EditorState, Text } from '@codemirror/state'
import type { Tree } from '@lezer/common'
import { foldForSearch, type FoldedText, foldWithOrigins, originOfPlace } from '../../../shared/folding'
import { signEnd, signStart } from '../../../shared/graphemes'
import { treeUpTo } from './dialect'
import type { Span } from './inline-marks'
import { type ShownText, shownText } from './shown-text'

/** A place in the page where what is looked for stands, of whole characters, with what is hidden among them. */
export type Match = Span

/** How much of a page is read at once, UTF-16 code units, but for a line that is longer. */
const partLength = 8192
/** Whoever looks for words waits for the parser rather than be shown a wrong place; a megabyte takes it this long. */
const parseBudgetMs = 1000

/**
 * Where the words stand between two places of a page, in what is shown of it, compared as the search of all entries
 * compares them: in order, none over another, each within a line; looked for only as far as they are taken.
 */
export function* matchesIn(state: EditorState, words: string, from = 0, to = state.doc.length): Generator<Match> {
  const sought = foldForSearch(words)
  if (sought === '') return
  const tree = treeUpTo(state, to, parseBudgetMs)
  for (const part of partsBetween(state, { from, to })) yield* matchesInPart(readPart(state, tree, part), sought)
}

/** A span as parts of whole lines, of which the first and the last are cut between characters. */
export function* partsBetween({ doc }: EditorState, { from, to }: Span): Generator<Span> {
  for (let at = from; at <= to;) {
    const [first, last] = [doc.lineAt(at), doc.lineAt(Math.min(to, at + partLength))]
    yield {
      from: first.from + signStart(first.text, at - first.from),
      to: last.from + signEnd(last.text, Math.min(last.length, to - last.from)),
    }
    at = last.to + 1
  }
}

/** A part of a page as it is searched. */
export interface SearchedPart {
  readonly doc: Text
  readonly shown: ShownText
  readonly folded: FoldedText
}

/** Reads a part that `partsBetween` gave. */
export function readPart(state: EditorState, tree: Tree, part: Span): SearchedPart {
  const shown = shownText(state, tree, part)
  return { doc: state.doc, shown, folded: foldWithOrigins(shown.text) }
}

/** The matches in a part, of words that are folded; looked for only as far as they are taken. */
export function* matchesInPart({ doc, shown, folded }: SearchedPart, sought: string): Generator<Match> {
  let end = 0
  for (let at = folded.text.indexOf(sought); at >= 0; at = folded.text.indexOf(sought, at + sought.length)) {
    const [from, to] = originOfPlace(shown.text, folded, [at, at + sought.length])
    const match = wholeSigns(doc, shown.spanOf({ from, to }))
    // Of a sign that stands for several letters each may be found.
    if (match.from < end) continue
    end = match.to
    yield match
  }
}

/** A hidden mark may be one sign with what is found: an accent behind it. */
function wholeSigns(doc: Text, { from, to }: Span): Span {
  const line = doc.lineAt(from)
  return {
    from: line.from + signStart(line.text, from - line.from),
    to: line.from + signEnd(line.text, to - line.from),
  }
}

/** The first match from a place on, or else from the beginning of the page. */
export function matchFrom(state: EditorState, words: string, place: number): Match | null {
  for (const match of matchesIn(state, words, state.doc.lineAt(place).from)) if (match.from >= place) return match
  return first(matchesIn(state, words))
}

/** The last match that ends at a place or before, or else the last of the page. */
export function matchUpTo(state: EditorState, words: string, place: number): Match | null {
  return lastUpTo(state, words, place) ?? lastUpTo(state, words, state.doc.length)
}

const first = (matches: Iterator<Match, void>): Match | null => matches.next().value ?? null

function lastUpTo(state: EditorState, words: string, place: number): Match | null {
  for (let to = place; to >= 0;) {
    const from = state.doc.lineAt(Math.max(0, to - partLength)).from
    const last = [...matchesIn(state, words, from, to)].findLast((match) => match.to <= place)
    if (last) return last
    to = from - 1
  }
  return null
}
