import * as Y from 'yjs'
import { guard } from '../../../shared/flanking'
import { insertMark } from '../../../shared/insert-mark'
import type { MarkRole } from '../../../shared/mark-clients'
import { isGuard } from '../../sync/mark-guards'
import { inSameGap } from '../../sync/mark-gap'
import {
  farthest,
  holds,
  isBeside,
  liveNeighbor,
  type Mark,
  marksAround,
  markText,
  removeMark,
  roleOf,
} from '../../sync/mark-run'
import { itemsFor, type Letters, putItemsBack, standInFor } from '../../sync/put-back'

/** A mark that a command put in or took out: the letters that Yjs holds it in, which may have been of several marks. */
interface SteppedMark {
  readonly role: MarkRole
  readonly text: string
  readonly letters: readonly Letters[]
}
/** A mark that was taken out. */
export interface RemovedMark extends SteppedMark {
  /** What stood left of it and right of it; null at an end of the text. */
  readonly previous: Y.ID | null
  readonly next: Y.ID | null
}
/** What was done to a text, place by place, in its order: in each some marks were taken out, and then some put in. */
export type MarkStep = readonly { inserted: readonly SteppedMark[]; removed: readonly RemovedMark[] }[]

/** Takes a mark out of a text, within a transaction. */
export function takeOut(
  text: Y.Text,
  index: number,
  { text: letters, role }: Pick<RemovedMark, 'text' | 'role'>,
): RemovedMark {
  const end = index + letters.length
  const ids = letters.split('').map((_, at) => idAt(text, index + at))
  const [previous, next] = [idAt(text, index - 1), idAt(text, end)]
  text.delete(index, letters.length)
  return { role, text: letters, letters: inRows(ids), previous, next }
}

/** Puts a mark into a text, within a transaction. */
export function putIn(
  text: Y.Text,
  index: number,
  { text: letters, role }: Pick<SteppedMark, 'text' | 'role'>,
): SteppedMark {
  insertMark(text, index, letters, role)
  const id = idAt(text, index)
  if (!id) throw new RangeError('a mark that lies outside of its text')
  return { role, text: letters, letters: [{ id, length: letters.length }] }
}

/**
 * Takes a command's step back, as far as its marks are still there: where another has taken one back already, nothing
 * is done a second time, and where the same mark of another has stayed in its place, that is meant. Returns the step
 * that brings it back again; null when nothing was left to do.
 */
export function takeBack(transaction: Y.Transaction, step: MarkStep): MarkStep | null {
  const back = step.toReversed().map(({ inserted, removed }) => {
    const out = inserted.toReversed().flatMap((mark) => taken(standing(transaction, mark)))
    const isGone = inserted.length > 0 && out.length === 0
    const put = isGone ? [] : removed.toReversed().flatMap((mark) => restore(transaction, mark))
    return { inserted: put, removed: out }
  })
  const done = back.filter(({ inserted, removed }) => inserted.length + removed.length > 0)
  return done.length > 0 ? done : null
}

/** The mark as far as it is there, or the one of another that has stayed in its place. */
function standing(transaction: Y.Transaction, mark: SteppedMark): Mark | null {
  const { role, text } = mark
  const items = itemsOf(transaction, mark)
  const left = items.filter((item) => !item.deleted)
  if (left.length > 0) return { role, items: left }
  const own: Mark = { role, items }
  const neighbors = items.flatMap((item) => [liveNeighbor(item, 'left'), liveNeighbor(item, 'right')])
  const marks = neighbors.flatMap((item) => (item ? marksAround(item) : []))
  const isSame = (other: Mark) => other.role === role && markText(other) === text
  const beside = marks.find((other) => isSame(other) && !isBeside(own, other) && !isBeside(other, own))
  return beside ?? (role === 'sign' ? null : (inSameGap(own).find(isSame) ?? null))
}

const itemsOf = (transaction: Y.Transaction, { letters }: SteppedMark): Y.Item[] =>
  letters.flatMap((row) => itemsFor(transaction, row))

function taken(mark: Mark | null): RemovedMark[] {
  const [first, last] = [mark?.items[0], mark?.items.at(-1)]
  if (!mark || !first || !last) return []
  const letters = mark.items.map(({ id, length }) => ({ id, length }))
  const previous = liveNeighbor(first, 'left')?.lastId ?? null
  const next = liveNeighbor(last, 'right')?.id ?? null
  const noted = { role: mark.role, text: markText(mark), letters, previous, next }
  removeMark(mark)
  return [noted]
}

function restore(transaction: Y.Transaction, mark: RemovedMark): SteppedMark[] {
  const { role, text } = mark
  const items = itemsOf(transaction, mark)
  if (items.length === 0 || items.some((item) => !item.deleted) || isBack(transaction, items, mark)) return []
  return [{ role, text, letters: putItemsBack(transaction, items, { role, text }) }]
}

/**
 * Whether another has put the mark back already: between what stood left of it and what stood right of it lies whatever has
 * come in its place since.
 */
function isBack(
  { doc }: Y.Transaction,
  items: readonly Y.Item[],
  { role, text, previous, next }: RemovedMark,
): boolean {
  // A guard that was put beside it is a part of it, and doesn't stand for it.
  const isSame = (item: Y.Item) => roleOf(item) === role && isGuard({ role, items: [item] }) === (text === guard)
  const isThere = (from: Y.Item | undefined, side: 'left' | 'right', end: Y.ID | null) => {
    // What stood beside it may have gone and come back too.
    const ends = end ? [end, standInFor(doc.store, end)] : []
    let item = from?.[side] ?? null
    for (let seen = 0; item && seen < farthest; item = item[side], seen++) {
      const own = [item]
      if (ends.some((id) => holds(own, id))) return false
      if (!item.deleted && isSame(item)) return true
    }
    return false
  }
  return isThere(items[0], 'left', previous) || isThere(items.at(-1), 'right', next)
}

/** Ids of letters in their order as what each session wrote in a row. */
function inRows(ids: readonly (Y.ID | null)[]): Letters[] {
  const rows: { id: Y.ID; length: number }[] = []
  for (const id of ids) {
    if (!id) throw new RangeError('a mark that lies outside of its text')
    const row = rows.at(-1)
    if (row && row.id.client === id.client && row.id.clock + row.length === id.clock) row.length++
    else rows.push({ id, length: 1 })
  }
  return rows
}

function idAt(text: Y.Text, index: number): Y.ID | null {
  return index >= 0 && index < text.length ? Y.createRelativePositionFromTypeIndex(text, index).item : null
}
