import { Language, LanguageSupport, defineLanguageFacet, ensureSyntaxTree, syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'
import type { SyntaxNode, Tree } from '@lezer/common'
import { type BlockContext, type MarkdownConfig, TaskList, parser } from '@lezer/markdown'
import { blockBounds, tables } from './block-bounds'
import { inlineParser } from './inline-parser'
import { readingPlainSpaces } from './mark-spaces'

/**
 * An item of which nothing stands on its first line ends with a blank one. The parser takes others for such when a tab
 * makes the column of their words larger than the number of letters in the line, so that is set right here.
 */
const wordsBehindTabs: MarkdownConfig = {
  parseBlock: [
    {
      name: 'WordsBehindTabs',
      before: 'LinkReference',
      parse(context, line) {
        const { block } = context as BlockContext & { block: { blankFirstLine: boolean } }
        if (line.pos < line.text.length) block.blankFirstLine = false
        return false
      },
    },
  ],
}

/**
 * CommonMark with GFM, less what surprises someone who has never heard of Markdown: a line of dashes draws a rule and
 * never turns the line above into a heading, an indented line is no code, what looks like HTML is only text, and a mark
 * may have any space behind it.
 */
const markdownParser = parser.configure([
  [tables, TaskList, inlineParser, blockBounds, wordsBehindTabs],
  { remove: ['SetextHeading', 'IndentedCode', 'HTMLBlock', 'LinkReference'] },
])

const journalParser = readingPlainSpaces(markdownParser)

/** The syntax tree of a text by itself. */
export function parseMarkdown(text: string): Tree {
  return journalParser.parse(text)
}

const journalLanguage = new Language(defineLanguageFacet(), journalParser, [], 'markdown')

/** The language of a page, as an extension for its state. */
export function journalMarkdown(): LanguageSupport {
  return new LanguageSupport(journalLanguage)
}

/** Long enough for the parser to reach the caret in any entry, short enough not to be felt. */
const parseBudgetMs = 50

/** The syntax tree, parsed as far as `upto` even where nothing has been shown yet; less only in a giant entry. */
export function treeUpTo(state: EditorState, upto: number, budgetMs = parseBudgetMs): Tree {
  return ensureSyntaxTree(state, upto, budgetMs) ?? syntaxTree(state)
}

/** The innermost node of one of these names that touches `pos` on either side, or null. */
export function nodeAround(state: EditorState, pos: number, names: readonly string[]): SyntaxNode | null {
  for (const side of [-1, 1] as const) {
    const found = ancestorNamed(treeUpTo(state, pos).resolveInner(pos, side), names)
    if (found) return found
  }
  return null
}

/** The node itself or its nearest ancestor that bears one of these names, or null. */
export function ancestorNamed(start: SyntaxNode | null, names: readonly string[]): SyntaxNode | null {
  let node = start
  while (node && !names.includes(node.name)) node = node.parent
  return node
}

/** Whether what stands at `pos` is verbatim, so that nothing in it is a mark. */
export function inCodeBlock(state: EditorState, pos: number): boolean {
  return ancestorNamed(treeUpTo(state, pos).resolveInner(pos, 1), ['FencedCode']) !== null
}
