import * as Y from 'yjs'
import { clientsOfSession, markRole, type MarkRole } from '../../../shared/mark-clients'
import { itemsIn } from '../../sync/marks-concerned'
import { isGuard, isWrittenAlone } from '../../sync/mark-guards'
import { placeOf, roleOf } from '../../sync/mark-run'
import { inlineMarks } from './inline-marks'

/** How much of each session's writing was there at a moment, by its client ids. */
export type Clocks = ReadonlyMap<number, number>

/** What is there of a document. */
export const clocksOf = ({ store }: Y.Doc): Clocks =>
  new Map([...store.clients.keys()].map((client) => [client, Y.getState(store, client)]))

/** Whole lines between blank ones, in offsets of their own. */
export interface Lines {
  readonly from: number
  readonly text: string
  /** For each code unit the role of the mark that it is of, of those around words. */
  readonly roles: readonly (MarkRole | null)[]
  /** 1 for each that another wrote since the step. */
  readonly isNew: Uint8Array
  /** 1 for each that comes back now. */
  readonly isBack: Uint8Array
  /** Where guards stand that were written by themselves. */
  readonly guards: ReadonlySet<number>
  /** Before which of them letters of another stood that are gone. */
  readonly areGone: ReadonlySet<number>
}

const inlineRoles: ReadonlySet<MarkRole> = new Set(inlineMarks.flatMap(({ open, close }) => [open, close]))
/**
 * The lines that a transaction, which isn't over, has changed, with what another wrote beyond `known`; null where nothing in
 * them is a mark around words.
 */
export function linesUndone(text: Y.Text, transaction: Y.Transaction, known: Clocks): Lines | null {
  const places = placesChanged(transaction).filter((place) => place.text === text)
  if (places.length === 0) return null
  const letters = text.toJSON()
  if (letters.length !== text.length) return null
  const [first, last] = places.reduce(
    ([low, high], { index }) => [Math.min(low, index), Math.max(high, index)],
    [Infinity, 0],
  )
  const from = letters.lastIndexOf('\n\n', first - 1) + 1
  const end = letters.indexOf('\n\n', last)
  const to = end < 0 ? letters.length : end
  return linesAt(text, { from, letters: letters.slice(from, to) }, transaction, known)
}

function linesAt(
  text: Y.Text,
  { from, letters }: { from: number; letters: string },
  { doc, beforeState }: Y.Transaction,
  known: Clocks,
): Lines | null {
  const roles: (MarkRole | null)[] = []
  const [isNew, isBack]: [number[], number[]] = [[], []]
  const [guards, areGone] = [new Set<number>(), new Set<number>()]
  const own = new Set(clientsOfSession(doc.clientID))
  const { item: first } = Y.createRelativePositionFromTypeIndex(text, from)
  const begin = first && Y.getItem(doc.store, first)
  let cut = begin ? first.clock - begin.id.clock : 0
  for (let item = begin instanceof Y.Item ? begin : null; item && roles.length < letters.length; item = item.right) {
    const { client, clock } = item.id
    const role = markRole(client)
    const isOfOthers = !own.has(client)
    if (item.deleted && isOfOthers) areGone.add(roles.length)
    if (item.deleted || !item.countable) continue
    if (roleOf(item) && isGuard({ role: role ?? 'gap', items: [item] }) && isWrittenAlone(doc, item))
      guards.add(roles.length)
    for (let at = clock + cut; at < clock + item.length && roles.length < letters.length; at++) {
      roles.push(role && inlineRoles.has(role) ? role : null)
      isBack.push(Number(at >= (beforeState.get(client) ?? 0)))
      isNew.push(Number(isOfOthers && at >= (known.get(client) ?? 0)))
    }
    cut = 0
  }
  if (roles.every((role) => role === null)) return null
  const [asNew, asBack] = [Uint8Array.from(isNew), Uint8Array.from(isBack)]
  return { from, text: letters, roles, isNew: asNew, isBack: asBack, guards, areGone }
}

function placesChanged({ doc: { store }, beforeState, deleteSet }: Y.Transaction): { text: Y.Text; index: number }[] {
  const items: Y.Item[] = []
  for (const client of store.clients.keys()) {
    const [begin, end] = [beforeState.get(client) ?? 0, Y.getState(store, client)]
    if (end > begin) items.push(...itemsIn(store, client, begin, end))
  }
  for (const [client, ranges] of deleteSet.clients)
    for (const { clock, len } of ranges) items.push(...itemsIn(store, client, clock, clock + len))
  return items.map(placeOf).filter((place) => place !== null)
}
