import { linkAddress } from '../link-address'

/** What stands before backticks, and what between them and those that close. */
export interface Ticked {
  readonly before: string
  readonly words: string
}

/** A letter of a script with spaces between words, a figure, or a part of a face or a path: `é`, `it`s`, `(´・ω・`)`. */
const notBeforeCode = new RegExp(
  String.raw`(?:[[\p{L}\p{M}\p{N}]--[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Hangul}\p{scx=Thai}]]|[・･°;^\\]|[[\p{Sm}\p{Sk}]--\p{ASCII}])$`,
  'v',
)
/** A face of which one half is drawn already. */
const inFace = /[(（][^()（）\p{L}\p{N}'"「『“‘]*[*^;・･°\p{Sk}\p{Sm}][^\s()（）]*$/u

const mayBeginCode = (before: string) => !notBeforeCode.test(before) && !inFace.test(before)

/**
 * Whether backticks are meant to set something apart as code, rather than to be accents, apostrophes, quotation marks or
 * parts of faces: they don't follow a letter, and there is as much space behind the first as before the last.
 */
export function isMeantCode({ before, words }: Ticked): boolean {
  if (!mayBeginCode(before) || /^[\s\p{Sk}]*$/u.test(words)) return false
  if (/^\s/.test(words) !== /\s$/.test(words)) return false
  // Space on both sides is there to keep backticks of the words apart from those around them.
  if (/^\s/.test(words) && !words.includes('`')) return false
  return !closesBracket(before, words)
}

/** Whether a bracket that was opened before is closed behind before another is opened: what begins in a pair of them ends there. */
export function closesBracket(before: string, behind: string): boolean {
  const [close, open] = [behind.search(/[)）]/), behind.search(/[(（]/)]
  return /[(（][^()（）]*$/.test(before) && close >= 0 && (open < 0 || close < open)
}

/** How much of a line is looked at, in UTF-16 code units: it is read anew for each backtick that closes nothing. */
export const longestLine = 2000
const closedCode = /\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g

/** A backtick that was found to be a letter at the beginning of a word, as in `\`Iolani`: so are those behind it. */
const tickOfWord = /(?:^|[\s\p{Ps}])\\`\p{L}/u

/** An apostrophe that ends what a backtick before it opened, as in `so' and ``so'', where none opens anything. */
const closingQuote = /^[^'`]*[^\s'`([{=,:]'(?=[\s\p{P}]|$)/u

/**
 * Whether what is typed behind these letters stands behind backticks, so many or more, that may begin code: there a backslash
 * would be a letter.
 */
export function isBehindUnclosedCode(before: string, fewest: 1 | 2 = 1): boolean {
  const whole = before.slice(before.lastIndexOf('\n') + 1)
  if (tickOfWord.test(whole)) return false
  const line = whole.replace(closedCode, '')
  const begin = (fewest === 1 ? /`+(?=[!-_a-~])/ : /(?<!`)`{2,}(?=[!-_a-~])/).exec(line)
  if (!begin) return false
  const [front, behind] = [line.slice(0, begin.index), line.slice(begin.index + begin[0].length)]
  return mayBeginCode(front) && !closesBracket(front, behind) && !closingQuote.test(behind)
}

/** A target as it is written on other pages: with a scheme, a host or a file's name, or of a place in the same page. */
const otherTarget = /^(?:[a-z][a-z\d+.-]+:\S|#\w|\.{0,2}\/\w|[\w%~-][\w%~./-]*\.[a-z]{2,}(?:[/?#]|$))/i

/** Whether what stands in round brackets straight behind square ones is meant as where a link leads. */
export function isMeantTarget(target: string): boolean {
  return linkAddress(target) !== null || otherTarget.test(target.replace(/^<(.*)>$/, '$1'))
}
