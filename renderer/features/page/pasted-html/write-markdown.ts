import type { Block, Container } from './blocks'
import { asWords, escapedBars } from './escape'
import { joined, type Run } from './runs'
import { lineMarkdown, longestRun } from './write-line'

/** The Markdown of blocks, with the blank lines that there were, and one between two that stand apart. */
export function blocksMarkdown(blocks: readonly Block[]): string {
  const begun = new Set<Container>()
  let [markdown, above] = ['', null as Block | null]
  for (const block of blocks) {
    if (above) markdown += `\n${gap(above.path, block, begun)}`
    markdown += linesOf(block)
      .map((line, at) => {
        const before = prefix(block.path, begun, at === 0)
        return line === '' ? before.trimEnd() : before + line
      })
      .join('\n')
    above = block
  }
  return markdown
}

/** What stands between two blocks: nothing where an item follows one of its list, or the item that it lies in. */
function gap(above: readonly Container[], { path, blankLines }: Block, begun: ReadonlySet<Container>): string {
  let shared = 0
  while (shared < path.length && path[shared] === above[shared]) shared++
  const [own, other] = [path[shared], above[shared]]
  if (own?.type === 'item' && !begun.has(own)) {
    if (other ? other.type === 'item' && other.list === own.list : path[shared - 1]?.type === 'item') return ''
  }
  return `${path.slice(0, shared).map(indentOf).join('').trimEnd()}\n`.repeat(Math.max(1, blankLines))
}

const indentOf = (container: Container) => (container.type === 'quote' ? '> ' : ' '.repeat(container.mark.length))

/** What a line of a block begins with; an item's mark stands before its first line alone. */
function prefix(path: readonly Container[], begun: Set<Container>, isFirst: boolean): string {
  return path
    .map((container) => {
      if (container.type === 'quote' || !isFirst || begun.has(container)) return indentOf(container)
      begun.add(container)
      return container.mark + (container.task === null ? '' : container.task ? '[x] ' : '[ ] ')
    })
    .join('')
}

function linesOf(block: Block): string[] {
  switch (block.type) {
    case 'paragraph':
      return block.lines.map((line) => asWords(lineMarkdown(line)))
    case 'heading':
      return [`${'#'.repeat(block.level)} ${lineMarkdown(block.line).replace(/(?<![\\#])(#+)$/, '\\$1')}`]
    case 'code': {
      const fence = '`'.repeat(Math.max(3, longestRun(block.text, '`') + 1))
      return [fence + block.language, ...block.text.split('\n'), fence]
    }
    case 'table':
      return tableLines(block.rows)
    case 'rule':
      return ['---']
  }
}

/** GFM has no table without a header: the first row is it. */
function tableLines([header = [], ...rows]: readonly (readonly (readonly Run[])[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const cell = (runs: readonly Run[]) => escapedBars(lineMarkdown(joined([runs])))
  return [header.map(cell), header.map(() => '---'), ...rows.map((row) => row.map(cell))].map(line)
}
