import { EditorState, type Extension, Transaction, type TransactionSpec } from '@codemirror/state'
import { askedFor } from './command-marks'
import { inCodeBlock, treeUpTo } from './dialect'
import { inlineMark } from './inline-marks'
import { constructsIn } from './inline-reading'
import { isLineEnd, marksToCome, setToCome, type ToCome, toComeAt, withToCome } from './marks-to-come'

/**
 * What is typed at the caret, where marks are to come or words end in marks: a letter comes with its marks, and a
 * space behind them.
 */
const typedToCome: Extension = EditorState.transactionFilter.of((transaction) => {
  const typed = typedAtCaret(transaction)
  if (typed === null) return transaction
  const toCome = toComeAt(transaction.startState)
  if (isLineEnd(transaction, typed)) return behindLineEnd(transaction, toCome)
  if (typed.trim() !== '') return toCome ? wordsToCome(transaction, toCome, typed) : transaction
  return spaceBehindMarks(transaction, toCome, typed) ?? transaction
})

/** What keys put in at the caret, and nowhere else; null where they do something else. */
function typedAtCaret(transaction: Transaction): string | null {
  const { startState: state } = transaction
  const { head, empty } = state.selection.main
  const isTyped = ['input', 'input.type'].includes(transaction.annotation(Transaction.userEvent) ?? '')
  // What has a span that was asked for was seen before.
  if (!transaction.docChanged || !empty || !isTyped || transaction.annotation(askedFor)) return null
  const typed: (string | null)[] = []
  transaction.changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    typed.push(from === head && to === head ? inserted.toString() : null)
  })
  return typed.length === 1 ? (typed[0] ?? null) : null
}

function wordsToCome(transaction: Transaction, toCome: ToCome, words: string): TransactionSpec {
  const { startState: state, newSelection, scrollIntoView } = transaction
  const behind = newSelection.main.head - state.selection.main.head
  const userEvent = transaction.annotation(Transaction.userEvent) ?? 'input.type'
  return withToCome(state, toCome, ({ selection: { main } }) => ({
    changes: { from: main.head, insert: words },
    selection: { anchor: main.head + behind },
    scrollIntoView,
    userEvent,
  }))
}

/** A space at the end of marked words comes behind their marks, which it would take their meaning; more words go on in them. */
function spaceBehindMarks(transaction: Transaction, toCome: ToCome | null, space: string): TransactionSpec | null {
  const { startState: state, scrollIntoView } = transaction
  const { head } = state.selection.main
  const end = endOfMarks(state)
  if (end === head || toCome?.closed) return null
  const userEvent = transaction.annotation(Transaction.userEvent) ?? 'input.type'
  return {
    changes: { from: end, insert: space },
    selection: { anchor: end + space.length },
    effects: setToCome.of({ closed: { from: head, to: end }, kinds: toCome?.kinds ?? [] }),
    scrollIntoView,
    userEvent,
  }
}

/** Where the marks end that close at the caret; the caret itself where none do. */
function endOfMarks(state: EditorState): number {
  const { head } = state.selection.main
  if (!/[*_~]/.test(state.sliceDoc(head, head + 1)) || inCodeBlock(state, head)) return head
  const { to } = state.doc.lineAt(head)
  const read = (from: number, end: number) => state.sliceDoc(from, end)
  const around = constructsIn(treeUpTo(state, to), read, { from: head, to: head + 1 })
  const closing = (at: number) =>
    around.find(({ name, open, close }) => inlineMark(name) && close.from === at && close.to > at && open.to <= head)
  let end = head
  for (let next = closing(end); next; next = closing(end)) end = next.close.to
  return end
}

/** What was switched between words goes on below with them; what was at the end of marked words ends with these. */
function behindLineEnd(transaction: Transaction, toCome: ToCome | null): Transaction | readonly TransactionSpec[] {
  const { startState: state } = transaction
  const isOfWords = toCome?.closed || endOfMarks(state) > state.selection.main.head
  return toCome && isOfWords ? [transaction, { effects: setToCome.of(null) }] : transaction
}

/** Marks that are written with the words for which a key was pressed, and not before. */
export const marksWithWords: Extension = [marksToCome, typedToCome]
