import { EditorState, type Extension, Transaction, type TransactionSpec } from '@codemirror/state'
import { askedFor, commandMarks, marksInTurn, noMarks } from './command-marks'
import { inCodeBlock, treeUpTo } from './dialect'
import { inlineMark, type Span } from './inline-marks'
import { constructsIn } from './inline-reading'
import { apart, isLineEnd, marksToCome, setToCome, type ToCome, toComeAt, withToCome } from './marks-to-come'

/**
 * What is typed at the caret, where marks are to come or words end in marks: a letter comes with its marks, and a
 * space behind them.
 */
const typedToCome: Extension = EditorState.transactionFilter.of((transaction) => {
  const typed = typedAtCaret(transaction)
  if (typed === null) return transaction
  const toCome = toComeAt(transaction.startState)
  if (isLineEnd(transaction, typed)) return behindLineEnd(transaction, toCome)
  const words = typed.trimEnd()
  if (words === '') return spaceBehindMarks(transaction, toCome, typed) ?? transaction
  if (words !== typed) return wordsAndSpace(transaction, toCome, typed) ?? transaction
  return toCome ? wordsToCome(transaction, toCome, typed) : transaction
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
  return { ...spaceAt({ from: head, to: end }, toCome?.kinds ?? [], space), scrollIntoView, userEvent }
}

const spaceAt = (closed: Span, kinds: ToCome['kinds'], space: string) => ({
  changes: { from: closed.to, insert: space },
  selection: { anchor: closed.to + space.length },
  effects: setToCome.of({ closed, kinds }),
})

/** A word that is dictated, or stands for a short form, comes with a space: as if this were typed behind it. */
function wordsAndSpace(transaction: Transaction, toCome: ToCome | null, typed: string): TransactionSpec | null {
  const { startState: state, newSelection, scrollIntoView } = transaction
  const { head } = state.selection.main
  if (newSelection.main.head !== head + typed.length || (!toCome && endOfMarks(state) === head)) return null
  const userEvent = transaction.annotation(Transaction.userEvent) ?? 'input.type'
  return { ...wordsBeforeSpace(state, toCome, { words: typed, userEvent }), scrollIntoView }
}

/** The edit that puts words in at the caret, within the marks there, and the space that they end with behind these. */
export function wordsBeforeSpace(
  state: EditorState,
  toCome: ToCome | null,
  { words, userEvent }: { words: string; userEvent: string },
): TransactionSpec {
  const insert = words.trimEnd()
  const made = state.update({
    ...withToCome(state, toCome ?? { closed: null, kinds: [] }, ({ selection: { main } }) => ({
      changes: { from: main.head, insert },
      selection: { anchor: main.head + insert.length },
      userEvent,
    })),
    filter: false,
  })
  const closed = { from: made.newSelection.main.head, to: endOfMarks(made.state) }
  const space = spaceAt(closed, [], words.slice(insert.length))
  const behind = made.state.changes(space.changes)
  const marks = made.annotation(commandMarks) ?? noMarks
  return {
    changes: made.changes.compose(behind),
    selection: space.selection,
    ...(closed.to > closed.from ? { effects: space.effects } : {}),
    annotations: [
      askedFor.of([]),
      commandMarks.of(marksInTurn({ changes: made.changes, marks }, behind, noMarks)),
      ...(toCome && toCome.kinds.length > 0 ? [apart] : []),
    ],
    userEvent,
  }
}

/** Where the marks end that close at the caret; the caret itself where none do. */
export function endOfMarks(state: EditorState): number {
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
