import { beginningOf } from '../../../shared/graphemes'
import { edge, withoutEmphasis } from './emphasis'

/** How much of a body the plain-text beginning is made from, and how long it gets; UTF-16 code units. */
const readLength = 900
const excerptLength = 280

/** The beginning of a Markdown body as plain text on one line: marks gone, words untouched. */
export function excerptOf(body: string): string {
  const text = plainText(beginningOf(body.trimStart(), readLength))
  return beginningOf(text, excerptLength).trimEnd()
}

/**
 * Markdown without its marks, on one line, in time proportional to its length. Made for showing a passage, not for
 * reading the structure: what could be a mark but has no other end stays as it is.
 */
export function plainText(markdown: string): string {
  return unshielded(blockLines(markdown).join('\n'))
    .replace(/[\s\u0085]+/g, ' ')
    .trim()
}

const fence = /^[ \t]*(`{3,}|~{3,})[^`~]*$/
const rule = /^[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$/
const tableRule = /^[ \t]*(?:\|[ \t]*)?:?-+:?(?:[ \t]*\|[ \t]*:?-+:?)*[ \t]*(?:\|[ \t]*)?$/

/**
 * What begins a quote, a list, a checklist or a heading. Any space may stand behind such a mark, also the no-break and
 * the full-width one that some keyboards make.
 */
const blockMarks =
  /^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t\u00a0\u202f\u3000]))[ \t\u00a0\u202f\u3000]*)*(?:(?<=[-*+.)][ \t\u00a0\u202f\u3000]+)\[[ xX\u00a0\u202f\u3000]\][ \t\u00a0\u202f\u3000]+|[ \t]*#{1,6}[ \t\u00a0\u202f\u3000]+)?/

/** A number is a text of its own: the one of an item as well as a year, a date or an amount. */
const withoutBlockMarks = (line: string) =>
  line.replace(blockMarks, (marks) => (marks.match(/\d+[.)]/g) ?? []).map((number) => `${number} `).join(''))

/** The lines without the marks of their blocks and of what stands in them. */
function blockLines(markdown: string): string[] {
  const lines = markdown.split(/\r\n|[\n\r]/)
  const plain: string[] = []
  let open = ''
  let inTable = false
  for (const [index, line] of lines.entries()) {
    const mark = fence.exec(line)?.[1] ?? ''
    inTable = line.includes('|') && (inTable || isTableRule(lines[index + 1] ?? ''))
    if (open) {
      if (mark.startsWith(open) && line.trim() === mark) open = ''
      else plain.push(shielded(line))
    } else if (mark) open = mark
    else if (inTable) plain.push(isTableRule(line) ? '' : inlineText(shieldedEscapes(line).replaceAll('|', ' ')))
    else if (!rule.test(line)) plain.push(inlineText(shieldedEscapes(withoutBlockMarks(line))))
  }
  return plain
}

const isTableRule = (line: string) => line.includes('|') && tableRule.test(line)

/** A line without the marks of links and emphasis. Alternative texts stand within links, so links come off twice. */
function inlineText(line: string): string {
  if (!/[[*_~<]/.test(line)) return line
  const withoutLinks = (text: string) =>
    text.replace(link, (_whole, words: string) => edge + shielded(withoutEmphasis(words)) + edge)
  const plain = line.replace(bracketed, (_whole, address: string) => edge + shielded(address) + edge)
  return withoutEmphasis(withoutLinks(withoutLinks(plain)))
}

/** An address that the page shows without the angle brackets around it. */
const bracketed = /<((?:https:\/\/|mailto:)[^\s<>]{1,2048}|[^\s<>@]{1,64}@[^\s<>@]{1,255})>/gi
const link = /!?\[([^[\]]*)\]\((?:[^()]|\([^()]*\))*\)/g

/**
 * Punctuation that is meant as it stands, until all marks are gone: as one of the 32 noncharacters U+FDD0 to U+FDEF,
 * which no text holds (Unicode, 23.7) and which are as many as ASCII's punctuation.
 */
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
const firstShield = 0xfdd0

const shielded = (text: string) =>
  text.replace(/[!-/:-@[-`{-~]/g, (mark) => String.fromCharCode(firstShield + punctuation.indexOf(mark)))

const unshielded = (text: string) =>
  text
    .replaceAll(edge, '')
    .replace(/[\ufdd0-\ufdef]/g, (shield) => punctuation.charAt(shield.charCodeAt(0) - firstShield))

/** A line whose escaped punctuation and whose code are safe from being read as marks; code longer than a page isn't. */
function shieldedEscapes(line: string): string {
  if (!/[\\`]/.test(line)) return line
  return line.replace(
    /\\([!-/:-@[-`{-~])|(?<!`)(`+)(?!`)(.{0,2000}?[^`])\2(?!`)/g,
    (_whole, escaped: string | undefined, _ticks, code: string | undefined) =>
      escaped === undefined ? edge + shielded(code ?? '') + edge : shielded(escaped),
  )
}
