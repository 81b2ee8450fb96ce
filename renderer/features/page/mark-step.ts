import * as Y from 'yjs'
import { insertMark } from '../../../shared/insert-mark'
import type { MarkRole } from '../../../shared/mark-clients'
import { inSameGap } from '../../sync/mark-gap'
import {
  isBeside,
  liveNeighbor,
  type Mark,
  marksAround,
  markText,
  placeOf,
  removeMark,
  roleOf,
} from '../../sync/mark-run'

/** A mark that was put in: as Yjs holds it, from this id on. */
export interface InsertedMark {
  role: MarkRole
  text: string
  id: Y.ID
}
/** A mark that was taken out. */
export interface RemovedMark {
  role: MarkRole
  text: string
  /** Its last letter. */
  last: Y.ID
  /** What stood right of it; null at the end of the text. */
  next: Y.ID | null
}
/** What a command did to a text, place by place; in each the marks in their order. */
export type MarkStep = readonly { inserted: readonly InsertedMark[]; removed: readonly RemovedMark[] }[]

/** Takes a mark out of a text, within a transaction. */
export function takeOut(
  text: Y.Text,
  index: number,
  { text: letters, role }: Pick<RemovedMark, 'text' | 'role'>,
): RemovedMark {
  const end = index + letters.length
  const [last, next] = [idAt(text, end - 1), idAt(text, end)]
  if (!last) throw new RangeError('a mark that lies outside of its text')
  text.delete(index, letters.length)
  return { role, text: letters, last, next }
}

/** Puts a mark into a text, within a transaction. */
export function putIn(
  text: Y.Text,
  index: number,
  { text: letters, role }: Pick<InsertedMark, 'text' | 'role'>,
): InsertedMark {
  insertMark(text, index, letters, role)
  const id = idAt(text, index)
  if (!id) throw new RangeError('a mark that lies outside of its text')
  return { role, text: letters, id }
}

/**
 * Takes a command's step back, as far as its marks are still there: where another has taken one back already, nothing
 * is done a second time, and where the same mark of another has stayed in its place, that is meant. Returns the step
 * that brings it back again; null when nothing was left to do.
 */
export function takeBack(transaction: Y.Transaction, step: MarkStep): MarkStep | null {
  const back = step.map(({ inserted, removed }) => {
    const out = inserted.flatMap((mark) => taken(standing(transaction, mark)))
    const isGone = inserted.length > 0 && out.length === 0
    const put = isGone ? [] : removed.toReversed().flatMap((mark) => restore(transaction, mark))
    return { inserted: put.toReversed(), removed: out }
  })
  const done = back.filter(({ inserted, removed }) => inserted.length + removed.length > 0)
  return done.length > 0 ? done : null
}

/** The mark as far as it is there, or the one of another that has stayed in its place. */
function standing(transaction: Y.Transaction, { role, text, id }: InsertedMark): Mark | null {
  const items = itemsOf(transaction, id, text.length)
  const left = items.filter((item) => !item.deleted)
  if (left.length > 0) return { role, items: left }
  const own: Mark = { role, items }
  const neighbors = items.flatMap((item) => [liveNeighbor(item, 'left'), liveNeighbor(item, 'right')])
  const marks = neighbors.flatMap((item) => (item ? marksAround(item) : []))
  const isSame = (mark: Mark) => mark.role === role && markText(mark) === text
  const beside = marks.find((mark) => isSame(mark) && !isBeside(own, mark) && !isBeside(mark, own))
  return beside ?? (role === 'sign' ? null : (inSameGap(own).find(isSame) ?? null))
}

function itemsOf(transaction: Y.Transaction, id: Y.ID, length: number): Y.Item[] {
  const { store } = transaction.doc
  const items: Y.Item[] = []
  for (let { clock } = id; clock < id.clock + length;) {
    const item = Y.getItemCleanStart(transaction, Y.createID(id.client, clock))
    if (!(item instanceof Y.Item)) break
    if (clock + item.length > id.clock + length)
      Y.getItemCleanEnd(transaction, store, Y.createID(id.client, id.clock + length - 1))
    items.push(item)
    clock += item.length
  }
  return items
}

function taken(mark: Mark | null): RemovedMark[] {
  const last = mark?.items.at(-1)
  if (!mark || !last) return []
  const noted = {
    role: mark.role,
    text: markText(mark),
    last: last.lastId,
    next: liveNeighbor(last, 'right')?.id ?? null,
  }
  removeMark(mark)
  return [noted]
}

/** Of these a command never puts a second one into a line. */
const onceInLine: ReadonlySet<MarkRole> = new Set(['list', 'box', 'heading'])

/** Between what was taken out and what stood right of it lies whatever has come in its place since. */
function restore({ doc: { store } }: Y.Transaction, { role, text, last, next }: RemovedMark): InsertedMark[] {
  const gone = Y.getItem(store, last)
  const place = gone instanceof Y.Item ? placeOf(gone) : null
  if (!place || !(gone instanceof Y.Item)) return []
  const beside = [liveNeighbor(gone, 'left'), liveNeighbor(gone, 'right')]
  const marks = beside.flatMap((item) => (item ? marksAround(item) : []))
  if (onceInLine.has(role) && marks.some((mark) => mark.role === role)) return []
  const end = next && Y.getItem(store, next)
  // What stood right of it may be gone too, and Yjs unites the two then.
  for (let item: Y.Item | null = gone; item && item !== end; item = item.right)
    if (!item.deleted && roleOf(item) === role) return []
  return [putIn(place.text, place.index, { role, text })]
}

function idAt(text: Y.Text, index: number): Y.ID | null {
  return index < text.length ? Y.createRelativePositionFromTypeIndex(text, index).item : null
}
