import type { ChangeSet, EditorState } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'
import { ancestorNamed, parseMarkdown, treeUpTo } from './dialect'
import type { Edit, Place } from './paste-surroundings'

/** A row of a table in which a place begins; its line of dashes is one too. */
export interface Row {
  readonly table: SyntaxNode
  readonly from: number
  readonly text: string
  /** What stands on the row before the place, and on the line on which it ends behind it. */
  readonly ahead: string
  readonly behind: string
  /** At which end of a row that bars enclose the place is: outside of its cells. */
  readonly edge: 'start' | 'end' | null
  /** Whether what is put in comes among the row's cells. */
  readonly isInCell: boolean
}

/** The row of a table in which a place begins, or null where there is none. */
export function rowAt(state: EditorState, { from, to }: Place): Row | null {
  const line = state.doc.lineAt(from)
  const table = ancestorNamed(treeUpTo(state, line.to).resolveInner(line.to, -1), ['Table'])
  const row = table && rowsOf(table).find((one) => line.from <= one.from && one.from <= line.to)
  if (!row) return null
  const text = state.sliceDoc(row.from, row.to)
  const ahead = text.slice(0, Math.max(0, from - row.from))
  const behind = to <= row.to ? text.slice(Math.max(0, to - row.from)) : state.sliceDoc(to, state.doc.lineAt(to).to)
  const edge = from === to ? edgeOf(ahead, behind) : null
  const isWhole = ahead.trim() === '' && behind.trim() === ''
  const isInCell = edge === null && !isWhole && barsIn(text).length > 0
  return { table, from: row.from, text, ahead, behind, edge, isInCell }
}

/**
 * The edit that puts one line of Markdown, in which no bar ends a cell, into the row's cell at the place, or into the
 * nearest one. No backslash beside it makes a letter of a bar that ends a cell, or the other way round.
 */
export function putIntoCell(row: Row, words: string, place: Place): Edit {
  const { from, text, ahead, behind, edge } = row
  if (edge === 'start')
    return { ...placeAt(from + 1), words: ` ${words.trim()}`, behind: /^\s/.test(text.slice(1)) ? '' : ' ' }
  if (edge === 'end') {
    const cells = text.slice(0, barsIn(text).at(-1)).trimEnd()
    const rest = text.slice(cells.length)
    return { ...placeAt(from + cells.length), words: ` ${words.trim()}`, behind: gapBetween(words, rest) }
  }
  const isEscaping = endsInEscape(ahead)
  if (isEscaping && place.from === place.to && behind.startsWith('|')) {
    return { from: place.from - 1, to: place.to, words, behind: `${gapBetween(words, '\\')}\\` }
  }
  const escape = isEscaping && /^\\*\|/.test(words) ? '\\' : ''
  return { ...place, words: escape + words, behind: gapBetween(words, behind) }
}

const placeAt = (place: number): Place & { from: number } => ({ from: place, to: place })

/** Whether the table still has all its rows after an edit, but for those that the edit replaces. */
export function keepsRows(state: EditorState, { table }: Row, { from, to }: Place, changes: ChangeSet): boolean {
  const kept = rowsOf(table)
    .filter((row) => !(row.from < to && row.to > from))
    .filter((row) => barsIn(state.sliceDoc(row.from, row.to)).length > 0)
    .map((row) => contentOf(row, state.sliceDoc(row.from, row.to)))
  if (kept.length === 0) return true
  const doc = changes.apply(state.doc)
  const [first, last] = [doc.lineAt(changes.mapPos(table.from, -1)), doc.lineAt(changes.mapPos(table.to, 1))]
  return tablesIn(doc.sliceString(first.from, last.to)).some((rows) => {
    let at = 0
    for (const row of rows) if (row === kept[at]) at++
    return at === kept.length
  })
}

function rowsOf(table: SyntaxNode): SyntaxNode[] {
  const rows: SyntaxNode[] = []
  for (let row = table.firstChild; row; row = row.nextSibling) if (row.name.startsWith('Table')) rows.push(row)
  return rows
}

function tablesIn(text: string): string[][] {
  const tables: string[][] = []
  parseMarkdown(text).iterate({
    enter({ name, node }) {
      if (name === 'Table') tables.push(rowsOf(node).map((row) => contentOf(row, text.slice(row.from, row.to))))
      return name !== 'Table'
    },
  })
  return tables
}

const contentOf = ({ name }: SyntaxNode, text: string) => `${name} ${text.trim()}`

/** Where the bars stand between which a row's cells are. */
const barsIn = (row: string): number[] =>
  Array.from(row.matchAll(/\\.|\|/gs))
    .filter(([sign]) => sign === '|')
    .map(({ index }) => index)

function edgeOf(ahead: string, behind: string): Row['edge'] {
  if (ahead.trim() === '' && behind.trimStart().startsWith('|')) return 'start'
  const last = barsIn(ahead).at(-1)
  return last !== undefined && `${ahead.slice(last + 1)}${behind}`.trim() === '' ? 'end' : null
}

/** Whether a text ends in a backslash that escapes what comes next. */
function endsInEscape(text: string): boolean {
  let from = text.length
  while (text.charAt(from - 1) === '\\') from--
  return (text.length - from) % 2 === 1
}

const gapBetween = (words: string, behind: string) => (words.endsWith('\\') && /^[\\|]/.test(behind) ? ' ' : '')
