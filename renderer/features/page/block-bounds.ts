import { type BlockContext, type LeafBlock, type Line, type MarkdownConfig, Table } from '@lezer/markdown'
import { deepestBlock, longestDelimiterRow } from '../../../shared/markdown/bounds'

/** How many marks of quotes one paragraph or table holds: with each of them all of its other parts are copied. */
const mostQuoteMarks = 1000

const opensBlock = /^(?:>|(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$))/

/** Beyond the deepest block such a line is a paragraph by itself. */
function parseDeepLine(context: BlockContext, line: Line): boolean {
  if (context.depth <= deepestBlock) return false
  const words = line.text.slice(line.pos)
  if (!opensBlock.test(words)) return false
  const from = context.lineStart + line.pos
  const elements = context.parser.parseInline(words, from)
  context.addElement(context.elt('Paragraph', from, from + words.length, elements))
  context.nextLine()
  return true
}

const hasTooManyMarks = (leaf: LeafBlock) =>
  (leaf as LeafBlock & { marks: readonly unknown[] }).marks.length > mostQuoteMarks

/** What a partner wrote, or somebody pastes, may nest as deep as it is long: beyond these bounds it is text. */
export const blockBounds: MarkdownConfig = {
  parseBlock: [
    {
      name: 'BlockBounds',
      before: 'LinkReference',
      parse: parseDeepLine,
      endLeaf: (_context, _line, leaf) => hasTooManyMarks(leaf),
    },
  ],
}

const mayDelimit = (line: string) => line.length <= longestDelimiterRow && !/^[>\s]{100}/.test(line)

/** GFM's tables, as the parser that comes with the editor reads them wherever it does so in linear time. */
export const tables: MarkdownConfig = {
  ...Table,
  parseBlock: (Table.parseBlock ?? []).map((block) => ({
    ...block,
    leaf: (context, leaf) => (mayDelimit(context.peekLine()) ? (block.leaf?.(context, leaf) ?? null) : null),
    endLeaf: (context, line, leaf) => mayDelimit(context.peekLine()) && block.endLeaf?.(context, line, leaf) === true,
  })),
}
