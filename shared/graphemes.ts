import { isCutAt } from './whole-characters'

/**
 * Signs as a person counts them: extended grapheme clusters (UAX 29), by the Unicode version of whatever runs this. What
 * two devices must cut alike is therefore cut by characters.
 */
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** How far around a place a text is looked at, in UTF-16 code units. What is longer than that is no sign any more. */
const reach = 1024

/** The last place at or before `at` where no sign is cut; offsets are UTF-16 code units, as everywhere here. */
export function signStart(text: string, at: number): number {
  return isPlainBoundary(text, at) ? at : signAround(text, at).from
}

/** The first place at or after `at` where no sign is cut. */
export function signEnd(text: string, at: number): number {
  return isPlainBoundary(text, at) ? at : signAround(text, at).to
}

/** The beginning of a text: at most so many UTF-16 code units of whole signs; of one that is longer whole characters. */
export function beginningOf(text: string, most: number): string {
  if (text.length <= most) return text
  return text.slice(0, signStart(text, most) || characterStart(text, most))
}

/** The end of a text, likewise. */
export function endOf(text: string, most: number): string {
  if (text.length <= most) return text
  const from = signEnd(text, text.length - most)
  return text.slice(from < text.length ? from : characterEnd(text, text.length - most))
}

const characterStart = (text: string, at: number) => (isCutAt(text, at) ? at - 1 : at)
const characterEnd = (text: string, at: number) => (isCutAt(text, at) ? at + 1 : at)

/** Nearly all letters join with none of their like, but for the two of a line end. */
function isPlainBoundary(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return true
  const before = text.charCodeAt(at - 1)
  const after = text.charCodeAt(at)
  return isPlain(before) && isPlain(after) && !(before === 0x0d && after === 0x0a)
}

/** What stands before U+0300, Greek and Cyrillic letters, kana, Han, whole syllables of Hangul. */
const isPlain = (unit: number) =>
  unit < 0x0300 ||
  (unit >= 0x0370 && unit < 0x0483) ||
  (unit >= 0x3041 && unit < 0x3097) ||
  (unit >= 0x30a1 && unit < 0x30fb) ||
  (unit >= 0x3400 && unit < 0xa000) ||
  (unit >= 0xac00 && unit < 0xd7a4)

function signAround(text: string, at: number): { from: number; to: number } {
  const start = wholeFlags(text, characterStart(text, Math.max(0, at - reach)))
  const end = characterEnd(text, Math.min(text.length, at + reach))
  const found = segmenter.segment(text.slice(start, end)).containing(at - start)
  const from = start + (found?.index ?? 0)
  const to = from + (found?.segment.length ?? 0)
  return {
    from: from === start && start > 0 ? characterStart(text, at) : from,
    to: from === at ? at : to === end && end < text.length ? characterEnd(text, at) : to,
  }
}

/** A row of flags is read in pairs from its beginning on, however far back that is. */
function wholeFlags(text: string, at: number): number {
  let before = at
  while (isFlagLetter(text.codePointAt(before - 2))) before -= 2
  return (at - before) % 4 === 0 ? at : at - 2
}

const isFlagLetter = (code: number | undefined) => code !== undefined && code >= 0x1f1e6 && code <= 0x1f1ff
