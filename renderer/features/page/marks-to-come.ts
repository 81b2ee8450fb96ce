import { isolateHistory } from '@codemirror/commands'
import {
  ChangeSet,
  type EditorState,
  type StateCommand,
  StateEffect,
  StateField,
  Transaction,
  type TransactionSpec,
} from '@codemirror/state'
import { toggleAtCaret } from './caret-marks'
import { askedFor, type CommandMarks, commandMarks, marksBesideLetters, marksInTurn, noMarks } from './command-marks'
import { treeUpTo } from './dialect'
import { emptyMarksAt } from './empty-marks'
import { inlineMark, type InlineKind, mapSpan, type Span } from './inline-marks'
import { constructsIn } from './inline-reading'

/**
 * What is to be written at the caret before the next letter. Till that comes nothing of it stands in the text: marks with
 * nothing between them, or with a space at their edge, mean nothing, and whoever leaves or is cut off would leave them there.
 */
export interface ToCome {
  /** The marks at the end of whose words spaces were typed: these stand behind them, up to the caret, till the words go on. */
  readonly closed: Span | null
  /** The kinds that were switched at the caret since. */
  readonly kinds: readonly InlineKind[]
}
interface ToComeAt extends ToCome {
  readonly at: number
}

/** Says what is to come at the caret behind an edit, in offsets of the text after it. */
export const setToCome = StateEffect.define<ToCome | null>({
  map: (value, changes) => value && { ...value, closed: value.closed && mapSpan(value.closed, changes) },
})

/** Knows what is to come as long as the caret stays where it is, with nothing but spaces and lines' ends typed there. */
export const marksToCome = StateField.define<ToComeAt | null>({
  create: () => null,
  update(toCome, transaction) {
    const { newSelection, effects } = transaction
    const { head, empty } = newSelection.main
    const set = effects.findLast((effect) => effect.is(setToCome))
    if (set?.is(setToCome)) return set.value && { ...set.value, at: head }
    if (!toCome || !empty) return null
    return transaction.docChanged ? afterEdit(toCome, transaction) : head === toCome.at ? toCome : null
  },
})

function afterEdit(toCome: ToComeAt, transaction: Transaction): ToComeAt | null {
  const { changes, newSelection, newDoc, startState } = transaction
  const { head } = newSelection.main
  const { at, closed, kinds } = toCome
  const isOwn = transaction.annotation(Transaction.userEvent) !== undefined
  if (head < changes.mapPos(at, -1) || head > changes.mapPos(at, 1)) return null
  if (isOwn && !staysThere(toCome, transaction)) return null
  if (!closed) return { at: head, closed, kinds }
  const moved = mapSpan(closed, changes)
  const isThere =
    moved.to <= head &&
    newDoc.sliceString(moved.from, moved.to) === startState.sliceDoc(closed.from, closed.to) &&
    /^[^\S\n]*$/.test(newDoc.sliceString(moved.to, head))
  return isThere ? { at: head, closed: moved, kinds } : null
}

/** Whether one's own edit only types a space at the caret, or takes away those behind closed marks. */
function staysThere({ at, closed }: ToComeAt, transaction: Transaction): boolean {
  const isTyped = ['input', 'input.type'].includes(transaction.annotation(Transaction.userEvent) ?? '')
  let stays = true
  transaction.changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    const words = inserted.toString()
    const isSpace = isTyped && from === at && to === at && (isLineEnd(transaction, words) || words.trim() === '')
    const isTakenBack = closed !== null && inserted.length === 0 && from >= closed.to && to <= at
    stays &&= isSpace || isTakenBack
  })
  return stays
}

/** Whether what is put in by an edit is a line's end, with the marks of the next line where Enter puts them in. */
export const isLineEnd = (transaction: Transaction, words: string): boolean =>
  words.startsWith('\n') && (transaction.annotation(Transaction.userEvent) === 'input' || words.trim() === '')

/** What is to come at the caret, or null. */
export const toComeAt = (state: EditorState): ToCome | null => state.field(marksToCome, false) ?? null

/** A text with what is to come written around its caret. */
export interface WrittenToCome {
  readonly state: EditorState
  readonly changes: ChangeSet
  readonly marks: CommandMarks
}

/** Writes what is to come, for a letter that is put in there next. */
export function writtenToCome(start: EditorState, { closed, kinds }: ToCome): WrittenToCome {
  const { head } = start.selection.main
  let [state, changes, marks] = [start, ChangeSet.empty(start.doc.length), noMarks]
  const add = (transaction: Transaction) => {
    marks = marksInTurn({ changes, marks }, transaction.changes, marksOf(transaction))
    changes = changes.compose(transaction.changes)
    ;({ state } = transaction)
  }
  if (closed) {
    // The spaces move, and the marks stay the ones they are: a partner may have written beside them.
    const { from, to } = closed
    const spaces = start.sliceDoc(to, head)
    add(start.update({ changes: { from: to, to: head }, selection: { anchor: from }, filter: false }))
    const span = { from, to: from + spaces.length }
    const typed = { changes: { from, insert: spaces }, selection: { anchor: span.to }, userEvent: 'input.type' }
    if (spaces !== '') add(state.update({ ...typed, annotations: askedFor.of([span]) }))
  }
  for (const kind of kinds) toggleAtCaret(kind, { state, dispatch: add })
  return { state, changes, marks }
}

/**
 * An edit of the text with what is to come, as one of the text without: both are one step. `edit` gets the state in which it
 * is written and goes through all that an edit goes through there.
 */
export function withToCome(
  state: EditorState,
  toCome: ToCome,
  edit: (written: EditorState) => TransactionSpec,
): TransactionSpec {
  const written = writtenToCome(state, toCome)
  const made = written.state.update(edit(written.state))
  const marks = marksInTurn(written, made.changes, marksOf(made))
  const userEvent = made.annotation(Transaction.userEvent)
  return {
    changes: written.changes.compose(made.changes),
    selection: made.newSelection,
    scrollIntoView: made.scrollIntoView,
    // All that an edit goes through has seen this one already.
    annotations: [askedFor.of([]), commandMarks.of(marks), ...(toCome.kinds.length > 0 ? [apart] : [])],
    ...(userEvent === undefined ? {} : { userEvent }),
  }
}

const marksOf = (transaction: Transaction): CommandMarks =>
  transaction.annotation(marksBesideLetters) ?? transaction.annotation(commandMarks) ?? noMarks

/** Words of another kind are a step of their own. */
export const apart = isolateHistory.of('before')

/** The kinds of which a letter at the caret would be, the outer ones first. */
export function kindsAtCaret(state: EditorState): InlineKind[] {
  const toCome = toComeAt(state)
  const { state: written } = toCome ? writtenToCome(state, toCome) : { state }
  const { head } = written.selection.main
  const next = written.update({ changes: { from: head, insert: 'x' }, filter: false }).state
  const read = (from: number, to: number) => next.sliceDoc(from, to)
  const around = constructsIn(treeUpTo(next, next.doc.lineAt(head).to), read, { from: head, to: head + 1 })
  return around.flatMap(({ name, open, close }) => {
    const kind = inlineMark(name)?.kind
    return kind && open.to <= head && close.from > head ? [kind] : []
  })
}

/** At a caret what is written next becomes of this kind, or plain; where the marks are there already, the caret passes them. */
export function toggleToCome(kind: InlineKind, target: Parameters<StateCommand>[0]): boolean {
  const { state, dispatch } = target
  const before = state.field(marksToCome, false)
  if (before === undefined || (before === null && emptyMarksAt(state))) return toggleAtCaret(kind, target)
  const { closed, kinds }: ToCome = before ?? { closed: null, kinds: [] }
  const toCome: ToCome = {
    closed,
    kinds: kinds.includes(kind) ? kinds.filter((own) => own !== kind) : [...kinds, kind],
  }
  const written = writtenToCome(state, toCome)
  if (written.state.doc.eq(state.doc)) {
    const { selection } = written.state
    dispatch(state.update({ selection, effects: setToCome.of(null), userEvent: 'select' }))
  } else dispatch(state.update({ effects: setToCome.of(toCome) }))
  return true
}
