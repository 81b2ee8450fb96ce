import type { EditorView } from '@codemirror/view'
import { parseMarkdown } from './dialect'

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
  const written = state.sliceDoc(from, to)
  clipboardData.clearData()
  clipboardData.setData('text/plain', textOf(written))
  clipboardData.setData(ownType, written)
  if (type === 'cut' && !state.readOnly)
    view.dispatch({ changes: { from, to }, scrollIntoView: true, userEvent: 'delete.cut' })
  return true
}

/** What was copied on a page, as it is written there; empty of anything else. */
export const copiedOnPage = (data: DataTransfer): string => data.getData(ownType)

/** Words without any mark are what they look like; others are Markdown, with a backslash before signs that are no marks. */
function textOf(written: string): string {
  const backslashes: number[] = []
  let hasMarks = false
  parseMarkdown(written).iterate({
    enter({ name, from }) {
      if (name === 'Escape') backslashes.push(from)
      else hasMarks ||= !/^(?:Document|Paragraph|URL|Entity)$/.test(name)
    },
  })
  if (hasMarks) return written
  const pieces = backslashes.map((at, index) => written.slice((backslashes[index - 1] ?? -1) + 1, at))
  return pieces.join('') + written.slice((backslashes.at(-1) ?? -1) + 1)
}
