/** Whether a code unit is a letter or a digit of ASCII. */
export const isAlphanumeric = (unit: number) =>
  (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x61 && unit <= 0x7a)

const word = String.raw`\p{L}\p{M}\p{N}\u200c\u200d`
/** Letters of the scripts that put spaces between words: elsewhere nobody can say where a mail address begins. */
const spaced = String.raw`[[\p{L}\p{M}\p{N}]--[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]]`
/** No top-level domain mixes ASCII with other letters, so that `example.com` ends where Japanese goes on. */
const topLevel = (ascii: string) => String.raw`(?:${ascii}(?:[a-z\d\-]*[a-z\d])?|[[${word}]--[\x00-\x7f]]{2,63})`
const host = (last: string) => String.raw`(?:[${word}_\-]{1,63}\.){0,16}[${word}\-]{1,63}\.${topLevel(last)}`

const web = new RegExp(
  String.raw`(?<![a-z\d])(?:https?:\/\/(?:[^\s\/?#@<>"\\]{1,100}@)?${host(String.raw`[a-z\d]`)}|www\.${host('[a-z]')})(?::\d{1,5})?`,
  'viy',
)
const mail = new RegExp(
  String.raw`(?<!${spaced}[._+'&%=\/\-]?)(?:(?:mailto|xmpp):[${word}][${word}._+'&%=\-]{0,63}|${spaced}[${spaced}._+'&%=\-]{0,63})@${host('[a-z]')}`,
  'viy',
)

/**
 * Where the address that stands in a text as it is, and begins at `at`, ends; -1 where none begins. By GFM's rules for
 * extended autolinks, less signs of any script that close or end something there. Linear in the length of the text.
 */
export function addressEnd(text: string, at: number): number {
  const found = /[hw]/i.test(text.charAt(at)) ? matchAt(web, text, at) : null
  if (!found) return matchAt(mail, text, at) ? mail.lastIndex : -1
  const from = at + found[0].length
  return /[/?#]/.test(text.charAt(from)) ? trimmed(text, from, tailEnd(text, from, text.charAt(at - 1))) : from
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

const brackets = '()[]{}（）［］｛｝「」『』｢｣【】〈〉《》〔〕〖〗〘〙〚〛｟｠⟨⟩⟪⟫❨❩❪❫❬❭❰❱❲❳❴❵⦅⦆＜＞≪≫'
const closerOf = new Map(
  Array.from(brackets.matchAll(/(.)(.)/gu), ([, open = '', close = '']) => [open, close] as const),
)
const closers = new Set(closerOf.values())

/** What no address holds as it is written, but for brackets: space, invisible signs, quotation marks, ends of sentences. */
const stop =
  /^(?:[\p{Z}\p{Cc}<>"`\\\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff„‚❛-❠🙶-🙸…‥—―⸺⸻]|(?![\p{ASCII}’])[\p{Pi}\p{Pf}\p{Terminal_Punctuation}]|(?!\p{ASCII})[\p{Ps}\p{Pe}])/u
/** Signs that, standing right before an address, are closed by the next of their kind. */
const closedBy: Readonly<Record<string, string>> = { "'": "'", '‘': '’', '‚': '’', '’': '’', '*': '*' }

/**
 * How far behind a bracket outside ASCII its end is looked for, in UTF-16 code units. Without a bound a line of addresses
 * each of which opens one would be read to its end as often as it has addresses.
 */
const longestInBrackets = 256

/** The end of the path, query and fragment from `from` on; brackets that the address opens it also closes. */
function tailEnd(text: string, from: number, before: string): number {
  const open: OpenBracket[] = []
  // The outermost outside ASCII.
  let wide: OpenBracket | undefined
  const counts = new Map<string, number>()
  const count = (closer: string, by: number) => counts.set(closer, (counts.get(closer) ?? 0) + by)
  let at = from
  let beyondAscii = -1
  for (; at < text.length && at - (wide?.at ?? at) <= longestInBrackets; at += lengthAt(text, at)) {
    if (isAlphanumeric(text.charCodeAt(at))) {
      if (beyondAscii >= 0 && isNextAddress(text, at)) return beyondAscii
      continue
    }
    const sign = String.fromCodePoint(text.codePointAt(at) ?? 0)
    const closer = closerOf.get(sign)
    if (beyondAscii < 0 && sign > '\x7f') beyondAscii = at
    if (closer !== undefined) {
      const bracket = { closer, at }
      open.push(bracket)
      if (sign > '\x7f') wide ??= bracket
      count(closer, 1)
    } else if (closers.has(sign)) {
      if (!counts.get(sign)) break
      for (let last = open.pop(); last; last = open.pop()) {
        count(last.closer, -1)
        if (last === wide) wide = undefined
        if (last.closer === sign) break
      }
    } else if (
      sign === closedBy[before] ||
      stop.test(sign) ||
      (sign === '’' && !/^[\p{L}\p{N}]/u.test(text.slice(at + 1, at + 3)))
    )
      break
  }
  // One in ASCII that is never closed belongs to the address for GFM.
  return wide?.at ?? at
}

/** Whether another address begins right behind a sign outside ASCII: then what joins the two is of neither. */
const isNextAddress = (text: string, at: number) =>
  text.charCodeAt(at - 1) > 0x7f && /h/i.test(text.charAt(at)) && matchAt(/https?:\/\//iy, text, at) !== null

interface OpenBracket {
  readonly closer: string
  readonly at: number
}

const lengthAt = (text: string, at: number) => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)

/** Without what ends a sentence, or begins something, rather than an address. */
function trimmed(text: string, from: number, end: number): number {
  let at = end
  while (at > from) {
    const entity = /&(?:#\d{1,7}|#x[a-f\d]{1,6}|\w{1,31});$/i.exec(text.slice(Math.max(from, at - 34), at))
    const sign = /(?:[?!.,:;*_~'|([{～｜]|(?!\p{ASCII})[\p{Po}\p{Pd}\p{Pc}\p{Pi}\p{Pf}\p{Ps}])$/u.exec(
      text.slice(Math.max(from, at - 2), at),
    )
    const length = entity?.[0].length ?? sign?.[0].length ?? 0
    if (length === 0) break
    at -= length
  }
  return at
}
