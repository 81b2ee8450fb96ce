import { ChangeSet, EditorState, type Extension, StateField, type Text, Transaction } from '@codemirror/state'
import { guard } from '../../../../shared/flanking'
import type { MarkRole } from '../../../../shared/mark-clients'
import { askedFor, type CommandMarks, commandMarks, marksBesideLetters, marksIn, noMarks } from '../command-marks'
import { ancestorNamed, treeUpTo } from '../dialect'
import { mapSpan, type Span } from '../inline-marks'
import { areMarksWaiting } from '../empty-marks'
import { linesAround } from '../inline-parts'
import { isReadable } from '../readable'
import type { Coming } from './sign-reading'
import { type Changed, closing, standingMarks, type StandingMarks, type Way } from './standing-marks'
import { guardsBeside, unmeantSigns } from './unmeant-signs'

/**
 * A sign that is typed and would be read as a mark that nobody means gets a backslash, which the page doesn't show: so it
 * stays the sign that was written, here and for every reader of Markdown.
 */
const judged: Extension = EditorState.transactionFilter.of((transaction) => {
  const { startState: state, newDoc } = transaction
  const way = wayOf(transaction)
  if (!way) return transaction
  const isGoingOn = state.field(signTyped, false) === state.selection.main.head
  let backslashes = ChangeSet.empty(newDoc.length)
  let marks = transaction.annotation(commandMarks) ?? noMarks
  for (const put of putIn(transaction)) {
    const changes = transaction.changes.desc.composeDesc(backslashes.desc)
    const written = writtenIn(transaction).map((mark) => mapSpan(mark, backslashes))
    const found = backslashesIn(
      { state, changes, doc: backslashes.apply(newDoc), written, way, isGoingOn },
      mapSpan(put, backslashes),
    )
    const next = ChangeSet.of(found, backslashes.newLength)
    marks = withGuards(marks, found, next)
    backslashes = backslashes.compose(next)
  }
  if (backslashes.empty) return transaction
  const annotations = marks === noMarks ? [] : marksBesideLetters.of(marks)
  return [transaction, { changes: backslashes, annotations, sequential: true }]
})

/** The marks that an edit writes, with the guards among these changes of the text that it makes. */
function withGuards(marks: CommandMarks, found: readonly Beside[], changes: ChangeSet): CommandMarks {
  const guards = guardsIn(found)
  if (marks === noMarks && guards.length === 0) return marks
  const moved = marks.inserted.map((mark) => mapSpan(mark, changes))
  return { ...marks, inserted: [...moved, ...guards].sort((one, other) => one.from - other.from) }
}

/** The guards among such changes, where they come to stand: as marks, which a backslash that is typed with its sign is none of. */
export const guardsIn = (found: readonly Beside[]): CommandMarks['inserted'] =>
  marksIn(found.map((change) => ({ ...change, role: change.role ?? 'escape' }))).inserted.filter(
    (_, at) => found[at]?.role !== undefined,
  )

/** Behind which sign that was typed the caret stands since: who typed it goes on with it, and may undo its mark so. */
const signTyped = StateField.define<number | null>({
  create: () => null,
  update(_at, transaction) {
    const { newDoc, newSelection } = transaction
    const { head } = newSelection.main
    if (!transaction.docChanged || transaction.annotation(Transaction.userEvent) !== 'input.type') return null
    return /[*_~`]/.test(newDoc.sliceString(Math.max(0, head - 1), head)) ? head : null
  },
})

export const typedSigns: Extension = [signTyped, judged]

/** How a person's edit brings its signs, or null where it is none that is judged. */
function wayOf(transaction: Transaction): Way | null {
  if (!transaction.docChanged) return null
  const event = transaction.annotation(Transaction.userEvent) ?? ''
  if (/^(?:input(?:\.type)?|delete\.(?:backward|forward|selection|cut|word)\b.*)$/.test(event)) return 'typed'
  return /^(?:input\.paste|input\.drop|move\.drop)$/.test(event) ? 'joined' : null
}

const writtenIn = (transaction: Transaction): readonly Span[] => transaction.annotation(commandMarks)?.inserted ?? []

/** What a transaction puts in that may need a backslash, each by itself, in the new text; where it only deletes, the places. */
function putIn(transaction: Transaction): Span[] {
  const { startState: state, newDoc, changes } = transaction
  const changed: Span[] = []
  let joins = false
  changes.iterChanges((fromA, toA, from, to) => {
    changed.push({ from, to })
    joins ||= toA > fromA && /[\n*_~`[\]<>\\]/.test(state.sliceDoc(fromA, toA))
  })
  return (transaction.annotation(askedFor) ?? changed)
    .flatMap((span) => without(writtenIn(transaction), span))
    .filter((span) => joins || mayNeedBackslash(newDoc, span))
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
  const [before, behind] = [doc.sliceString(Math.max(0, from - 1), from), doc.sliceString(to, to + 1)]
  if (mark.test(typed) || /[*_~`\\>]/.test(before) || /[*_~`]/.test(behind)) return true
  if (before === ']' && behind === '(') return true
  if (behind === '[' && (typed || before).endsWith('!')) return true
  const ends = unended[typed.slice(-1)]
  if (!ends) return false
  const line = doc.lineAt(to - 1)
  return ends.test(line.text.slice(Math.max(0, to - 1 - line.from - lookedBack), to - 1 - line.from))
}

/** A backslash that comes before a sign, or, with a role, the guard of a mark of this role. */
export interface Beside {
  readonly from: number
  readonly insert: string
  readonly role?: MarkRole
}

/** The backslashes and guards that what was put in needs, as changes of the text that it was put in, ascending. */
export function backslashesIn(changed: Changed, put: Span): Beside[] {
  const { now, before } = linesOf(changed, put)
  const { state, changes, doc, way, isGoingOn } = changed
  const at = changes.invertedDesc.mapPos(put.from, -1)
  const isCode = ancestorNamed(treeUpTo(state, at).resolveInner(at, -1), ['FencedCode']) !== null
  if (isCode && !areMarksWaiting(state)) return []
  const lines = doc.sliceString(now.from, now.to)
  if (!isReadable(lines)) return []
  const span = { from: put.from - now.from, to: put.to - now.from }
  const standing = standingMarks(changed, before, now)
  const backslashes = isOpenAt(lines, span, standing)
    ? unmeantBefore(lines, span, { way, standing, isGoingOn })
    : unmeantSigns(lines, span, { way, standing, isGoingOn })
  const guards = isGoingOn ? [] : guardsBeside(lines, span, { standing, backslashes })
  const both: Beside[] = [
    ...guards.map(({ at, role }) => ({ from: now.from + at, insert: guard, role })),
    ...backslashes.map((place) => ({ from: now.from + place, insert: '\\' })),
  ]
  return both.sort((one, other) => one.from - other.from)
}

/** Whether what was put in ends with a space before a mark, which closes nothing before a letter comes between. */
const isOpenAt = (lines: string, { from, to }: Span, { marks }: StandingMarks): boolean =>
  to > from && /\s/.test(lines.charAt(to - 1)) && marks[to] === closing

/** The signs that are unmeant once a letter stands behind what was put in. */
function unmeantBefore(lines: string, { from, to }: Span, { standing, ...how }: Coming): readonly number[] {
  const letter = 'x'
  const moved = (of: Uint8Array) => {
    const wider = new Uint8Array(of.length + letter.length)
    wider.set(of.subarray(0, to))
    wider.set(of.subarray(to), to + letter.length)
    return wider
  }
  const { marks, stays, kinds } = standing
  const wider = { ...standing, marks: moved(marks), stays: moved(stays), kinds: moved(kinds) }
  const text = lines.slice(0, to) + letter + lines.slice(to)
  const found = unmeantSigns(text, { from, to: to + letter.length }, { ...how, standing: wider })
  return found.map((at) => (at > to ? at - letter.length : at))
}

/** The lines of all that what was put in stands in, or may stand in now that it is there, and the same before. */
function linesOf({ state, changes, doc }: Changed, put: Span): { now: Span; before: Span } {
  const back = changes.invertedDesc
  const [first, last] = [state.doc.lineAt(back.mapPos(put.from, -1)), state.doc.lineAt(back.mapPos(put.to, 1))]
  const above = first.number > 1 ? state.doc.line(first.number - 1).from : first.from
  const below = last.number < state.doc.lines ? state.doc.line(last.number + 1).to : last.to
  const from = Math.min(linesAround(state, { from: above, to: above }).from, first.from)
  const to = Math.max(linesAround(state, { from: below, to: below }).to, last.to)
  return {
    now: { from: doc.lineAt(changes.mapPos(from, -1)).from, to: doc.lineAt(changes.mapPos(to, 1)).to },
    before: { from, to },
  }
}
