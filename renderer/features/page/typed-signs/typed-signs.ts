import { type ChangeDesc, ChangeSet, EditorState, type Extension, type Text, Transaction } from '@codemirror/state'
import { askedFor, commandMarks } from '../command-marks'
import { ancestorNamed, treeUpTo } from '../dialect'
import type { Span } from '../inline-marks'
import { linesAround } from '../inline-parts'
import { isReadable } from '../readable'
import { unmeantSigns } from './unmeant-signs'

/**
 * A sign that is typed and would be read as a mark that nobody means gets a backslash, which the page doesn't show: so it
 * stays the sign that was written, here and for every reader of Markdown.
 */
export const typedSigns: Extension = EditorState.transactionFilter.of((transaction) => {
  const { startState: state, newDoc } = transaction
  let backslashes = ChangeSet.empty(newDoc.length)
  for (const typed of typedIn(transaction)) {
    const changes = transaction.changes.desc.composeDesc(backslashes.desc)
    const from = backslashes.mapPos(typed.from, 1)
    const to = Math.max(from, backslashes.mapPos(typed.to, -1))
    const found = backslashesIn({ state, changes, doc: backslashes.apply(newDoc) }, { from, to })
    backslashes = backslashes.compose(ChangeSet.of(found, backslashes.newLength))
  }
  return backslashes.empty ? transaction : [transaction, { changes: backslashes, sequential: true }]
})

/** What a transaction types that may need a backslash, each by itself, in the new text; where it only deletes, the places. */
function typedIn(transaction: Transaction): Span[] {
  const { docChanged, newDoc, changes } = transaction
  const event = transaction.annotation(Transaction.userEvent) ?? ''
  if (!docChanged || !/^(?:input(?:\.type)?|delete\.(?:backward|forward|selection|cut|word)\b.*)$/.test(event))
    return []
  const changed: Span[] = []
  changes.iterChanges((_fromA, _toA, from, to) => changed.push({ from, to }))
  const marks = transaction.annotation(commandMarks)?.inserted ?? []
  return (transaction.annotation(askedFor) ?? changed)
    .flatMap((span) => without(marks, span))
    .filter((span) => mayNeedBackslash(newDoc, span))
}

/** What is left of a span between marks that were written into it. */
function without(marks: readonly Span[], { from, to }: Span): Span[] {
  const left: Span[] = []
  let at = from
  for (const mark of marks) {
    if (mark.to <= from || mark.from >= to) continue
    if (mark.from > at) left.push({ from: at, to: mark.from })
    at = mark.to
  }
  return at < to || at === from ? [...left, { from: at, to }] : left
}

/** Signs of which each may begin or end a mark. */
const mark = /[*_~`[\]<>\\]/
/** What stands before a sign that ends something with it: a backslash's, a face's or the other signs of an underline. */
const unended: Readonly<Record<string, RegExp>> = { '(': /\]$/, ')': /\]\(\S*$/, ';': /&#?\w+$/, '=': /^ {0,3}=*$/ }
/** How much before a sign is looked at for that, in UTF-16 code units: no address that opens is longer. */
const lookedBack = 2100

/** Whether a part of a text may need one: asked at each letter that is typed, so that no more than its line is read. */
export function mayNeedBackslash(doc: Text, { from, to }: Span): boolean {
  const typed = doc.sliceString(from, to)
  if (mark.test(typed) || /[\\>]/.test(doc.sliceString(Math.max(0, from - 1), from))) return true
  const ends = unended[typed.slice(-1)]
  if (!ends) return false
  const line = doc.lineAt(to - 1)
  return ends.test(line.text.slice(Math.max(0, to - 1 - line.from - lookedBack), to - 1 - line.from))
}

/** A text whose blocks are known as they were before some changes. */
interface Changed {
  readonly state: EditorState
  readonly changes: ChangeDesc
  readonly doc: Text
}

/** The backslashes that what was typed needs, as changes of the text that it was typed in. */
export function backslashesIn(changed: Changed, typed: Span): { from: number; insert: string }[] {
  const { from, to } = linesOf(changed, typed)
  const { state, changes, doc } = changed
  const at = changes.invertedDesc.mapPos(typed.from, -1)
  if (ancestorNamed(treeUpTo(state, at).resolveInner(at, -1), ['FencedCode'])) return []
  const lines = doc.sliceString(from, to)
  if (!isReadable(lines)) return []
  const span = { from: typed.from - from, to: typed.to - from }
  return unmeantSigns(lines, span).map((at) => ({ from: from + at, insert: '\\' }))
}

/** The lines of all that what was typed stands in, or may stand in now that it is there. */
function linesOf({ state, changes, doc }: Changed, typed: Span): Span {
  const back = changes.invertedDesc
  const [first, last] = [state.doc.lineAt(back.mapPos(typed.from, -1)), state.doc.lineAt(back.mapPos(typed.to, 1))]
  const above = first.number > 1 ? state.doc.line(first.number - 1).from : first.from
  const below = last.number < state.doc.lines ? state.doc.line(last.number + 1).to : last.to
  const from = Math.min(linesAround(state, { from: above, to: above }).from, first.from)
  const to = Math.max(linesAround(state, { from: below, to: below }).to, last.to)
  return { from: doc.lineAt(changes.mapPos(from, -1)).from, to: doc.lineAt(changes.mapPos(to, 1)).to }
}
