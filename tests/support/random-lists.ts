import { ensureSyntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'
import * as fc from 'fast-check'

/** An item of a random list: how it is written, and by how many levels it is deeper or less deep than the one before. */
interface Drawn {
  mark: string
  space: string
  step: number
  over: number
  tabs: boolean
  gap: boolean
  more: boolean
}

/** A list as a text in which each item's words are one word of its own, and the level of each of them. */
export interface RandomList {
  text: string
  levels: Map<string, number>
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  mark: fc.constantFrom('-', '-', '*', '1.', '1.', '1)', '001.', '- [ ]', '1. [x]'),
  space: fc.constantFrom(' ', ' ', '  ', '\t'),
  step: fc.constantFrom(1, 1, 0, 0, -1, -2),
  over: fc.nat(2),
  tabs: fc.boolean(),
  gap: fc.boolean(),
  more: fc.boolean(),
})

/** Lists of any depth, indented by tabs and spaces as editors of all kinds do, now and then within a quote. */
export const randomLists: fc.Arbitrary<RandomList> = fc
  .tuple(fc.array(drawn, { minLength: 1, maxLength: 8 }), fc.constantFrom('', '', '> ', '> > '))
  .map(([items, quote]) => written(items, quote))

const columnBehind = (text: string) => {
  let column = 0
  for (const letter of text) column += letter === '\t' ? 4 - (column % 4) : 1
  return column
}

function indentFrom(before: string, to: number, tabs: boolean): string {
  let indent = ''
  if (tabs) while (columnBehind(`${before}${indent}\t`) <= to) indent += '\t'
  return indent + ' '.repeat(to - columnBehind(before + indent))
}

function written(items: readonly Drawn[], quote: string): RandomList {
  const lines: string[] = []
  const levels = new Map<string, number>()
  const open: { words: number }[] = []
  items.forEach(({ mark, space, step, over, tabs, gap, more }, index) => {
    const level = Math.max(1, Math.min(open.length + 1, open.length + step))
    const least = open[level - 2]?.words ?? columnBehind(quote)
    const most = Math.min(least + 3, (open[level - 1]?.words ?? Infinity) - 1)
    // Only `1` begins a list straight below words (CommonMark 5.2), so a blank line comes between.
    if (index > 0 && (gap || mark.startsWith('0'))) lines.push(quote.trimEnd())
    const start = quote + indentFrom(quote, Math.min(least + over, most), tabs)
    const sign = start + (/^(?:[-*]|\d+[.)])/.exec(mark)?.[0] ?? '')
    const rest = mark.slice(sign.length - start.length).trim()
    const word = `wordinlist${index}`
    lines.push(`${sign}${space}${rest && `${rest} `}${word}`)
    open.length = level - 1
    open.push({ words: columnBehind(sign + space) })
    levels.set(word, level)
    if (!more) return
    levels.set(`moreofthat${index}`, level)
    lines.push(`${quote}${indentFrom(quote, columnBehind(sign + space), tabs)}moreofthat${index}`)
  })
  return { text: lines.join('\n'), levels }
}

/** How many items each of these words stands in; null where it isn't the text any more. */
export function levelsOf(state: EditorState, words: Iterable<string>): Map<string, number | null> {
  const text = state.doc.toString()
  // A busy machine must not leave a part unparsed.
  const tree = ensureSyntaxTree(state, text.length, 10_000)
  return new Map(
    [...words].map((word) => {
      const at = text.search(new RegExp(`${word}(?!\\d)`))
      if (at < 0) return [word, null]
      let level = 0
      for (let node = tree?.resolveInner(at, 1) ?? null; node; node = node.parent) if (node.name === 'ListItem') level++
      return [word, level]
    }),
  )
}

/** A text without what only marks and places its items: spaces, tabs, quote marks, dashes, numbers with their sign, boxes. */
export const lettersIn = (text: string): string => (text.match(/[a-z]{2,}\d*/g) ?? []).join(' ')
