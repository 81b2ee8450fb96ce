import {
  ChangeSet,
  EditorSelection,
  EditorState,
  type Extension,
  StateEffect,
  type Text,
  Transaction,
  type TransactionSpec,
} from '@codemirror/state'
import { askedFor, commandMarks, type CommandMarks, marksIn } from './command-marks'
import { composedBefore, leavesMarks } from './composed-span'
import { ancestorNamed, treeUpTo } from './dialect'
import type { Replacement } from './draft'
import { emptyMarksAt } from './empty-marks'
import { type Construct, constructsIn } from './inline-reading'
import { mapSpan, type Span } from './inline-marks'
import { linesAround } from './inline-parts'
import { withMarksKept } from './kept-marks'
import type { Place } from './parted-words'
import { isReadable } from './readable'

/**
 * Leaves no mark behind that means nothing, whatever is deleted, replaced, cut, dragged or parted by a line's end: the marks
 * stay around what remains of their words, or go with them. What is typed letter by letter, a command's marks, and what is
 * taken back are left alone.
 */
export const wholeMarks: Extension = EditorState.transactionFilter.of(
  (transaction) => (mayCut(transaction) && mended(transaction)) || transaction,
)

/** A part of an edit, and the whole lines that it may change the reading of. */
interface Region extends Span {
  readonly edit: readonly Replacement[]
  /** Whether lines may come to stand in other blocks than they did. */
  readonly isOfBlocks: boolean
}

function mayCut(transaction: Transaction): boolean {
  if (!transaction.docChanged || transaction.annotation(commandMarks) || transaction.annotation(Transaction.remote))
    return false
  if (['undo', 'redo', 'input.marks', 'input.link'].some((event) => transaction.isUserEvent(event))) return false
  if (leavesMarks(transaction)) return false
  const isWhole = ['input.paste', 'input.drop', 'move.drop'].some((event) => transaction.isUserEvent(event))
  let found = false
  transaction.changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    found ||= isWhole || to > from || inserted.lines > 1 || isLetterWithinMark(transaction, from, inserted)
  })
  return found
}

/** What is no sign itself comes between two of a mark. */
function isLetterWithinMark(transaction: Transaction, at: number, inserted: Text): boolean {
  if (!transaction.isUserEvent('input.type') || transaction.isUserEvent('input.type.compose')) return false
  const { startState: state } = transaction
  const { name, from, to } = treeUpTo(state, at).resolveInner(at, 1)
  if (!name.endsWith('Mark') || from >= at || to <= at || inserted.toString().includes(state.sliceDoc(from, from + 1)))
    return false
  // More asterisks than two are several marks, and a command may have put the caret between any of them.
  const areSeveral = state.sliceDoc(Math.max(0, at - 2), at + 2).includes('***')
  return !areSeveral && emptyMarksAt(state) === null
}

function mended(transaction: Transaction): TransactionSpec | null {
  const { startState: state } = transaction
  const regions = regionsOf(transaction)
  const ways = regions.map((region) => {
    const lines = state.sliceDoc(region.from, region.to)
    const isMendable = isReadable(lines, ...region.edit.map(({ insert }) => insert)) && isNearMark(transaction, region)
    return isMendable ? withMarksKept(lines, within(region)) : null
  })
  if (ways.every((way) => way === null)) return null
  const letters = regions.flatMap((region, index) => placed(ways[index]?.letters ?? within(region), region.from))
  const first = ChangeSet.of(letters, state.doc.length, '\n')
  const marks = regions.flatMap((region, index) => placed(ways[index]?.marks ?? [], first.mapPos(region.from, -1)))
  const second = ChangeSet.of(marks, first.newLength, '\n')
  const changes = first.compose(second)
  const places = regions.flatMap((region, index) =>
    region.edit.map(({ from }, at): Place => {
      const place = ways[index]?.places[at]
      return place ? { ...place, at: place.at + region.from } : { at: from, lead: 0, tail: 0 }
    }),
  )
  const inserted = marksIn(marks)
  const before = first.invertedDesc
  const named: CommandMarks = {
    inserted: inserted.inserted,
    removed: inserted.removed.map((mark) => mapSpan(mark, before)),
  }
  const userEvent = transaction.annotation(Transaction.userEvent)
  const raw = transaction.changes.desc.invertedDesc.composeDesc(changes.desc)
  return {
    changes,
    selection: selectionAfter(transaction, places, first, second),
    effects: StateEffect.mapEffects(transaction.effects, raw),
    scrollIntoView: transaction.scrollIntoView,
    annotations: [
      askedFor.of(spansAfter(transaction, places, first, second)),
      ...(marks.length > 0 ? [commandMarks.of(named)] : []),
    ],
    ...(userEvent === undefined ? {} : { userEvent }),
  }
}

const within = ({ from, edit }: Region): Replacement[] =>
  edit.map((one) => ({ ...one, from: one.from - from, to: one.to - from }))

const placed = <T extends { from: number; to?: number }>(changes: readonly T[], by: number): T[] =>
  changes.map((change) => ({
    ...change,
    from: change.from + by,
    ...(change.to === undefined ? {} : { to: change.to + by }),
  }))

function regionsOf({ startState: state, changes }: Transaction): Region[] {
  const regions: { from: number; to: number; edit: Replacement[]; isOfBlocks: boolean }[] = []
  changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    const isOfBlocks = inserted.lines > 1 || mayChangeBlocks(state, from, to)
    const lines = linesOf(state, { from, to }, isOfBlocks)
    const one = { from, to, insert: inserted.toString() }
    const last = regions.at(-1)
    if (last && lines.from <= last.to + 1) {
      last.to = Math.max(last.to, lines.to)
      last.edit.push(one)
      last.isOfBlocks ||= isOfBlocks
    } else regions.push({ ...lines, edit: [one], isOfBlocks })
  })
  return regions
}

/** Whether a deletion joins lines, or takes what the words of a line begin behind. */
function mayChangeBlocks(state: EditorState, from: number, to: number): boolean {
  const line = state.doc.lineAt(from)
  return to > line.to || /^[\s>#+*\-\d.)]*$/.test(line.text.slice(0, from - line.from))
}

/** All of the blocks in which an edit lies; where it may join them to others, the lines above and below as well. */
function linesOf(state: EditorState, { from, to }: Span, isOfBlocks: boolean): Span {
  const above = isOfBlocks ? Math.max(0, state.doc.lineAt(from).from - 1) : from
  const below = isOfBlocks ? Math.min(state.doc.length, state.doc.lineAt(to).to + 1) : to
  const all = [from, to, above, below].map((at) => linesAround(state, { from: at, to: at }))
  for (const at of [from, to]) {
    const code = codeAt(state, at)
    if (code) all.push({ from: state.doc.lineAt(code.from).from, to: state.doc.lineAt(code.to).to })
  }
  return { from: Math.min(...all.map((span) => span.from)), to: Math.max(...all.map((span) => span.to)) }
}

const codeAt = (state: EditorState, at: number): Span | null =>
  ancestorNamed(treeUpTo(state, at).resolveInner(at, 1), ['FencedCode'])

/**
 * Whether words with marks are so near to an edit that it may cut them; of what is composed, only whether it cuts a mark, or
 * puts other words in the place of all of theirs. Words that it takes back leave the marks: more may be composed there.
 */
function isNearMark(transaction: Transaction, { from: begin, to: end, edit, isOfBlocks }: Region): boolean {
  const { startState: state } = transaction
  if (isOfBlocks) return /[*_~`[\\]/.test(state.sliceDoc(begin, end))
  const isComposed = transaction.isUserEvent('input.type.compose')
  const composed = composedBefore(transaction)
  const isSign = ({ from, to }: Span) => composed !== null && from < composed.to && to > composed.from
  const read = (from: number, to: number) => state.sliceDoc(from, to)
  return edit.some(({ from, to, insert }) => {
    const tree = treeUpTo(state, to)
    const near = [from, to].flatMap((at) => constructsIn(tree, read, { from: Math.max(0, at - 2), to: at + 2 }))
    const cuts = ({ open, close }: Construct) =>
      ![open, close].some(isSign) &&
      ([open, close].some((mark) => from < mark.to && to > mark.from) ||
        (insert !== '' && from <= open.to && to >= close.from))
    return isComposed && !insert.includes('\n') ? near.some(cuts) : near.length > 0
  })
}

/** Where what the edit was asked to put in stands now. */
function spansAfter(
  { changes }: Transaction,
  places: readonly Place[],
  first: ChangeSet,
  second: ChangeSet,
): readonly Span[] {
  const spans: Span[] = []
  let index = 0
  changes.iterChanges((_fromA, _toA, fromB, toB) => {
    const { at, lead } = places[index++] ?? { at: fromB, lead: 0 }
    const begin = first.mapPos(at, -1) + lead
    const from = second.mapPos(begin, toB > fromB ? 1 : -1)
    spans.push({ from, to: Math.max(from, second.mapPos(begin + toB - fromB, -1)) })
  })
  return spans
}

/** Each end of the selection stands where it would have stood: behind what was put in, or where letters went. */
function selectionAfter(
  { changes, newSelection }: Transaction,
  places: readonly Place[],
  first: ChangeSet,
  second: ChangeSet,
): EditorSelection {
  const back = changes.invertedDesc
  const moved = (at: number) => {
    let place = first.mapPos(back.mapPos(at), -1)
    let isBehindLine = false
    let index = 0
    changes.iterChanges((_fromA, _toA, fromB, toB, inserted) => {
      const into = places[index++]
      if (!into || at < fromB || at > toB) return
      isBehindLine = inserted.lines > 1 && at === toB
      place = first.mapPos(into.at, -1) + into.lead + (at - fromB) + (isBehindLine ? into.tail : 0)
    })
    return second.mapPos(place, isBehindLine ? 1 : -1)
  }
  const { anchor, head, goalColumn } = newSelection.main
  return EditorSelection.create([EditorSelection.range(moved(anchor), moved(head), goalColumn)])
}
