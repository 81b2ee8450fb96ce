import { beginningOf } from '../../../shared/graphemes'
import { deepestBlock, longestDelimiterRow } from '../../../shared/markdown/bounds'
import { isRule } from '../../../shared/markdown/rule'
import { inlineText } from './inline-text'

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
  return blockTexts(markdown)
    .join('\n')
    .replace(/[\s\u0085]+/g, ' ')
    .trim()
}

const fence = /^[ \t]*(`{3,}|~{3,})[^`~]*$/
const tableRule = /^[ \t]*(?:\|[ \t]*)?:?-+:?(?:[ \t]*\|[ \t]*:?-+:?)*[ \t]*(?:\|[ \t]*)?$/

/**
 * What begins a quote, a list, a checklist or a heading. Any space may stand behind such a mark, also the no-break and
 * the full-width one that some keyboards make.
 */
const blockMarks = new RegExp(
  String.raw`^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t\u00a0\u202f\u3000]|$))[ \t\u00a0\u202f\u3000]*){0,${deepestBlock}}(?:(?<=[-*+.)][ \t\u00a0\u202f\u3000]+)\[[ xX\u00a0\u202f\u3000]\][ \t\u00a0\u202f\u3000]+|[ \t]*#{1,6}(?:[ \t\u00a0\u202f\u3000]+|$))?`,
)

/** A number is a text of its own: the one of an item as well as a year, a date or an amount. */
const numbersIn = (marks: string) => marks.match(/\d+[.)]/g)?.join(' ') ?? ''

/** The texts of the blocks, one by one, without the marks of the blocks and of what stands in them. */
function blockTexts(markdown: string): string[] {
  const lines = markdown.split(/\r\n|[\n\r]/)
  const texts: string[] = []
  const paragraph = openParagraph(texts)
  let fenced = ''
  let inTable = false
  for (const [index, line] of lines.entries()) {
    const mark = fence.exec(line)?.[1] ?? ''
    inTable = !fenced && line.includes('|') && (inTable || isTableRule(lines[index + 1] ?? ''))
    if (fenced) {
      if (mark.startsWith(fenced) && line.trim() === mark) fenced = ''
      else texts.push(line)
      continue
    }
    const isPlain = !mark && !inTable && !isRule(line)
    if (isPlain) paragraph.add(line)
    else paragraph.end()
    if (inTable && !isTableRule(line)) texts.push(cellsOf(line).map(inlineText).join(' '))
    fenced = mark
  }
  paragraph.end()
  return texts
}

const isTableRule = (line: string) => line.length <= longestDelimiterRow && line.includes('|') && tableRule.test(line)

/** The cells of a table's row: a bar behind a backslash parts none. */
const cellsOf = (line: string) => line.match(/(?:[^|\\]+|\\[^]?)+/g) ?? []

/** The lines of one paragraph, whose marks may begin on one and end on another. A line with marks of a block begins anew. */
function openParagraph(texts: string[]): { add(line: string): void; end(): void } {
  let held: string[] = []
  let quotes = 0
  let list: ListKind | null = null
  const end = () => {
    if (held.length > 0) texts.push(inlineText(held.join('\n')))
    held = []
  }
  return {
    end,
    add(line) {
      const marks = blockMarks.exec(line)?.[0] ?? ''
      const own = marks.replace(/^[>\s]+/, '').trim()
      const words = line.slice(marks.length).replace(/^[ \t]+/, '')
      const depth = marks.split('>').length - 1
      const isSign = words === '' && /^(?:[-*+]|\d+[.)])$/.test(own)
      // Words in a row aren't parted by an item without words (CommonMark 0.31.2, 5.2).
      if (isSign && held.length > 0 && depth <= quotes && list !== listOf(own)) {
        held.push(own)
        return
      }
      const isHeading = own.endsWith('#')
      const isRuled = !isHeading && isRule(words)
      if (own !== '' || depth > quotes || words.trim() === '' || isRuled) end()
      if (held.length === 0) [quotes, list] = [depth, listOf(own)]
      texts.push(numbersIn(marks))
      if (words.trim() !== '' && !isRuled) held.push(isHeading ? withoutClosing(words) : words)
      if (isHeading) end()
    },
  }
}

type ListKind = 'bullets' | 'numbers'

/** The kind of list of which a line with these marks begins an item. */
function listOf(marks: string): ListKind | null {
  const mark = marks.match(/[-*+.)]/g)?.at(-1)
  if (mark === undefined) return null
  return mark === '.' || mark === ')' ? 'numbers' : 'bullets'
}

/** A heading without the marks that close it, which a space stands before (CommonMark 0.31.2, 4.2). */
function withoutClosing(heading: string): string {
  const words = heading.trimEnd()
  let to = words.length
  while (words.charAt(to - 1) === '#') to--
  return to === 0 || /[ \t]/.test(words.charAt(to - 1)) ? words.slice(0, to) : words
}
