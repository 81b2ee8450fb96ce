import { closesBracket } from './code-and-links'
import { isOrnament, saysSomething } from './words'

/** Two whole runs of `*`, `_` or `~`, of which one opens and the other closes, and what stands around and between them. */
export interface Marked {
  /** The longer of the two: while one is being typed the other has more. */
  readonly run: string
  /** The text of the block before the first, between the two and behind the second. */
  readonly before: string
  readonly words: string
  readonly after: string
  /** Whether other marked words end one sign before the first. */
  readonly isBehindMarked: boolean
}

/**
 * Whether somebody who types such marks means them: they stand where one would put them, around something that can be
 * said. The signs of faces, sums, paths, censored words and drawn-out tones stand for themselves; so do doubtful ones,
 * for a sign too many is seen at once, and one too few takes something of what was written.
 */
export function isMeantEmphasis(marked: Marked): boolean {
  const { run, words } = marked
  const longest = run.startsWith('*') ? 3 : 2
  // Where another of its kind stands for itself among the words, these two would be no pair.
  if (words.includes(`\\${run.charAt(0)}`)) return false
  if (closesBracket(marked.before, words) || isOrnament(marked) || isCensored(marked)) return false
  return run.length <= longest && opensWell(marked) && closesWell(marked) && saysSomething(words, run)
}

/** Scripts without spaces between words, and Korean, whose particles stand straight behind them. */
const spaceless =
  /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u
/** Scripts that write articles and conjunctions of one letter in one word with what follows. */
const prefixing = /^[\p{sc=Arabic}\p{sc=Hebrew}]/u
const letter = /^[\p{L}\p{M}]/u
const digit = /^\p{N}/u

/** What opens, parts or ends something beside which emphasis may begin, in ASCII and beyond. */
const bounds = String.raw`[\p{Ps}\p{Pi}\p{Pd},!?→⇒]|(?<!\p{N})["']|~~|(?<=^|[\s(])_|(?![\p{ASCII}・･])[\p{Po}\p{Pe}\p{Pf}]|\p{Emoji_Presentation}|\ufe0f|&zwnj;`
const beforeOne = new RegExp(`(?:${bounds})$`, 'u')
const beforeTwo = new RegExp(`(?:${bounds}|[.:;)\\]])$`, 'u')
/** Not behind the end of a sentence, whose tone a wave draws out. */
const beforeWave = /[\p{Ps}\p{Pi}\p{Pd}"'*_,，、:：;；]$/u
/** The beginning of a kiss, `:*` or `;-*`, and of one with two. */
const emoticon = /(?:^|[^\p{L}\p{N}])[:;=]-?$/u

function opensWell({ run, before, words, after, isBehindMarked }: Marked): boolean {
  const last = lastCharacter(before)
  const [isWave, isTwo] = [run.startsWith('~'), run.length > 1]
  if (last.trim() === '' || (isBehindMarked && /[/|+&=:;,]/.test(last))) return true
  if (digit.test(last)) return isTwo && !isWave && spaceless.test(words)
  if (letter.test(last)) return !isWave && opensInWord(before, { isTwo, words, after })
  if (isWave) return beforeWave.test(before)
  if (emoticon.test(before) || (/[:;]-?$/.test(before) && /[:;]-?$/.test(words))) return false
  return (isTwo ? beforeTwo : beforeOne).test(before)
}

/** Within a word one asterisk hides a letter or multiplies; two may mark the rest of it. */
function opensInWord(
  before: string,
  { isTwo, words, after }: { isTwo: boolean; words: string; after: string },
): boolean {
  const last = lastCharacter(before)
  if (spaceless.test(last)) return isTwo || /^[^\s\p{Po}]{2,}$/u.test(words)
  if (prefixing.test(last)) return prefixes.test(before) && !/\s/.test(words) && !prefixing.test(after)
  return isTwo && /^[\p{L}\p{M}’']{2,}$/u.test(words)
}

/** Articles, conjunctions and prepositions with which a word begins in Hebrew and Arabic. */
const prefixes = /(?:^|[^\p{L}\p{M}])(?:[והבלכמש]{1,2}|[وفبلكس]|[وفبك]?ال|لل)$/u

/** Particles that no word begins with, and what joins two names or ends in one: letters of these are hidden by asterisks. */
const bound = /^[的了着们吗吧呢地得]/u
const joinsNames = /(?:[和与跟同及或、，]|[とや])\p{L}$/u
const joinsOthers = /[说是对给找让把被像はがもをにの]\p{L}$/u

/** Whether within a row of Chinese or Japanese letters asterisks hide some of them: `金*恩和习*平`, `王**和李**`, `傻*和傻*`. */
function isCensored({ run, before, words }: Marked): boolean {
  const last = lastCharacter(before)
  if (!run.startsWith('*') || !spaceless.test(last)) return false
  if (bound.test(words) || joinsNames.test(words)) return true
  return run === '*' && (last === lastCharacter(words) || joinsOthers.test(words))
}

/** Where a word goes on behind the marks, they are around no more than a part of it. */
function closesWell({ words, after }: Marked): boolean {
  const [last, next] = [lastCharacter(words), /^./su.exec(after)?.[0] ?? '']
  if (digit.test(last) && digit.test(next)) return false
  return !letter.test(next) || spaceless.test(next) || spaceless.test(last) || !/\s/.test(words)
}

const lastCharacter = (text: string) => /.$/su.exec(text.slice(-2))?.[0] ?? ''
