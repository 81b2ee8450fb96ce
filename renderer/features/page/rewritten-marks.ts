import type { MarkRole } from '../../../shared/mark-clients'
import { firstCharacter, flanksForAll, guard, lastCharacter } from '../../../shared/flanking'
import type { MarkChange } from './command-marks'
import { type Escaped, escapedLetters } from './escaped-letters'
import { inlineMarks, type Span } from './inline-marks'
import type { OldMark, Piece, Pieces } from './inline-pieces'

interface NewMark {
  readonly role: MarkRole
  readonly text: string
}
/** The marks that are to stand before one piece, or behind the last. */
interface Gap {
  readonly close: NewMark[]
  readonly open: NewMark[]
}

/** How much more than the marks themselves is written. */
export interface Care {
  /**
   * Where a guard parts marks that would be one run of asterisks: between one that closes and one that opens, or between
   * any two. Runs of one and two never close each other where either could open as well: their sum is three (CommonMark
   * 0.31.2, 6.2, rule 9).
   */
  readonly apart: 'none' | 'facing' | 'all'
  /** The letters that get a backslash, since a reader might take them for marks. */
  readonly escaped: Escaped
  /** Whether marks that somebody wrote as underscores stay so. */
  readonly keepsUnderscores?: boolean
}

/** Pieces and marks to write anew, and what of them changes. */
export interface Rewriting extends Pieces {
  readonly parts: readonly Span[]
  /** The bit of the kind that is switched on or off: where it and another would cross, it is the one that is parted. */
  readonly switched?: number
}

/** The changes by which the pieces of a text get the marks that their kinds call for, whatever marks they had. */
export function rewrittenMarks(
  text: string,
  { pieces, marks, parts, switched = 0 }: Rewriting,
  care: Care,
): MarkChange[] {
  const gaps = pieces.map((): Gap => ({ close: [], open: [] }))
  gaps.push({ close: [], open: [] })
  writeMarks(pieces, gaps, switched)
  let next = 0
  return gaps.flatMap((gap, index) => {
    const [left, right] = [pieces[index - 1], pieces[index]]
    const end = right?.from ?? Infinity
    const first = next
    while ((marks[next]?.from ?? Infinity) < end) next++
    const old = marks.slice(first, next)
    const at = old[0]?.from ?? right?.from ?? left?.to ?? 0
    const wanted = guarded(text, gap, { at, to: old.at(-1)?.to ?? at }, care)
    const letters = escapedLetters(text, { pieces, index, parts, isMarked: wanted.length > 0 }, care.escaped)
    const escapes = letters.map((letter): MarkChange => ({ from: letter, insert: '\\', role: 'escape' }))
    const isExclaimed = wanted.length === 0 && right?.type === 'link-begin' && text.charAt(at - 1) === '!'
    // Straight before its brackets one makes a picture of a link.
    if (isExclaimed && !isBackslashAt(text, at - 1)) escapes.push({ from: at - 1, insert: '\\', role: 'escape' })
    return [...changesOf(text, { at, old, wanted, care }), ...escapes]
  })
}

/** Opens and closes kinds from piece to piece; what goes on for longer stands outside. */
function writeMarks(pieces: readonly Piece[], gaps: readonly Gap[], switched: number): void {
  const kinds = kindsWithoutEdges(pieces)
  const open: number[] = []
  for (let index = 0; index <= pieces.length; index++) {
    const wanted = kinds[index] ?? 0
    const length = (bit: number) => lengthOf(kinds, index, bit)
    const isMissing = ({ bit }: { bit: number }) => (wanted & bit) > 0 && !open.includes(bit)
    const closeAt = (at: number) => gaps[at]?.close.push(newMark(open.pop() ?? 0, 'close'))
    while (open.some((bit) => (wanted & bit) === 0)) closeAt(index)
    // What is closed only because another that lies around it ends begins anew with the next words.
    if (pieces[index]?.type === 'space') continue
    const isCrossed = inlineMarks.some((mark) => isMissing(mark) && length(mark.bit) > length(switched))
    let behindWords = index
    while (pieces[behindWords - 1]?.type === 'space') behindWords--
    if (isCrossed) while (open.includes(switched)) closeAt(behindWords)
    const missing = inlineMarks.filter(isMissing).map(({ bit }) => ({ bit, length: length(bit) }))
    for (const { bit } of missing.toSorted((a, b) => b.length - a.length)) {
      open.push(bit)
      gaps[index]?.open.push(newMark(bit, 'open'))
    }
  }
}

function newMark(bit: number, side: 'open' | 'close'): NewMark {
  const found = inlineMarks.find((one) => one.bit === bit)
  if (!found) throw new RangeError('no kind has this bit')
  return { role: found[side], text: found.mark }
}

function lengthOf(kinds: readonly number[], from: number, bit: number): number {
  let end = from
  while (((kinds[end] ?? 0) & bit) > 0) end++
  return end - from
}

/** The kinds as marks can show them: none begins or ends with a space, goes over a line's end or half into a link. */
function kindsWithoutEdges(pieces: readonly Piece[]): number[] {
  const kinds = pieces.map((piece) => (piece.type === 'break' ? 0 : piece.kinds))
  const begins: number[] = []
  for (const [index, { type }] of pieces.entries()) {
    if (type === 'link-begin') begins.push(index)
    const begin = type === 'link-end' ? begins.pop() : undefined
    if (begin === undefined) continue
    const within = kinds.slice(begin + 1, index).filter((_, at) => pieces[begin + 1 + at]?.type !== 'space')
    kinds[begin] = kinds[index] = within.reduce((both, one) => both & one, within[0] ?? 0)
  }
  let [before, behind] = [0, 0]
  for (const [index, { type }] of pieces.entries()) {
    if (type !== 'space') before = kinds[index] ?? 0
    else {
      behind = Math.max(behind, index)
      while (pieces[behind]?.type === 'space') behind++
      kinds[index] = before & (kinds[behind] ?? 0)
    }
  }
  return kinds
}

/** The marks of a gap, whose old ones lie from `at` to `to`, with the guards that they need there. */
function guarded(text: string, { close, open }: Gap, { at, to }: { at: number; to: number }, care: Care): NewMark[] {
  const [before, after] = [lastCharacter(text.slice(0, at)), firstCharacter(text.slice(to))]
  const marks = [...close, ...open]
  const isRow = (index: number) => marks[index]?.text.charAt(0) === marks[index + 1]?.text.charAt(0)
  const isCut = (index: number) =>
    isRow(index) && (care.apart === 'all' || (care.apart === 'facing' && index === close.length - 1))
  return marks.map((mark, index) => {
    const isLast = index === marks.length - 1
    if (index < close.length) {
      const needsGuard = isLast ? !flanksForAll(after, within(close, before, care)) : isCut(index)
      return needsGuard ? { ...mark, text: mark.text + guard } : mark
    }
    const isBehindClose = close.length > 0 && index === close.length
    const needsGuard =
      index === 0 ? !flanksForAll(before, within(open, after, care)) : !isBehindClose && isCut(index - 1)
    return needsGuard ? { ...mark, text: guard + mark.text } : mark
  })
}

/** What the outermost of marks that stand together has on its inner side: asterisks in a row are one. */
function within(marks: readonly NewMark[], words: string, { apart }: Care): string {
  const signs = apart === 'all' ? marks.length : new Set(marks.map(({ text }) => text.charAt(0))).size
  return signs > 1 ? '*' : words
}

interface MarksAt {
  readonly at: number
  readonly old: readonly OldMark[]
  readonly wanted: readonly NewMark[]
  readonly care: Care
}

function changesOf(text: string, { at, old, wanted, care }: MarksAt): MarkChange[] {
  const changes: MarkChange[] = []
  let next = 0
  const drop = (end: number) => {
    for (const { from, to, role } of old.slice(next, end)) changes.push({ from, to, role })
    next = end
  }
  if (wanted.length > 0 && isBackslashAt(text, at)) changes.push({ from: at, insert: '\\', role: 'escape' })
  for (const { role, text: insert } of wanted) {
    const kept = old.findIndex((mark, index) => index >= next && isSame(text, mark, { role, text: insert }, care))
    if (kept >= 0) {
      drop(kept)
      next++
    } else changes.push({ from: old[next]?.from ?? old.at(-1)?.to ?? at, insert, role })
  }
  drop(old.length)
  return changes
}

function isSame(text: string, { from, to, role }: OldMark, mark: NewMark, { keepsUnderscores }: Care): boolean {
  const own = text.slice(from, to)
  return role === mark.role && (keepsUnderscores ? own.replaceAll('_', '*') : own) === mark.text
}

/** Whether what comes at this place would be escaped by a backslash that stands for itself. */
export function isBackslashAt(text: string, at: number): boolean {
  let from = at
  while (text.charAt(from - 1) === '\\') from--
  return (at - from) % 2 > 0
}
