import { history } from '@codemirror/commands'
import { ensureSyntaxTree } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { journalMarkdown, parseMarkdown } from '../../renderer/features/page/dialect'
import { continueBlock } from '../../renderer/features/page/enter-commands'
import { pageFilters } from '../../renderer/features/page/page-filters'
import { shownText } from '../../renderer/features/page/shown-text'

/** A page's state of a text, with the caret behind it or at `caret`, that takes what is typed as a page does. */
export function writingState(text = '', caret = text.length): EditorState {
  return EditorState.create({
    doc: text,
    selection: { anchor: caret },
    extensions: [EditorState.lineSeparator.of('\n'), journalMarkdown(), history(), pageFilters],
  })
}

/** The state after these words were put in at the caret as one, as a substitution or a picker of faces does. */
export function typedAtOnce(state: EditorState, words: string, userEvent = 'input.type'): EditorState {
  // A busy machine must not leave a part unparsed.
  ensureSyntaxTree(state, state.doc.length, 10_000)
  const { from, to } = state.selection.main
  const selection = { anchor: from + words.length }
  return state.update({ changes: { from, to, insert: words }, selection, userEvent }).state
}

/** The state after these keys. */
export function typed(state: EditorState, keys: string): EditorState {
  let now = state
  for (const key of keys) {
    const isHandled = key === '\n' && continueBlock({ state: now, dispatch: (made) => (now = made.state) })
    if (!isHandled) now = typedAtOnce(now, key, key === '\n' ? 'input' : 'input.type')
  }
  return now
}

/** What a page shows of a text to whoever reads it. */
export function shownIn(text: string): string {
  const state = writingState(text)
  const whole = { from: 0, to: text.length }
  return shownText(state, parseMarkdown(text), whole).text
}
