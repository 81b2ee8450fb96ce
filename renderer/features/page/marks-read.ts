import type { EditorState, Line } from '@codemirror/state'
import { columnAt, indentLike } from './columns'
import type { MarkChange } from './command-marks'
import { ancestorNamed, treeUpTo } from './dialect'
import { lineMarks, type LineMarks } from './line-marks'

/** As much of an indent makes code, or lets a line go on with the words above, in whatever it stands (CommonMark 4.4, 4.8). */
const tooFar = 4

/**
 * The changes that write the marks of headings or items on lines, with less of an indent where no mark is read behind it:
 * it ends where the words begin of the item that the line is going to stand in.
 */
export function marksRead(
  state: EditorState,
  lines: readonly { readonly line: Line; readonly marks: LineMarks }[],
  changes: readonly MarkChange[],
): MarkChange[] {
  const indented = lines.filter(({ marks }) => !marks.list && marks.indent >= tooFar)
  if (indented.length === 0) return [...changes]
  const edit = state.update({ changes, filter: false })
  const outdents = indented.flatMap(({ line, marks }) => {
    const words = wordsAround(edit.state, edit.newDoc.lineAt(edit.changes.mapPos(line.to, 1)), marks.indent)
    return marks.indent < words + tooFar ? [] : [outdented(line, marks, words)]
  })
  return [...outdents, ...changes]
}

/**
 * The column at which the words begin of the innermost item that a line with this indent may begin a block in; 0 in none, as
 * in one of another quote. A line that only goes on with the words of an item may stand before where they begin.
 */
function wordsAround(state: EditorState, line: Line, indent: number): number {
  const { indentTo, quoteDepth } = lineMarks(state, line)
  const node = treeUpTo(state, line.to).resolveInner(indentTo, 1)
  let item = ancestorNamed((node.name === 'ListMark' ? node.parent?.parent : node) ?? null, ['ListItem'])
  for (; item; item = ancestorNamed(item.parent, ['ListItem'])) {
    const mark = item.getChild('ListMark')
    const marks = mark && lineMarks(state, state.doc.lineAt(mark.from))
    const words = (marks?.quoteDepth === quoteDepth && marks.list?.words) || 0
    if (words <= indent) return words
  }
  return 0
}

function outdented({ text, from: start }: Line, { quoteTo, indentTo }: LineMarks, column: number): MarkChange {
  const indent = text.slice(quoteTo - start, indentTo - start)
  const from = columnAt(text, quoteTo - start)
  const kept = indentLike(indent, from + column, from)
  let same = 0
  while (same < kept.length && kept.charAt(same) === indent.charAt(same)) same++
  return { from: quoteTo + same, to: indentTo, insert: kept.slice(same), role: 'indent' }
}
