import { searchForm, spellingForm } from './letter-forms'
import { signEnd, signStart } from './graphemes'
import { lastAtMost } from './sorted-numbers'
import { isCutAt } from './whole-characters'

/** A text as searching compares it, and the way back to where each of its letters stands. */
export interface FoldedText {
  readonly text: string
  /** Whether every code point gave as many code units as it has: then both texts have the same offsets. */
  readonly isEven: boolean
  /** A place in the original within the code point that gave the code unit at `at`; the original's length at the end. */
  originOf(at: number): number
}

/**
 * Marks whose order may not matter. No language has thirty on one letter (UAX 15, 13.1), and ordering a row of them takes
 * time that grows with its square, so that a longer one is ordered in parts.
 */
const marksInRow = /\p{M}{2,30}/gu

/** How many code units of the original are folded as one piece, and walked at most to find an origin. */
const pieceLength = 256

/**
 * A text as searching compares it: without case, accents and what has no shape, compatible signs, quotation marks and
 * hyphens alike, some letters as several (ß as ss, æ as ae). Each code point is folded by itself, so that a part of a
 * text is found in the whole, in time proportional to its length.
 */
export function foldForSearch(text: string): string {
  return foldWithOrigins(text).text
}

/** The same with the offsets of the original. */
export function foldWithOrigins(original: string): FoldedText {
  if (isAscii(original)) return { text: original.toLowerCase(), isEven: true, originOf: (at) => at }
  const pieces: string[] = []
  const starts: number[] = []
  let length = 0
  let isEven = true
  const foldRun = (run: string) => {
    let folded = ''
    for (const character of run) {
      const form = formOf(character)
      if (form.length !== character.length) isEven = false
      folded += form
    }
    return folded
  }
  for (let at = 0; at < original.length; at += pieceLength) {
    const piece = original.slice(pieceStart(original, at), pieceStart(original, at + pieceLength))
    const folded = piece.replace(/[^\0-\x7f]+/g, foldRun)
    pieces.push(folded)
    starts.push(length)
    length += folded.length
  }
  // Of decomposed letters NFD only brings the marks into order, so that every offset between letters stays.
  const text = pieces
    .join('')
    .toLowerCase()
    .replace(marksInRow, (marks) => marks.normalize('NFD'))
  return { text, isEven, originOf: isEven ? (at) => at : createOrigins(original, starts) }
}

/** The whole characters (UAX 29) of the original that a place `[from, to)` in its folded text came from, likewise. */
export function originOfPlace(
  original: string,
  folded: FoldedText,
  [from, to]: readonly [number, number],
): [number, number] {
  return [signStart(original, folded.originOf(from)), signEnd(original, folded.originOf(to - 1) + 1)]
}

/**
 * The form in which two texts are the same but for how they were typed: compatible signs, quotation marks and hyphens
 * alike, without case and what has no shape (Unicode's NFKC_Casefold, UAX 31). Accents count, and so does what makes one
 * emoji of several or tells a flag from another.
 */
export function foldSpelling(text: string): string {
  if (isAscii(text)) return text.toLowerCase()
  const seen = text.replace(unseenInSpelling, (_, emoji: string | undefined) => emoji ?? '')
  return Array.from(seen, spellingForm).join('').replaceAll('i\u0307', 'i').normalize('NFC')
}

const unseenInSpelling =
  /(\u{1f3f4}[\u{e0020}-\u{e007f}]+|(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic}))|\p{Default_Ignorable_Code_Point}/gu

const isAscii = (text: string) => !/[^\0-\x7f]/.test(text)

/** A piece begins with a whole code point. */
const pieceStart = (original: string, at: number) => (isCutAt(original, at) ? at + 1 : at)

/** Walks from the beginning of a piece, or on from where it was asked last: places are mostly asked for in order. */
function createOrigins(original: string, starts: readonly number[]): (at: number) => number {
  let [index, folded] = [0, 0]
  return (at) => {
    const piece = lastAtMost(starts, at)
    const begin = pieceStart(original, piece * pieceLength)
    if (folded > at || index < begin) [index, folded] = [begin, starts[piece] ?? 0]
    while (index < original.length) {
      const [units, forms] = sizesAt(original, index)
      if (folded + forms > at) break
      index += units
      folded += forms
    }
    return index
  }
}

/** How many code units the code point at `index` has, and how many it gives. */
function sizesAt(original: string, index: number): [number, number] {
  const code = original.codePointAt(index) ?? 0
  if (code < 0x80) return [1, 1]
  const character = String.fromCodePoint(code)
  return [character.length, formOf(character).length]
}

const forms = new Map<string, string>()

/** Remembered, since a text has few different ones: there are 300,000 code points in all, of which none is a secret. */
function formOf(character: string): string {
  const known = forms.get(character)
  if (known !== undefined) return known
  const form = searchForm(character)
  forms.set(character, form)
  return form
}
