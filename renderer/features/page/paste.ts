import type { EditorState, Extension, TransactionSpec } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { plainLines } from '../../../shared/plain-lines'
import { inCodeBlock } from './dialect'
import { markdownFromHtml, saysMoreThanText } from './html-to-markdown'
import { lineMarks } from './line-marks'

/**
 * Pasting on a page: rich text comes in as Markdown, plain text as it is, with `\n` as its only line end. `onFailed`
 * is called when what was pasted holds nothing that a page can.
 */
export function pasting(onFailed: () => void): Extension {
  let shift = false
  return [
    EditorView.clipboardInputFilter.of(plainLines),
    EditorView.domEventHandlers({
      keydown: (event) => {
        shift = event.shiftKey
        return false
      },
      paste: (event, view) => pasteInto(view, event, shift, onFailed),
      // With nothing selected an editor for programmers would take the whole line.
      copy: (_event, view) => view.state.selection.main.empty,
      cut: (_event, view) => view.state.selection.main.empty,
    }),
  ]
}

function pasteInto(view: EditorView, event: ClipboardEvent, plain: boolean, onFailed: () => void): boolean {
  const data = event.clipboardData
  if (!data || view.state.readOnly) return false
  const html = data.getData('text/html')
  const text = data.getData('text/plain')
  const verbatim = plain || inCodeBlock(view.state, view.state.selection.main.from)
  const rich = html !== '' && !verbatim && (text === '' || saysMoreThanText(html))
  const markdown = rich ? converted(html) : ''
  if (markdown === '' && text !== '') return false
  event.preventDefault()
  if (markdown === '') onFailed()
  else view.dispatch(pasted(view.state, markdown))
  return true
}

/** The edit that pastes Markdown in the selection's place, apart from the words around it where it is made of blocks. */
export function pasted(state: EditorState, markdown: string): TransactionSpec {
  const { from, to } = state.selection.main
  const line = state.doc.lineAt(from)
  const marks = lineMarks(state, line)
  const quote = state.sliceDoc(line.from, Math.min(marks.quoteTo, from))
  const before = state.sliceDoc(Math.min(marks.contentFrom, from), from)
  const after = state.sliceDoc(to, state.doc.lineAt(to).to)
  const lines = markdown.split('\n')
  const opens = startsBlock(lines[0] ?? '') && (before.trim() !== '' || marks.list !== null)
  const closes = after.trim() !== '' && (startsBlock(lines.at(-1) ?? '') || lines.length > 1)
  const whole = [...(opens ? ['', ''] : []), ...lines, ...(closes ? ['', ''] : [])].join(`\n${quote}`)
  const changes = state.changes({ from, to, insert: whole })
  return { changes, selection: { anchor: from + whole.length }, scrollIntoView: true, userEvent: 'input.paste' }
}

function startsBlock(line: string): boolean {
  return /^\s*(?:#{1,6} |[-*+] |\d+[.)] |>|\||```|---)/.test(line)
}

/** Foreign HTML may hold what a converter never thought of; its plain text is pasted then. */
function converted(html: string): string {
  try {
    return plainLines(markdownFromHtml(html))
  } catch {
    return ''
  }
}
