import type { Text } from '@codemirror/state'
import { foldForSearch, foldWithOrigins, originOfPlace } from '../../../shared/folding'
import { signEnd, signStart } from '../../../shared/graphemes'

/** A place in the page where what is looked for stands, of whole characters. */
export interface Match {
  readonly from: number
  readonly to: number
}

/**
 * Where the words stand between two places of a page, compared as the search of all entries compares them: in order,
 * none over another, each within a line; looked for only as far as they are taken.
 */
export function* matchesIn(doc: Text, words: string, from = 0, to = doc.length): Generator<Match> {
  const sought = foldForSearch(words)
  if (sought === '') return
  for (let at = from; at <= to;) {
    const line = doc.lineAt(at)
    const start = signStart(line.text, Math.max(0, from - line.from))
    const end = signEnd(line.text, Math.min(line.length, to - line.from))
    yield* matchesInLine(line.text.slice(start, end), sought, line.from + start)
    at = line.to + 1
  }
}

function* matchesInLine(text: string, sought: string, offset: number): Generator<Match> {
  const folded = foldWithOrigins(text)
  let end = 0
  for (let at = folded.text.indexOf(sought); at >= 0; at = folded.text.indexOf(sought, at + sought.length)) {
    const [from, to] = originOfPlace(text, folded, [at, at + sought.length])
    // Of a sign that stands for several letters each may be found.
    if (from >= end) yield { from: offset + from, to: offset + to }
    end = to
  }
}

/** The first match from a place on, or else from the beginning of the page. */
export function matchFrom(doc: Text, words: string, place: number): Match | null {
  return first(matchesIn(doc, words, place)) ?? first(matchesIn(doc, words))
}

/** The last match that ends at a place or before, or else the last of the page. */
export function matchUpTo(doc: Text, words: string, place: number): Match | null {
  return lastUpTo(doc, words, place) ?? lastUpTo(doc, words, doc.length)
}

const first = (matches: Iterator<Match, void>): Match | null => matches.next().value ?? null

function lastUpTo(doc: Text, words: string, place: number): Match | null {
  for (let to = place; to >= 0;) {
    const line = doc.lineAt(to)
    const last = [...matchesIn(doc, words, line.from, to)].findLast((match) => match.to <= place)
    if (last) return last
    to = line.from - 1
  }
  return null
}
