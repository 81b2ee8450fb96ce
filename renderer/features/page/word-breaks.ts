import { signEnd, signStart } from '../../../shared/graphemes'
import type { Span } from './inline-marks'

/**
 * What one steps over at a time: a word, or a row of spaces, or of signs that are neither. Letters and figures in a row are
 * a word, with the apostrophes and points within it, but in scripts that put no spaces between words, where a dictionary
 * tells them apart (UAX 29, by the ICU of whatever runs this).
 */
type GroupKind = 'word' | 'space' | 'other'

const segmenter = new Intl.Segmenter('und', { granularity: 'word' })
const unspaced =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u

/** How far around a place a group is looked for, in UTF-16 code units: what is longer is cut there. */
const reach = 512

/** The kind of the sign from `from` to `to`. */
function kindOf(text: string, from: number, to: number): GroupKind {
  const sign = text.slice(from, to)
  if (!/\S/.test(sign)) return 'space'
  return /[\p{Alphabetic}\p{Number}_]/u.test(sign) || joins(text, from, to) ? 'word' : 'other'
}

/** MidLetter, MidNum, MidNumLet and Single_Quote of UAX 29, table 3; the decimal separator of Arabic is a figure there. */
const betweenLetters = /^[':.\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a]/
const betweenFigures =
  /^['.,;\u037e\u0589\u060c\u060d\u066b\u066c\u07f8\u2018\u2019\u2024\u2044\ufe10\ufe14\ufe50\ufe52\ufe54\uff07\uff0c\uff0e\uff1b]/

/** Whether the sign stands within a word, or ends one in Hebrew: UAX 29, WB6, WB7, WB7a to WB7c, WB11 and WB12. */
function joins(text: string, from: number, to: number): boolean {
  const sign = text.slice(from, to)
  if (from === 0 || !(betweenLetters.test(sign) || betweenFigures.test(sign) || sign.startsWith('"'))) return false
  const before = text.slice(signStart(text, from - 1), from)
  const after = to < text.length ? text.slice(to, signEnd(text, to + 1)) : ''
  const isHebrew = [before, after].map((one) => /^\p{scx=Hebrew}/u.test(one) && isLetter(one))
  if (isHebrew[0] && (sign.startsWith("'") || (isHebrew[1] && sign.startsWith('"')))) return true
  if (betweenLetters.test(sign) && isLetter(before) && isLetter(after)) return true
  return betweenFigures.test(sign) && /^\p{Nd}/u.test(before) && /^\p{Nd}/u.test(after)
}

/** A letter of a script that puts spaces between words. */
const isLetter = (sign: string) => /^\p{Alphabetic}/u.test(sign) && !unspaced.test(sign)

/** The group of the sign that begins at `at`, and what it is; offsets are UTF-16 code units, as everywhere here. */
export function groupAt(text: string, at: number): Span & { kind: GroupKind } {
  const kind = kindOf(text, at, signEnd(text, at + 1))
  let [from, to] = [at, at]
  while (from > 0 && at - from < reach) {
    const before = signStart(text, from - 1)
    if (kindOf(text, before, from) !== kind) break
    from = before
  }
  while (to < text.length && to - at < reach) {
    const behind = signEnd(text, to + 1)
    if (kindOf(text, to, behind) !== kind) break
    to = behind
  }
  return { ...(kind === 'word' ? wordIn(text, { from, to }, at) : { from, to }), kind }
}

/** The group of the sign that ends at `at`, which is not the text's beginning. */
export const groupBefore = (text: string, at: number) => groupAt(text, signStart(text, at - 1))

/** Where a step on from `at` ends: behind the next group that isn't space; null where there is none. */
export function stepEnd(text: string, at: number): number | null {
  let from = at
  while (from < text.length && kindOf(text, from, signEnd(text, from + 1)) === 'space') from = signEnd(text, from + 1)
  return from === text.length ? null : groupAt(text, from).to
}

/** Where a step back from `at` ends: before the group before it that isn't space; null where there is none. */
export function stepStart(text: string, at: number): number | null {
  let to = at
  while (to > 0 && kindOf(text, signStart(text, to - 1), to) === 'space') to = signStart(text, to - 1)
  return to === 0 ? null : groupBefore(text, to).from
}

/** How far a deletion goes on from `at`: one space goes with the group behind it, several go by themselves. */
export function deletionEnd(text: string, at: number): number {
  const from = text.charAt(at) === ' ' ? at + 1 : at
  return from === text.length ? from : groupAt(text, from).to
}

/** How far a deletion goes back from `at`, likewise. */
export function deletionStart(text: string, at: number): number {
  const to = text.charAt(at - 1) === ' ' ? at - 1 : at
  return to === 0 ? to : groupBefore(text, to).from
}

/** The word at a place in letters in a row: all of them, where no letter around is of a script without spaces. */
function wordIn(text: string, run: Span, at: number): Span {
  const letters = text.slice(run.from, run.to)
  if (!unspaced.test(letters)) return run
  const isUnspaced = (from: number, to: number) => unspaced.test(text.slice(from, to))
  let from = run.from
  for (const { index, segment } of segmenter.segment(letters)) {
    const to = run.from + index + segment.length
    const isBreak = to === run.to || isUnspaced(signStart(text, to - 1), to) || isUnspaced(to, signEnd(text, to + 1))
    if (isBreak && at < to) return { from, to }
    if (isBreak) from = to
  }
  return { from, to: run.to }
}
