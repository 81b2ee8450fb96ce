import type { EditorState, TransactionSpec } from '@codemirror/state'
import { keepsRows, putIntoCell, type Row, rowAt } from './paste-into-row'
import { surroundingsOf, type Edit, type Insertion, type Place, type Surroundings } from './paste-surroundings'
import { asItems } from './pasted-items'
import { blocksInCell, textInCell } from './row-words'

interface PasteOptions extends Place {
  /** The lines are a text as somebody wrote it: they join the words around them, where blocks would stand apart. */
  readonly isText?: boolean
}

/**
 * The edit that puts Markdown in the selection's place, or in another. It stays in the quote or in the item that is
 * there; a list joins the list, a quote the quote; in a block of code it is verbatim, in a row of a table one line of a
 * cell. The caret comes behind it.
 */
export function pasted(
  state: EditorState,
  markdown: string,
  { from, to, isText = false }: PasteOptions = state.selection.main,
): TransactionSpec {
  const edit = editOf(state, markdown, { from, to, isText })
  const selection = { anchor: edit.from + edit.words.length }
  return { changes: changesOf(state, edit), selection, scrollIntoView: true, userEvent: 'input.paste' }
}

function editOf(state: EditorState, markdown: string, { from, to, isText }: Required<PasteOptions>): Edit {
  const place = { from, to }
  const row = rowAt(state, place)
  const inLines = (text: string): Edit => ({ ...place, ...insertion(text, surroundingsOf(state, place), isText) })
  if (!row) return inLines(markdown)
  const beside = row.isInCell ? [] : [markdown, ...onLineOfOwn(markdown, row)].map(inLines)
  const kept = beside.find((edit) => keepsRows(state, row, place, changesOf(state, edit)))
  return kept ?? putIntoCell(row, isText ? textInCell(markdown) : blocksInCell(markdown), place)
}

/** A row that is put beside another. */
function onLineOfOwn(text: string, { edge }: Row): string[] {
  if (edge === null || !text.startsWith('|')) return []
  return [edge === 'end' ? `\n${text}` : `${text}\n`]
}

const changesOf = (state: EditorState, { from, to, words, behind }: Edit) =>
  state.changes({ from, to, insert: words + behind })

function insertion(markdown: string, around: Surroundings, isText: boolean): Insertion {
  const lines = markdown.split('\n')
  if (around.code !== null) return { words: lines.join(`\n${around.code}`), behind: '' }
  const inQuote = around.quote === '' ? lines : withoutQuote(lines, around.marks.quoteDepth)
  return asItems(inQuote, around, isText) ?? asLines(inQuote, around, { isText, opens: startsBlock(lines[0] ?? '') })
}

/** As lines of the paragraph, the quote or the item that is there. */
function asLines(
  lines: readonly string[],
  { marks, before, after, quote, item }: Surroundings,
  { isText, opens }: { isText: boolean; opens: boolean },
): Insertion {
  const prefix = quote + (item?.words ?? '')
  const written = lines.map((line, at) => (at === 0 ? line : line === '' ? quote : prefix + line)).join('\n')
  const gap = `\n${quote}\n${prefix}`
  const opensApart = !isText && opens && before.trim() !== ''
  const closesApart = !isText && after.trim() !== '' && (lines.length > 1 || startsBlock(lines.at(-1) ?? ''))
  const isHeading = marks.heading && `${before}${after}`.trim() === '' && /^#{1,6} /.test(lines[0] ?? '')
  // Such a gap counts as pasted: what is written next is words of their own.
  const words = (opensApart ? gap : '') + written + (closesApart ? gap : '')
  return { ...(isHeading ? { from: marks.indentTo } : {}), words, behind: '' }
}

/** Whether a line begins a block of its own where it stands by itself. */
export function startsBlock(line: string): boolean {
  return /^\s*(?:#{1,6} |[-*+] |\d+[.)] |>|\||```|---)/.test(line)
}

const quoteMark = /^ {0,3}> ?/

/** A quote within a quote of so many levels, without the levels that all its lines have. */
function withoutQuote(lines: readonly string[], depth: number): readonly string[] {
  let inner = lines
  for (let level = 0; level < depth && inner.every((line) => quoteMark.test(line)); level++) {
    inner = inner.map((line) => line.replace(quoteMark, ''))
  }
  return inner
}
