import * as Y from 'yjs'
import { insertMark } from '../../../shared/insert-mark'
import type { MarkRole } from '../../../shared/mark-clients'
import { inSameGap } from '../../sync/mark-gap'
import {
  farthest,
  holds,
  isBeside,
  liveNeighbor,
  type Mark,
  marksAround,
  markText,
  placeOf,
  removeMark,
  roleOf,
} from '../../sync/mark-run'
import type { Successors } from './mark-successors'

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
  /** Its letters, in their order: they may have been of several marks, as asterisks in a row are. */
  letters: readonly Y.ID[]
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
  const ids = Array.from(letters, (_, at) => idAt(text, index + at)).filter((id) => id !== null)
  if (ids.length < letters.length) throw new RangeError('a mark that lies outside of its text')
  const next = idAt(text, end)
  text.delete(index, letters.length)
  return { role, text: letters, letters: ids, next }
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
export function takeBack(transaction: Y.Transaction, step: MarkStep, successors: Successors): MarkStep | null {
  const back = step.map(({ inserted, removed }) => {
    const out = inserted.flatMap((mark) => taken(standing(transaction, mark, successors)))
    const isGone = inserted.length > 0 && out.length === 0
    const put = isGone ? [] : removed.toReversed().flatMap((mark) => restore(transaction, mark, successors))
    return { inserted: put.toReversed(), removed: out }
  })
  const done = back.filter(({ inserted, removed }) => inserted.length + removed.length > 0)
  return done.length > 0 ? done : null
}

/** The mark as far as it is there, or the one of another that has stayed in its place. */
function standing(transaction: Y.Transaction, mark: InsertedMark, successors: Successors): Mark | null {
  const { role, text } = mark
  const items = itemsOf(transaction, mark, successors)
  const left = items.filter((item) => !item.deleted)
  if (left.length > 0) return { role, items: left }
  const own: Mark = { role, items }
  const neighbors = items.flatMap((item) => [liveNeighbor(item, 'left'), liveNeighbor(item, 'right')])
  const marks = neighbors.flatMap((item) => (item ? marksAround(item) : []))
  const isSame = (other: Mark) => other.role === role && markText(other) === text
  const beside = marks.find((other) => isSame(other) && !isBeside(own, other) && !isBeside(other, own))
  return beside ?? (role === 'sign' ? null : (inSameGap(own).find(isSame) ?? null))
}

/** Each of its letters by itself. */
function itemsOf(transaction: Y.Transaction, { id, text }: InsertedMark, successors: Successors): Y.Item[] {
  const { store } = transaction.doc
  return Array.from(text, (_, at) => Y.createID(id.client, id.clock + at)).flatMap((letter) => {
    const own = redoneOf(store, successors.of(letter))
    const item = Y.getItemCleanStart(transaction, own)
    if (!(item instanceof Y.Item)) return []
    if (item.length > 1) Y.getItemCleanEnd(transaction, store, own)
    return [item]
  })
}

/** The letter that Yjs has put in the place of one that it had taken out. */
function redoneOf(store: Y.Doc['store'], id: Y.ID): Y.ID {
  const item = Y.getItem(store, id)
  if (!(item instanceof Y.Item) || !item.redone) return id
  const { client, clock } = item.redone
  return redoneOf(store, Y.createID(client, clock + id.clock - item.id.clock))
}

function taken(mark: Mark | null): RemovedMark[] {
  const last = mark?.items.at(-1)
  if (!mark || !last) return []
  const letters = mark.items.flatMap(({ id: { client, clock }, length }) =>
    Array.from({ length }, (_, at) => Y.createID(client, clock + at)),
  )
  const next = liveNeighbor(last, 'right')?.id ?? null
  const noted = { role: mark.role, text: markText(mark), letters, next }
  removeMark(mark)
  return [noted]
}

/** Of these a command never puts a second one into a line. */
const onceInLine: ReadonlySet<MarkRole> = new Set(['list', 'box', 'heading'])

/** Between what was taken out and what stood right of it lies whatever has come in its place since. */
function restore(
  transaction: Y.Transaction,
  { role, text, letters, next }: RemovedMark,
  successors: Successors,
): InsertedMark[] {
  const { store } = transaction.doc
  const [begin, last] = [letters[0], letters.at(-1)]
  if (!begin || !last) return []
  // Yjs unites what is gone, and what stood beside it is to be told apart.
  const first = Y.getItemCleanStart(transaction, begin)
  const gone = Y.getItemCleanEnd(transaction, store, last)
  const place = gone instanceof Y.Item ? placeOf(gone) : null
  if (!place || !(gone instanceof Y.Item) || !(first instanceof Y.Item)) return []
  const beside = [liveNeighbor(first, 'left'), liveNeighbor(gone, 'right')]
  const marks = beside.flatMap((item) => (item ? marksAround(item) : []))
  if (onceInLine.has(role) && marks.some((mark) => mark.role === role)) return []
  const before = goneBefore(first)
  const stoodBefore = ({ id }: Y.Item) => holds(before, successors.formerOf(id))
  const end = next && Y.getItem(store, next)
  // What stood right of it may be gone too, and Yjs unites the two then.
  for (let item: Y.Item | null = gone; item && item !== end; item = item.right)
    if (!item.deleted && roleOf(item) === role && !stoodBefore(item)) return []
  const mark = putIn(place.text, place.index + lengthBefore(first, role, stoodBefore), { role, text })
  const { client, clock } = mark.id
  for (const [at, letter] of letters.entries()) successors.add(letter, Y.createID(client, clock + at))
  return [mark]
}

/** The marks that a line begins with, in the order in which they stand there. */
const lineRoles: readonly MarkRole[] = ['quote', 'indent', 'list', 'box', 'heading']

/** Whether of two marks at one place the first always stands left of the other. */
const isAlwaysBefore = (one: MarkRole, other: MarkRole): boolean =>
  lineRoles.includes(one) && lineRoles.indexOf(one) < lineRoles.indexOf(other)

/** What is gone as well, in a row with it and left of it. */
function goneBefore(gone: Y.Item): Y.Item[] {
  const before: Y.Item[] = []
  for (let item = gone.left; item?.deleted && before.length < farthest; item = item.left) before.push(item)
  return before
}

/**
 * How much stands right of a mark that is gone though it stood left of it: of what is put back at one place each goes
 * behind all that is gone there.
 */
function lengthBefore(gone: Y.Item, role: MarkRole, stoodBefore: (item: Y.Item) => boolean): number {
  let length = 0
  for (let item = liveNeighbor(gone, 'right'); item; item = liveNeighbor(item, 'right')) {
    const own = roleOf(item)
    if (!own || isAlwaysBefore(role, own) || !stoodBefore(item)) break
    length += item.length
  }
  return length
}

function idAt(text: Y.Text, index: number): Y.ID | null {
  return index < text.length ? Y.createRelativePositionFromTypeIndex(text, index).item : null
}
