import type { SyntaxNode, SyntaxNodeRef } from '@lezer/common'
import { parseMarkdown } from './dialect'
import { escapedBars } from './pasted-html/escape'
import { codeSpan } from './pasted-html/write-line'

/**
 * Markdown as the one line that a cell of a table has room for (GFM 4.10): blocks follow each other with a space between,
 * without their marks, which would mean nothing there, but for the numbers of lists. A bar is escaped once.
 */
export function blocksInCell(markdown: string): string {
  let [words, at] = ['', 0]
  const replace = ({ from, to }: SyntaxNodeRef, by: string) => {
    words += markdown.slice(at, from) + by
    at = to
  }
  parseMarkdown(markdown).iterate({
    enter(node) {
      if (node.name === 'FencedCode') replace(node, codeInCell(node.node, markdown))
      else if (isBlockMark(node)) replace(node, ' ')
      return node.name !== 'FencedCode'
    },
  })
  const line = joinedLines(words + markdown.slice(at))
  return escapedBars(line.replace(/ {2,}/g, ' ').trim())
}

/** A text as somebody wrote it as such a line: all that is written stays. */
export function textInCell(text: string): string {
  return escapedBars(joinedLines(text))
}

const blockMarks = new Set(['QuoteMark', 'HeaderMark', 'TaskMarker', 'HorizontalRule', 'TableDelimiter'])

const isBlockMark = ({ name, node }: SyntaxNodeRef) =>
  blockMarks.has(name) || (name === 'ListMark' && node.parent?.parent?.name === 'BulletList')

function codeInCell(code: SyntaxNode, markdown: string): string {
  const text = joinedLines(
    code
      .getChildren('CodeText')
      .map(({ from, to }) => markdown.slice(from, to))
      .join(''),
  ).trim()
  return text === '' ? '' : codeSpan(text)
}

/** Lines as one, with a space for what ends each. */
function joinedLines(text: string): string {
  const lines = text.split('\n')
  const last = lines.length - 1
  return lines
    .map((line, at) => (at === 0 ? line : line.trimStart()))
    .map((line, at) => (at === last ? line : line.trimEnd()))
    .filter((line, at) => line !== '' || at === 0 || at === last)
    .join(' ')
}
