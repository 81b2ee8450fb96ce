import type { EditorState, Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { parseMarkdown } from './dialect'
import { leftWithMarks } from './kept-marks'
import { isReadable } from './readable'

/** Under which what is copied on a page lies beside its plain text, to come back as it was. */
const ownType = 'application/x-twofold-markdown'

/**
 * Copies or cuts what is selected: as it is written for a page, and as text for whatever else it is pasted into. With
 * nothing selected nothing is copied, where an editor for programmers would take the whole line.
 */
export function copySelection({ type, clipboardData }: ClipboardEvent, view: EditorView): boolean {
  const { state } = view
  const { from, to, empty } = state.selection.main
  if (empty || !clipboardData) return true
  const written = takenAlong(state, { from, to })
  clipboardData.clearData()
  clipboardData.setData('text/plain', textOf(written))
  clipboardData.setData(ownType, written)
  if (type === 'cut' && !state.readOnly)
    view.dispatch({ changes: { from, to }, scrollIntoView: true, userEvent: 'delete.cut' })
  return true
}

/** What is dragged on a page takes along what is copied of it. */
export const draggedWords: Extension = EditorView.clipboardOutputFilter.of((text, state) =>
  state.selection.ranges.length === 1 ? takenAlong(state, state.selection.main) : text,
)

/**
 * A part of a page as it can stand elsewhere: of marks of which it holds one only, the other is taken along, or neither
 * where nothing of their words is taken. It is what is left of its lines when everything else in them is deleted.
 */
export function takenAlong({ doc }: EditorState, { from, to }: { from: number; to: number }): string {
  const [begin, end] = [doc.lineAt(from).from, doc.lineAt(to).to]
  const lines = doc.sliceString(begin, end)
  if (!isReadable(lines)) return doc.sliceString(from, to)
  const rest = [
    { from: 0, to: from - begin, insert: '' },
    { from: to - begin, to: end - begin, insert: '' },
  ]
  return leftWithMarks(
    lines,
    rest.filter((one) => one.to > one.from),
  )
}

/** What was copied on a page, as it is written there; empty of anything else. */
export const copiedOnPage = (data: DataTransfer): string => data.getData(ownType)

/** Words without any mark are what they look like; others are Markdown, with a backslash before signs that are no marks. */
function textOf(written: string): string {
  if (!written.split(/\n\s*\n/).every((block) => isReadable(block))) return written
  const backslashes: number[] = []
  let hasMarks = false
  parseMarkdown(written).iterate({
    enter({ name, from }) {
      if (name === 'Escape') backslashes.push(from)
      else hasMarks ||= !/^(?:Document|Paragraph|BareAddress|Entity)$/.test(name)
    },
  })
  if (hasMarks) return written
  const pieces = backslashes.map((at, index) => written.slice((backslashes[index - 1] ?? -1) + 1, at))
  return pieces.join('') + written.slice((backslashes.at(-1) ?? -1) + 1)
}
