import { isCutAt } from './whole-characters'

/** What stands left and right of a run of `*`, `_` or `~`: one whole character each, or nothing at a block's ends. */
export interface Neighbours {
  readonly before: string
  readonly after: string
}

/** Unicode whitespace as CommonMark 0.31.2 defines it, 2.1; the beginning and the end of a block count as such, 6.2. */
const whitespace = /^(?:[\p{Zs}\t\n\f\r]|$)/u
/** Unicode punctuation as CommonMark 0.31.2 defines it, 2.1: symbols, as of currency and emoji, are among it. */
const punctuation = /^[\p{P}\p{S}]/u
/**
 * What every reader counts as punctuation: older versions of CommonMark count no symbols but those of ASCII, and several
 * readers look at UTF-16 code units, so that for them nothing beyond U+FFFF is any.
 */
const certainPunctuation = /^(?:[!-/:-@[-`{-~]|\p{P})/u
const lastOfPlane = 0xffff

/** The reference to the zero-width non-joiner: nothing to see, but punctuation to whoever looks for flanks. */
export const guard = '&zwnj;'

/** Whether a run between these neighbours is left-flanking and right-flanking (CommonMark 0.31.2, 6.2). */
export function flanks({ before, after }: Neighbours): { left: boolean; right: boolean } {
  const [spaceBefore, spaceAfter] = [whitespace.test(before), whitespace.test(after)]
  const [signBefore, signAfter] = [punctuation.test(before), punctuation.test(after)]
  return {
    left: !spaceAfter && (!signAfter || spaceBefore || signBefore),
    right: !spaceBefore && (!signBefore || spaceAfter || signAfter),
  }
}

/** Whether a run of this character between these neighbours can open emphasis and close it (CommonMark 0.31.2, 6.2). */
export function delimiterSides(sign: string, neighbours: Neighbours): { opens: boolean; closes: boolean } {
  const { left, right } = flanks(neighbours)
  if (sign !== '_') return { opens: left, closes: right }
  return {
    opens: left && (!right || punctuation.test(neighbours.before)),
    closes: right && (!left || punctuation.test(neighbours.after)),
  }
}

/** The whole characters around `text[from, to)`. */
export function neighboursOf(text: string, from: number, to: number): Neighbours {
  return {
    before: lastCharacter(text.slice(Math.max(0, from - 2), from)),
    after: firstCharacter(text.slice(to, to + 2)),
  }
}

/**
 * The mark as it must be written before and behind these words, so that every reader takes it for one: with a guard on
 * the side where it would stand between a letter and punctuation. `before` and `after` are the texts around, of which
 * one character counts; `words` neither begin nor end with whitespace.
 */
export function marksFor(
  mark: string,
  { before, words, after }: { before: string; words: string; after: string },
): { open: string; close: string } {
  const opens = flanksForAll(lastCharacter(before), firstCharacter(words))
  const closes = flanksForAll(firstCharacter(after), lastCharacter(words))
  return { open: opens ? mark : guard + mark, close: closes ? mark : mark + guard }
}

/** Whether a mark between these two flanks what is within it, whichever version of CommonMark a reader knows. */
export function flanksForAll(outside: string, within: string): boolean {
  return whitespace.test(outside) || isCertainPunctuation(outside) || !punctuation.test(within)
}

function isCertainPunctuation(character: string): boolean {
  return certainPunctuation.test(character) && (character.codePointAt(0) ?? 0) <= lastOfPlane
}

/** The first character of a text, whole; nothing of an empty one. */
export function firstCharacter(text: string): string {
  return text.slice(0, isCutAt(text, 1) ? 2 : 1)
}

/** The last character of a text, whole; nothing of an empty one. */
export function lastCharacter(text: string): string {
  return text.slice(isCutAt(text, text.length - 1) ? -2 : -1)
}
