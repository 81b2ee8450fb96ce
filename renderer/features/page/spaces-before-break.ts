import { type ChangeSet, EditorState, type Extension, Transaction, type TransactionSpec } from '@codemirror/state'
import { askedFor, commandMarks, marksBesideLetters } from './command-marks'
import { inCodeBlock } from './dialect'
import { emptyMarksAt } from './empty-marks'
import { mapSpan, type Span } from './inline-marks'
import { linesAround } from './inline-parts'
import { type InlineReading, readInline } from './inline-reading'
import { isReadable } from './readable'

/**
 * Enter behind a space, where marks that a command wrote wait to close: they close around the words, and the space and the
 * line's end come behind them. A mark with a space before it closes nothing (CommonMark 6.2), so that it would go to the
 * next line with the caret, and both would show their signs.
 */
export const spacesBeforeBreak: Extension = EditorState.transactionFilter.of((transaction) => {
  const at = breakIn(transaction)
  const spaces = at === null ? null : spacesBeforeMark(transaction.startState)
  return at === null || !spaces ? transaction : brokenBehind(transaction, at, spaces)
})

/** The spaces around a caret, and marks behind them that close nothing as long as these stand before them. */
interface Spaces extends Span {
  /** Those before the caret, and those behind it. */
  readonly before: string
  readonly behind: string
  /** Where the marks end. */
  readonly marksTo: number
}

/** Where a line's end is put in at the caret, by whichever key or method; null where it isn't, or not by a person. */
function breakIn(transaction: Transaction): number | null {
  const { main } = transaction.startState.selection
  if (!transaction.docChanged || !main.empty || transaction.annotation(commandMarks)) return null
  if (!/^input(?:\.type.*)?$/.test(transaction.annotation(Transaction.userEvent) ?? '')) return null
  let found: number | null = null
  transaction.changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    if (from === main.head && to === from && inserted.lines > 1 && inserted.line(1).length === 0) found = from
  })
  return found
}

/** Marks of all kinds with a guard each are shorter, in UTF-16 code units; of a longer run each part would have to be read. */
const mostSigns = 32

function spacesBeforeMark(state: EditorState): Spaces | null {
  const { head } = state.selection.main
  const line = state.doc.lineAt(head)
  const pair = emptyMarksAt(state)
  const [begin, end] = [pair?.from ?? head, pair?.to ?? head]
  const [words, rest] = [line.text.slice(0, begin - line.from), line.text.slice(end - line.from)]
  const before = words.slice(words.trimEnd().length)
  const behind = rest.slice(0, rest.length - rest.trimStart().length)
  const signs = /^(?:\*|~~|&zwnj;)+/.exec(rest.slice(behind.length, behind.length + mostSigns))?.[0]
  if ((before + behind === '' && !pair) || !signs || inCodeBlock(state, head)) return null
  const [from, to] = [begin - before.length, end + behind.length]
  const lines = linesAround(state, { from: head, to: head })
  const text = state.sliceDoc(lines.from, lines.to)
  if (!isReadable(text)) return null
  // Marks that nothing was written between go: they are read as none, or as anything.
  const plain = text.slice(0, begin - lines.from) + text.slice(end - lines.from)
  const moved = { from: from - lines.from, to: to - lines.from - (end - begin), before, behind }
  const was = readInline(plain)
  const length = closing(signs).find((count) => closesWithout(plain, was, { ...moved, marksTo: moved.to + count }))
  return length === undefined ? null : { from, to, before, behind, marksTo: to + length }
}

/** How many of these signs may be marks that close, the most first: what stands behind them may open others. */
function closing(signs: string): number[] {
  const ends = Array.from(signs.matchAll(/\*|~~|&zwnj;/g), (sign) => sign.index + sign[0].length)
  return ends.toReversed()
}

/** Whether all of the signs behind spaces close something once these come behind them, and all that is a mark stays one. */
function closesWithout(text: string, was: InlineReading, { from, to, before, behind, marksTo }: Spaces): boolean {
  const length = marksTo - to
  const is = readInline(text.slice(0, from) + text.slice(to, marksTo) + before + behind + text.slice(marksTo))
  // Of three asterisks, one may stand before the spaces, and close with those behind them.
  const closed = is.constructs
    .filter(({ open, close }) => open.to <= from && close.to > from && close.to <= from + length)
    .reduce((sum, { close }) => sum + close.to - Math.max(close.from, from), 0)
  const placeOf = (at: number) => (at < from || at >= marksTo ? at : at < to ? at + length : at - (to - from))
  const isKept = was.isMark.every((mark, at) => mark === 0 || is.isMark[placeOf(at)] === 1)
  const isMended = is.constructs.length > was.constructs.length || to === from
  return closed === length && isMended && isKept
}

/** The edit with its line's end behind the marks and the spaces, as it is done where these stand there already. */
function brokenBehind(transaction: Transaction, at: number, spaces: Spaces): TransactionSpec {
  const { startState: state } = transaction
  const { from, to, before, behind, marksTo } = spaces
  const first = state.changes([
    { from, to },
    { from: marksTo, insert: before + behind },
  ])
  const caret = first.mapPos(marksTo, -1) + before.length
  const moved = state.update({ changes: first, selection: { anchor: caret }, filter: false }).state
  const changes = movedChanges(transaction, first, { at, caret })
  const userEvent = transaction.annotation(Transaction.userEvent)
  const anchor = moved.changes(changes).mapPos(caret, 1)
  const broken = moved.update({ changes, selection: { anchor }, ...(userEvent === undefined ? {} : { userEvent }) })
  const marks = broken.annotation(marksBesideLetters) ?? broken.annotation(commandMarks)
  const back = first.invertedDesc
  const removed = marks?.removed.map((mark) => mapSpan(mark, back))
  return {
    changes: first.compose(broken.changes),
    selection: broken.newSelection,
    effects: transaction.effects,
    scrollIntoView: transaction.scrollIntoView,
    // All that an edit goes through has seen this one already.
    annotations: [askedFor.of([]), commandMarks.of({ inserted: marks?.inserted ?? [], removed: removed ?? [] })],
    ...(userEvent === undefined ? {} : { userEvent }),
  }
}

function movedChanges({ changes }: Transaction, first: ChangeSet, { at, caret }: { at: number; caret: number }) {
  const found: { from: number; to: number; insert: string }[] = []
  changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    const place = (offset: number) => (offset === at ? caret : first.mapPos(offset, 1))
    found.push({ from: place(from), to: place(to), insert: inserted.toString() })
  })
  return found
}
