import type { Span } from '../inline-marks'

/** How much of a line before a backslash is looked at, in UTF-16 code units: one may hold many. */
const lookedBack = 200

const isIn = (at: number, { from, to }: Span) => from <= at && at < to

/** Whether what was typed makes a face of the mark of a quote that ends at `at`: `>_<`, `>:(`, `>w<`. */
export function isFaceOfQuote(text: string, at: number, typed: Span): boolean {
  const behind = /^\S{0,5}/.exec(text.slice(at, at + 5))?.[0] ?? ''
  const isBegun = typed.from <= at && at < typed.to && /^[_:;=<),^/|]/.test(behind)
  const ended = /^(?:[^\s<>]{1,4}<|[._-]>)/.exec(behind)?.[0].length ?? 0
  return isBegun || (ended > 0 && isIn(at + ended - 1, typed))
}

/**
 * Whether a backslash before a sign is meant as Markdown's, of which nothing is to be seen, rather than as one of a path or
 * of a face: before a sign that would be a mark, where it begins something or ends what one like it began. One that is
 * typed before a sign that stood there is meant to have it be none.
 */
export function isMeantBackslash(text: string, at: number, typed: Span): boolean {
  const sign = text.charAt(at + 1)
  const line = lineBefore(text, at)
  if (typed.to === at + 1) return /[-*_~`#>+[\]!|]/.test(sign)
  if (/^[\s>]*$/.test(line) && /[-#>+|]/.test(sign)) return true
  if (/^[\s>]*\d{1,9}$/.test(line)) return /[.)]/.test(sign)
  // Before an underscore it is an arm: `\_(ツ)_/`.
  if (!/[*~`]/.test(sign)) return false
  return /(?:^|[\s\p{Ps}\p{Pi}"'*_~])$/u.test(line) || /(?:^|[\s(])\\[*~`][\p{L}\p{N}]/u.test(line)
}

/** The same in what is pasted: it may be Markdown from elsewhere, which has backslashes where none would be typed. */
export function isPastedBackslash(text: string, at: number): boolean {
  const sign = text.charAt(at + 1)
  const isInText = !/[\p{Sk}\p{So}:\\]$/u.test(lineBefore(text, at))
  return isInText && /[-*_~`#>+[\]!|.)]/.test(sign)
}

function lineBefore(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - lookedBack), at)
  return before.slice(before.lastIndexOf('\n') + 1)
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
