import { EditorState, type Extension, type TransactionSpec } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { maxBodyLength } from '../../../shared/entry'
import { plainLines } from '../../../shared/plain-lines'
import { inCodeBlock } from './dialect'
import { draggedIntoRow } from './dragged-into-row'
import { markdownFromHtml, saysMoreThanText, showsWords } from './html-to-markdown'
import { toComeAt } from './marks-to-come'
import { copiedOnPage, copySelection, draggedWords } from './own-copies'
import { pasted } from './paste'
import { pasteToCome } from './paste-to-come'
import type { Place } from './paste-surroundings'
import { literally } from './pasted-html/escape'
import { withSignsEscaped } from './typed-signs/unmeant-signs'

/** Why nothing was put on the page: it held no words, only files, or more words than an entry may hold. */
export type PasteRefusal = 'nothing' | 'files' | 'too-long'

/** Longer HTML is not read; its plain text is. In UTF-16 code units. */
const longestHtml = 64 * 1024 * 1024

/**
 * Pasting and dropping on a page: rich text comes in as Markdown, plain text as it is, with `\n` as its only line end.
 * `onFailed` is called when nothing was put on the page.
 */
export function pasting(onFailed: (refusal: PasteRefusal) => void): Extension {
  let [isShift, isOwnDrag] = [false, false]
  const receive = (view: EditorView, data: DataTransfer, destination: Destination) => {
    const refusal = take(view, data, destination)
    if (refusal) onFailed(refusal)
  }
  return [
    EditorView.clipboardInputFilter.of(plainLines),
    draggedWords,
    EditorState.transactionFilter.of((edit) =>
      isOwnDrag && (edit.isUserEvent('move.drop') || edit.isUserEvent('input.drop')) ? draggedIntoRow(edit) : edit,
    ),
    EditorView.domEventHandlers({
      keydown: (event) => {
        isShift = event.shiftKey
        return false
      },
      paste: (event, view) => {
        const { clipboardData: data } = event
        if (!data || view.state.readOnly) return false
        const { from, to } = view.state.selection.main
        receive(view, data, { from, to, isVerbatim: isShift, userEvent: 'input.paste' })
        return true
      },
      dragstart: () => {
        isOwnDrag = true
        return false
      },
      dragend: () => {
        isOwnDrag = false
        return false
      },
      // Files too: only what may be dropped can be refused in a sentence.
      dragover: (event) => event.dataTransfer?.types.includes('Files') ?? false,
      drop: (event, view) => {
        const { dataTransfer: data } = event
        if (!data || isOwnDrag || view.state.readOnly) return false
        const at = view.posAtCoords({ x: event.clientX, y: event.clientY }, false)
        receive(view, data, { from: at, to: at, isVerbatim: false, userEvent: 'input.drop' })
        view.focus()
        return true
      },
      copy: copySelection,
      cut: copySelection,
    }),
  ]
}

interface Destination extends Place {
  /** Only the plain text is wanted. */
  isVerbatim: boolean
  userEvent: string
}

/** Puts the words of what was pasted or dropped on the page, or says why not. */
function take(
  view: EditorView,
  data: DataTransfer,
  { from, to, isVerbatim, userEvent }: Destination,
): PasteRefusal | null {
  const { state } = view
  const own = copiedOnPage(data)
  const text = plainLines(own || data.getData('text/plain') || data.getData('text/uri-list'))
  const html = data.getData('text/html')
  if (text.length > maxBodyLength) return 'too-long'
  if (html === '' && isOnlyFiles(data, text)) return 'files'
  const isCode = inCodeBlock(state, from)
  const isRich = !isVerbatim && !isCode && (text === '' || saysMoreThanText(html))
  const markdown = isRich ? converted(html) : ''
  if (markdown === '' && text === '') return data.files.length > 0 ? 'files' : 'nothing'
  // Of what comes as text alone nobody knows whether it is Markdown.
  const read = !isVerbatim && showsWords(html) ? literally : withSignsEscaped
  const edit = (into: EditorState, place: Place): TransactionSpec => ({
    ...(markdown === ''
      ? pasted(into, isCode || own !== '' ? text : read(text), { ...place, isText: true })
      : pasted(into, markdown, place)),
    userEvent,
  })
  const toCome = from === to && from === state.selection.main.head ? toComeAt(state) : null
  const made = toCome
    ? pasteToCome(state, toCome, (into) => edit(into, into.selection.main))
    : edit(state, { from, to })
  if (isTooLong(state, made)) return 'too-long'
  view.dispatch(made)
  return null
}

/** A file manager gives the names of files as text too. */
function isOnlyFiles(data: DataTransfer, text: string): boolean {
  const names = Array.from(data.files, ({ name }) => name)
  const lines = text.split('\n', names.length + 1).filter((line) => line.trim() !== '')
  return (
    names.length > 0 &&
    lines.every((line) => names.some((name) => line.endsWith(name) || line.endsWith(encodeURI(name))))
  )
}

function isTooLong(state: EditorState, { changes = [] }: TransactionSpec): boolean {
  const { length, newLength } = state.changes(changes)
  return newLength > Math.max(length, maxBodyLength)
}

/** Foreign HTML may hold what a converter never thought of; its plain text is pasted then. */
function converted(html: string): string {
  if (html === '' || html.length > longestHtml) return ''
  try {
    return plainLines(markdownFromHtml(html))
  } catch {
    return ''
  }
}
