import { nextNode } from './node-order'

const groups = new Set(['thead', 'tbody', 'tfoot'])
const wide = new Set('table ul ol li dl h1 h2 h3 h4 h5 h6 blockquote pre hr'.split(' '))

/** Wider tables are read as words. */
const mostColumns = 100

/** The cells of a table's own rows, from the top; none of a table within. */
export function rowsOf(table: Element): Element[][] {
  const parts = Array.from(table.children)
  const own = parts.flatMap((part) => (groups.has(part.localName) ? Array.from(part.children) : [part]))
  return own
    .filter(({ localName }) => localName === 'tr')
    .map((row) => Array.from(row.children).filter(({ localName }) => localName === 'td' || localName === 'th'))
    .filter((row) => row.length > 0)
}

/**
 * The cells of a table that holds data in rows and columns, an empty place as null; or null for one that only lays out
 * a page or a mail: marked so, in one column, in rows of different lengths, or with blocks in its cells. One within such
 * a layout holds data only if it says so by a header or a border.
 */
export function dataCells(table: Element, { isInLayout }: { isInLayout: boolean }): (Element | null)[][] | null {
  if (['presentation', 'none'].includes(table.getAttribute('role') ?? '')) return null
  const rows = rowsOf(table)
  const hasHeader = rows.some((row) => row.some(({ localName }) => localName === 'th'))
  const isBordered = Number(table.getAttribute('border')) > 0
  if (isInLayout && !hasHeader && !isBordered) return null
  const grid = gridOf(rows)
  const width = grid.reduce((widest, row) => Math.max(widest, row.length), 0)
  if (width < 2 || width > mostColumns) return null
  if (!hasHeader && grid.some((row) => row.length !== width)) return null
  if (rows.some((row) => row.some((cell) => hasBlocks(cell)))) return null
  return grid.map((row) => Array.from({ length: width }, (_, column) => row[column] ?? null))
}

/** Each cell where it begins; the other places that it spans are empty. */
function gridOf(rows: readonly Element[][]): (Element | null)[][] {
  const covered: number[] = []
  return rows.map((cells) => {
    const row: (Element | null)[] = []
    const skip = () => {
      while ((covered[row.length] ?? 0) > 0 && row.length <= mostColumns) {
        covered[row.length]! -= 1
        row.push(null)
      }
    }
    for (const cell of cells) {
      skip()
      const [columns, lines] = [spanOf(cell, 'colspan'), spanOf(cell, 'rowspan')]
      for (let at = 0; at < columns && row.length <= mostColumns; at++) {
        covered[row.length] = lines - 1
        row.push(at === 0 ? cell : null)
      }
    }
    skip()
    return row
  })
}

function spanOf(cell: Element, name: 'colspan' | 'rowspan'): number {
  const span = Number.parseInt(cell.getAttribute(name) ?? '1', 10)
  return span > 0 ? Math.min(span, mostColumns) : 1
}

/** Whether a cell holds more than one line's worth of blocks. */
function hasBlocks(cell: Element): boolean {
  let paragraphs = 0
  for (let node: Node | null = cell.firstChild; node; node = nextNode(node, cell, { over: false })) {
    const name = node.nodeName.toLowerCase()
    if (wide.has(name)) return true
    if (name === 'p' && ++paragraphs > 1) return true
  }
  return false
}
