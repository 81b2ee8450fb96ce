import {
  Annotation,
  EditorSelection,
  EditorState,
  type Extension,
  type StateCommand,
  type Text,
  type Transaction,
} from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { signEnd, signStart } from '../../../shared/graphemes'
import { commandMarks } from './command-marks'

/**
 * Keeps the caret and the ends of a selection out of what a person counts as one sign, whichever way they were going there,
 * and deletes none in part. CodeMirror's own steps know emoji and accents, but neither the syllables of Hangul written
 * letter by letter nor those of India, and its Backspace takes an emoji apart.
 */
export const wholeSigns: Extension = EditorState.transactionFilter.of((transaction) => {
  if (transaction.docChanged) {
    const rest = isDeletion(transaction) ? restOfSigns(transaction) : []
    return rest.length === 0 ? transaction : [transaction, { changes: rest, sequential: true }]
  }
  if (!transaction.selection || !transaction.isUserEvent('select')) return transaction
  const selection = ofWholeSigns(transaction)
  return selection ? [transaction, { selection }] : transaction
})

/** Marks a deletion that takes a part of a sign on purpose. */
export const inPart = Annotation.define<true>()

/** Backspace and Delete of one sign; false where nothing but CodeMirror's own deletion is meant. */
export const deleteSignBefore = deleteSign(false)
export const deleteSignAfter = deleteSign(true)

function deleteSign(forward: boolean): StateCommand {
  return (target) => {
    const { state, dispatch } = target
    const { head, empty } = state.selection.main
    const line = state.doc.lineAt(head)
    const at = head - line.from
    if (state.readOnly || !empty || at === (forward ? line.length : 0)) return false
    const [from, to] = forward ? [at, signEnd(line.text, at + 1)] : [deletedFrom(line.text, at), at]
    // Spaces may be an indent, of which CodeMirror takes a step at once.
    if (/^[ \t]*$/.test(line.text.slice(from, to)) || isHiddenIn(target, line.from + from, line.from + to)) return false
    const changes = { from: line.from + from, to: line.from + to }
    const userEvent = forward ? 'delete.forward' : 'delete.backward'
    dispatch(state.update({ changes, scrollIntoView: true, userEvent, annotations: inPart.of(true) }))
    return true
  }
}

/** Swaps the signs before and after the caret, or the two before it at the end of a line, as macOS does. */
export const transposeSigns: StateCommand = ({ state, dispatch }) => {
  const { head, empty } = state.selection.main
  const { text, from, to } = state.doc.lineAt(head)
  if (state.readOnly || !empty || text === '') return true
  const at = head === to ? signStart(text, text.length - 1) : head - from
  if (at === 0) return true
  const [start, end] = [signStart(text, at - 1), signEnd(text, at + 1)]
  const changes = { from: from + start, to: from + end, insert: text.slice(at, end) + text.slice(start, at) }
  const selection = { anchor: from + end }
  dispatch(state.update({ changes, selection, scrollIntoView: true, userEvent: 'move.character' }))
  return true
}

/** What is stepped over as one, such as the sign of a list item, is deleted as one: by CodeMirror. */
function isHiddenIn(target: object, from: number, to: number): boolean {
  if (!(target instanceof EditorView)) return false
  let found = false
  for (const ranges of target.state.facet(EditorView.atomicRanges))
    ranges(target).between(from, to, (start, end) => {
      found ||= start < to && end > from
    })
  return found
}

/** Scripts in which a sign is one key, or one choice, for who writes it: Backspace takes it whole. */
const atOnce =
  /^[\p{scx=Latin}\p{scx=Greek}\p{scx=Cyrillic}\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Hangul}\p{sc=Common}\p{sc=Inherited}]/u

/**
 * From where Backspace deletes: an emoji, a flag, a letter with its accents or a syllable of Hangul is taken whole; in
 * scripts whose vowels and other marks are typed one by one, such as those of India, Thai, Arabic and Hebrew, the last is.
 */
export function deletedFrom(text: string, at: number): number {
  const sign = text.slice(signStart(text, at - 1), at)
  if (atOnce.test(sign)) return at - sign.length
  const last =
    /[^\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u180b-\u180d\u180f]?[\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u180b-\u180d\u180f]*$/u.exec(
      sign,
    )
  return at - (last?.[0].length ?? 1)
}

const isDeletion = (transaction: Transaction) =>
  (transaction.isUserEvent('delete.backward') || transaction.isUserEvent('delete.forward')) &&
  !transaction.annotation(inPart) &&
  !transaction.annotation(commandMarks)

/** What a deletion has left of signs that it cut, in offsets of the text after it. */
function restOfSigns({ startState: { doc }, changes }: Transaction): { from: number; to: number }[] {
  const rest: { from: number; to: number }[] = []
  changes.iterChanges((fromA, toA, fromB, toB) => {
    const before = fromA - signAt(doc, fromA, signStart)
    const after = signAt(doc, toA, signEnd) - toA
    if (before + after > 0) rest.push({ from: fromB - before, to: toB + after })
  })
  return rest
}

function signAt(doc: Text, at: number, side: (text: string, at: number) => number): number {
  const line = doc.lineAt(at)
  return line.from + side(line.text, at - line.from)
}

/** The selection that cuts no sign, or null when that is the one asked for. */
function ofWholeSigns(transaction: Transaction): EditorSelection | null {
  const { main } = transaction.newSelection
  const { doc } = transaction.startState
  const head = wholeHead(transaction)
  const anchor = signAt(doc, main.anchor, main.anchor <= head ? signStart : signEnd)
  if (head === main.head && (main.empty || anchor === main.anchor)) return null
  return EditorSelection.create([
    main.empty
      ? EditorSelection.cursor(head, main.assoc, main.bidiLevel ?? undefined, main.goalColumn)
      : EditorSelection.range(anchor, head, main.goalColumn),
  ])
}

/** Keys go on to the other side of a sign; the pointer means the nearer one, and takes along what it was drawn into. */
function wholeHead(transaction: Transaction): number {
  const { doc, selection } = transaction.startState
  const { anchor, head, empty } = transaction.newSelection.main
  const [back, on] = [signAt(doc, head, signStart), signAt(doc, head, signEnd)]
  if (!transaction.isUserEvent('select.pointer')) return head > selection.main.head ? on : back
  const isOnward = empty ? on - head < head - back : head > anchor
  return isOnward ? on : back
}
