import type { Span } from '../inline-marks'

const isIn = (at: number, { from, to }: Span) => from <= at && at < to

/** Whether what was typed makes a face of the mark of a quote with these letters behind it: `>_<`, `>:(`, `>w<`. */
export function isFaceOfQuote(behind: readonly Letter[], typed: Span): boolean {
  const letters = /^\S{0,5}/.exec(behind.map(({ letter }) => letter).join(''))?.[0] ?? ''
  const isTyped = (index: number) => isIn(behind[index]?.at ?? -1, typed)
  const isBegun = isTyped(0) && /^[_:;=<),^/|]/.test(letters)
  const ended = /^(?:[^\s<>]{1,4}<|[._-]>)/.exec(letters)?.[0].length ?? 0
  return isBegun || (ended > 0 && isTyped(ended - 1))
}

/** A letter of a text, and where it stands. */
export interface Letter {
  readonly letter: string
  readonly at: number
}

/** A backslash before a sign that is put in. */
export interface PutBackslash {
  /** What stands before it on its line. */
  readonly line: string
  /** As much of that as came with it: whoever puts in two that belong together puts in both. */
  readonly own: string
  readonly sign: string
  /** The letter behind the sign; empty where none is. */
  readonly next: string
}

/** What a backslash goes on with as a path: a drive, or a folder behind another backslash. */
const path = /(?:(?<!\p{L})\p{L}:(?:\\\S*)?|\\[^\s\\*~`][^\s\\]*)$/u

/**
 * Whether a backslash before a sign is meant as Markdown's, of which nothing is to be seen, rather than as one of a path or
 * of a face: before a sign that would be a mark, where it begins something or ends what one like it began.
 */
export function isMeantBackslash({ line, own, sign, next }: PutBackslash): boolean {
  if (/^[\s>]*$/.test(line) && /[-#>+|]/.test(sign)) return true
  if (/^[\s>]*\d{1,9}$/.test(line)) return /[.)]/.test(sign)
  // Before an underscore it is an arm: `\_(ツ)_/`.
  if (!/[*~`]/.test(sign) || path.test(line)) return false
  // Whatever is called anything is a file: `\\*.*`.
  if (/(?:^|[\s\p{Ps}\p{Pi}"'*_~])$/u.test(line)) return next !== '.'
  return /(?:^|[\s(])\\[*~`][\p{L}\p{N}]/u.test(own)
}

/** Signs that one who types a backslash before them means to be none. */
export const mayBeUnmarked = (sign: string): boolean => /[-*_~`#>+[\]!|]/.test(sign)

/** The same in what is pasted: it may be Markdown from elsewhere, which has backslashes where none would be typed. */
export function isPastedBackslash({ line, sign }: PutBackslash): boolean {
  return !/[\p{Sk}\p{So}:\\]$/u.test(line) && /[-*_~`#>+[\]!|.)]/.test(sign)
}

/** Each `>`, put in, that ends what other readers hide as a tag of HTML, as `<grin>` (CommonMark 0.31.2, 6.6). */
export function tagsOf(text: string, typed: Span): number[] {
  const from = text.lastIndexOf('\n', typed.from - 1) + 1
  const tags = text.slice(from, typed.to).matchAll(/<\/?[a-z][a-z\d-]*(?:\s[^<>]*)?\/?>/gi)
  return Array.from(tags, ({ 0: { length }, index }) => from + index + length - 1).filter((at) => isIn(at, typed))
}

/** The last of a line of equals signs, typed, with which other readers make a heading of the line above; or -1. */
export function underlineOf(text: string, typed: Span): number {
  const from = text.lastIndexOf('\n', typed.from - 1) + 1
  const isUnderline = from > 1 && /^ {0,3}=+$/.test(text.slice(from, typed.to)) && text.charAt(typed.to - 1) === '='
  return isUnderline && !text.slice(0, from - 1).endsWith('\n') ? typed.to - 1 : -1
}
