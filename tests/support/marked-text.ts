import { history } from '@codemirror/commands'
import { ensureSyntaxTree } from '@codemirror/language'
import { EditorState, type StateCommand, type Transaction, type TransactionSpec } from '@codemirror/state'
import { journalMarkdown } from '../../renderer/features/page/dialect'

const marker = /[‸«»]/g

/** A page's state of a text in which `‸` stands for the caret, or `«` and `»` for the ends of the selection. */
export function stateOf(marked: string): EditorState {
  const at = (sign: string) => {
    const found = marked.indexOf(sign)
    return found < 0 ? null : marked.slice(0, found).replace(marker, '').length
  }
  const anchor = at('‸') ?? at('«') ?? 0
  const state = EditorState.create({
    doc: marked.replace(marker, ''),
    selection: { anchor, head: at('»') ?? anchor },
    extensions: [EditorState.lineSeparator.of('\n'), journalMarkdown(), history()],
  })
  // A busy machine must not leave a part unparsed.
  ensureSyntaxTree(state, state.doc.length, 10_000)
  return state
}

/** The text of a state, with its caret or its selection marked as above. */
export function marked(state: EditorState): string {
  const text = state.doc.toString()
  const { from, to, empty } = state.selection.main
  if (empty) return `${text.slice(0, from)}‸${text.slice(from)}`
  return `${text.slice(0, from)}«${text.slice(from, to)}»${text.slice(to)}`
}

/** The transaction a command makes of a state, or null when it says that it isn't for it to handle. */
export function transactionOf(command: StateCommand, state: EditorState): Transaction | null {
  let made: Transaction | null = null
  const handled = command({ state, dispatch: (transaction) => (made = transaction) })
  return handled ? (made ?? state.update({})) : null
}

/** What a command makes of a marked text; null when it leaves it to others. */
export function after(command: StateCommand, text: string): string | null {
  const transaction = transactionOf(command, stateOf(text))
  return transaction && marked(transaction.state)
}

/** What an edit makes of a marked text. */
export function edited(text: string, edit: (state: EditorState) => TransactionSpec | null): string | null {
  const state = stateOf(text)
  const spec = edit(state)
  return spec && marked(state.update(spec).state)
}
