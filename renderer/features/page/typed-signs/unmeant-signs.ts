import { guard } from '../../../../shared/flanking'
import type { MarkRole } from '../../../../shared/mark-clients'
import { parseMarkdown } from '../dialect'
import { inlineMark, inlineMarks, type Span } from '../inline-marks'
import { readInline } from '../inline-reading'
import { isReadable } from '../readable'
import { isBackslashAt } from '../rewritten-marks'
import { createBackslashes, withBackslashes } from './backslashes'
import { type Coming, SignReading } from './sign-reading'
import { closing, isStanding, noneStanding, opening, shiftedMarks, type StandingMarks } from './standing-marks'

/** How often a text is read anew, each time with a backslash before what was a mark then and isn't meant as one. */
const mostRounds = 4

/**
 * Before which letters of a text a backslash is to stand, so that no signs are read as marks that aren't meant as such, by
 * this page or by another reader of Markdown, now that something was put in at `put`: offsets of the text, ascending. The
 * text is whole lines. Marks that stood before stay marks.
 */
export function unmeantSigns(
  text: string,
  put: Span,
  { way = 'typed', standing = noneStanding(text.length), isGoingOn = false }: Partial<Coming> = {},
): readonly number[] {
  const coming = { way, standing, isGoingOn }
  const judged = withUnmeant(text, put, [], coming)
  const side = sideOfMark(text, put, standing)
  // Of a mark that somebody goes on with it counts that it is one: it may be of another kind then.
  const kept = side === 'outside' ? { ...standing, kinds: new Uint8Array(text.length) } : standing
  // Who goes on with waves has struck nothing.
  if (side === 'outside' && isGoingOn && text.charAt(put.from) === '~') return judged
  const isLone = side === 'outside' && standing.marks[put.from - 1] === closing && !isMarkWith(text, put, judged)
  if (side !== 'inside' && !isLone && standsWith(text, judged, kept)) return judged
  const own = withUnmeant(text, put, ownSigns(text, put, standing), coming)
  if (standsWith(text, own, standing)) return own
  const all = withUnmeant(text, put, freeSigns(text, standing), coming)
  return standsWith(text, all, standing) ? all : own
}

/** Where a guard is to stand, and the role of the mark that it is a part of. */
export interface Guard {
  readonly at: number
  readonly role: MarkRole
}

/**
 * Where guards are to stand, in the same offsets, so that what was put in at the edge of marked words takes none of their
 * marks their flanks; none where all stands with the backslashes alone, or not even so.
 */
export function guardsBeside(
  text: string,
  { from, to }: Span,
  { standing, backslashes }: { standing: StandingMarks; backslashes: readonly number[] },
): readonly Guard[] {
  if (isBackslashAt(text, to) || sideOfMark(text, { from, to }, standing) === 'outside') return []
  if (standsWith(text, backslashes, standing)) return []
  const { marks } = standing
  let [begin, end] = [from, to]
  while (marks[begin - 1] === opening) begin--
  while (marks[end] === closing) end++
  const before = begin < from ? begin : marks[from - 1] === closing || marks[from] === opening ? from : null
  const behind = end > to ? end : marks[to] === opening || marks[to - 1] === closing ? to : null
  const places = [before, behind].filter((place) => place !== null)
  const guards = [...new Set(places)].sort((a, b) => a - b)
  const needed = subsetsOf(guards).find((some) => standsWithGuards(text, { standing, backslashes, guards: some }))
  return (needed ?? []).map((at) => ({ at, role: roleBeside(text, marks, at) }))
}

/** Of the outermost mark at a guard's place: behind one that closes, or before one that opens. */
function roleBeside(text: string, marks: Uint8Array, at: number): MarkRole {
  const isBehind = marks[at - 1] === closing
  const signs = isBehind ? text.slice(0, at) : text.slice(at)
  const mark = inlineMarks.find((one) => (isBehind ? signs.endsWith(one.mark) : signs.startsWith(one.mark)))
  const { open, close } = mark ?? inlineMark('Emphasis')
  return isBehind ? close : open
}

/** Of one or two places first each by itself. */
const subsetsOf = (places: readonly number[]): number[][] => [...places.map((place) => [place]), [...places]]

function standsWithGuards(
  text: string,
  {
    standing: { marks, stays, kinds, isCut },
    backslashes,
    guards,
  }: { standing: StandingMarks; backslashes: readonly number[]; guards: readonly number[] },
): boolean {
  const parts = guards.map((place, index) => `${text.slice(guards[index - 1] ?? 0, place)}${guard}`)
  const by = (at: number) => guards.filter((place) => place <= at).length * guard.length
  const moved = (of: Uint8Array) => {
    const to = new Uint8Array(of.length + guards.length * guard.length)
    of.forEach((one, at) => (to[at + by(at)] = one))
    return to
  }
  const now = { marks: moved(marks), stays: moved(stays), kinds: moved(kinds), isCut }
  const letters = backslashes.map((at) => at + by(at))
  return standsWith(parts.join('') + text.slice(guards.at(-1) ?? 0), letters, now)
}

/** These backslashes, and those that the text needs besides. */
function withUnmeant(
  text: string,
  put: Span,
  first: readonly number[],
  { standing, ...how }: Coming,
): readonly number[] {
  const backslashes = createBackslashes(first)
  for (let round = 0; round < mostRounds; round++) {
    const span = {
      from: backslashes.shifted(put.from),
      to: put.to > put.from ? backslashes.shifted(put.to - 1) + 1 : backslashes.shifted(put.to),
    }
    const coming = { ...how, standing: shiftedMarks(standing, backslashes) }
    const reading = new SignReading(withBackslashes(text, backslashes.places), span, coming)
    const found = reading.unmeant().filter((at) => !backslashes.isOwn(at))
    if (found.length === 0) break
    backslashes.add(found)
  }
  return backslashes.places
}

function standsWith(text: string, places: readonly number[], standing: StandingMarks): boolean {
  return isStanding(withBackslashes(text, places), shiftedMarks(standing, createBackslashes(places)))
}

/** Whether what was put in has become a part of a mark. */
function isMarkWith(text: string, { from }: Span, places: readonly number[]): boolean {
  return readInline(withBackslashes(text, places)).isMark[createBackslashes(places).shifted(from)] === 1
}

/**
 * On which side of a mark a sign is typed that would become a part of it, if on any: outside it makes more of it, as
 * `**so**` of `*so*`; inside it is one of the words, as the mark is there already.
 */
function sideOfMark(text: string, { from, to }: Span, { marks }: StandingMarks): 'outside' | 'inside' | null {
  const sign = text.charAt(from)
  if (text.slice(from, to) === '\\') return marks[to] === closing ? 'inside' : null
  if (!/^([*_~`])\1*$/.test(text.slice(from, to))) return null
  const isMark = (at: number, side: number) => text.charAt(at) === sign && marks[at] === side
  if (isMark(from - 1, opening) || isMark(to, closing)) return 'inside'
  return isMark(from - 1, closing) || isMark(to, opening) ? 'outside' : null
}

/** What of the signs that were put in could take a mark's place; of backticks all that may open what the last one closes. */
function ownSigns(text: string, { from, to }: Span, standing: StandingMarks): number[] {
  const ticks = text.slice(from, to).includes('`') ? signsIn(text.slice(0, to), /`/g, standing) : []
  const own = signsIn(text.slice(0, to), /[*_~[\]]/g, standing).filter((at) => at >= from)
  const isBackslash = text.slice(from, to) === '\\' && standing.marks[to] === closing
  return [...own, ...ticks, ...(isBackslash ? [from] : [])].sort((a, b) => a - b)
}

/** Such signs of a text that are none of its standing marks and have no backslash. */
const signsIn = (text: string, signs: RegExp, { marks }: StandingMarks): number[] =>
  Array.from(text.matchAll(signs), ({ index }) => index).filter((at) => marks[at] === 0 && !isBackslashAt(text, at))

const words =
  /^(?:Paragraph|Task|ATXHeading\d|TableCell|Link|Image|Emphasis|StrongEmphasis|Strikethrough|EmphasisMark|StrikethroughMark)$/

/** The signs of a text that are none of its standing marks but could be read as parts of others. */
function freeSigns(text: string, standing: StandingMarks): number[] {
  const tree = parseMarkdown(text)
  return signsIn(text, /[*_~]/g, standing).filter((at) => words.test(tree.resolveInner(at, 1).name))
}

/** A text from elsewhere, in which signs that aren't meant as marks have a backslash; one that takes too long to read as it is. */
export function withSignsEscaped(text: string): string {
  if (!isReadable(text)) return text
  return withBackslashes(text, unmeantSigns(text, { from: 0, to: text.length }, { way: 'pasted' }))
}
