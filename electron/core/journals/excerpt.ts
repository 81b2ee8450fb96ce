import { beginningOf } from '../../../shared/graphemes'

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
const rule = /^[ \t]*(?:[-*_][ \t]*){3,}$/
const tableRule = /^[ \t]*(?:\|[ \t]*)?:?-+:?(?:[ \t]*\|[ \t]*:?-+:?)*[ \t]*(?:\|[ \t]*)?$/

/** What begins a heading, a quote, a list or a checklist. A longer number is a year or an amount, and stays. */
const beginning = /^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?|\d{1,2}[.)][ \t]+)+/

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
    else if (!rule.test(line)) plain.push(inlineText(shieldedEscapes(line.replace(beginning, ''))))
  }
  return plain
}

const isTableRule = (line: string) => line.includes('|') && tableRule.test(line)

/** A line without the marks of links and emphasis. Alternative texts stand within links, so links come off twice. */
function inlineText(line: string): string {
  if (!/[[*_~<]/.test(line)) return line
  return withoutEmphasis(line.replace(bracketed, '$1').replace(link, '$1').replace(link, '$1'))
}

/** An address that the page shows without the angle brackets around it. */
const bracketed = /<((?:https:\/\/|mailto:)[^\s<>]{1,2048}|[^\s<>@]{1,64}@[^\s<>@]{1,255})>/gi
const link = /!?\[([^[\]]*)\]\((?:[^()]|\([^()]*\))*\)/g

/** A run of one mark, how many of its characters are still unmatched, and how many come off. */
interface Run {
  readonly at: number
  readonly length: number
  left: number
}

/** Takes off every mark of emphasis that has another end; each end takes the nearest beginning of its own mark. */
function withoutEmphasis(line: string): string {
  const begun: Record<string, Run[]> = { '*': [], _: [], '~': [] }
  const runs: Run[] = []
  for (const { 0: text, index: at } of line.matchAll(/\*+|_+|~{2,}/g)) {
    const run = { at, length: text.length, left: text.length }
    const { begins, ends } = sidesOf(line, text, at)
    const open = begun[text.charAt(0)] ?? []
    runs.push(run)
    if (ends) takeOff(open, run)
    if (begins && run.left > 0) open.push(run)
  }
  let plain = ''
  let from = 0
  for (const { at, length, left } of runs) {
    plain += line.slice(from, at) + line.slice(at, at + left)
    from = at + length
  }
  return plain + line.slice(from)
}

function takeOff(open: Run[], end: Run): void {
  for (let start = open.at(-1); start && end.left > 0; start = open.at(-1)) {
    const both = Math.min(start.left, end.left)
    start.left -= both
    end.left -= both
    if (start.left === 0) open.pop()
  }
}

/** Whether a mark can begin or end emphasis: it touches a word on that side, and a lone `*` or `_` isn't within one. */
function sidesOf(line: string, text: string, at: number): { begins: boolean; ends: boolean } {
  const before = line.slice(Math.max(0, at - 2), at)
  const after = line.slice(at + text.length, at + text.length + 2)
  const inWords = text !== '*' && !text.startsWith('_')
  return {
    begins: /^\S/.test(after) && (inWords || !/[\p{L}\p{N}]$/u.test(before)),
    ends: /\S$/.test(before) && (inWords || !/^[\p{L}\p{N}]/u.test(after)),
  }
}

/**
 * Punctuation that is meant as it stands, until all marks are gone: as one of the 32 noncharacters U+FDD0 to U+FDEF,
 * which no text holds (Unicode, 23.7) and which are as many as ASCII's punctuation.
 */
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
const firstShield = 0xfdd0

const shielded = (text: string) =>
  text.replace(/[!-/:-@[-`{-~]/g, (mark) => String.fromCharCode(firstShield + punctuation.indexOf(mark)))

const unshielded = (text: string) =>
  text.replace(/[\ufdd0-\ufdef]/g, (shield) => punctuation.charAt(shield.charCodeAt(0) - firstShield))

/** A line whose escaped punctuation and whose code are safe from being read as marks; code longer than a page isn't. */
function shieldedEscapes(line: string): string {
  if (!/[\\`]/.test(line)) return line
  return line.replace(
    /\\([!-/:-@[-`{-~])|(?<!`)(`+)(?!`)(.{0,2000}?[^`])\2(?!`)/g,
    (_whole, escaped: string | undefined, _ticks, code: string | undefined) => shielded(escaped ?? code ?? ''),
  )
}
