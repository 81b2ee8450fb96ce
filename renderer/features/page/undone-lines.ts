import * as Y from 'yjs'
import { markRole, type MarkRole, sessionOfClient } from '../../../shared/mark-clients'
import { itemsIn } from '../../sync/marks-concerned'
import { isGuard, isWrittenAlone } from '../../sync/mark-guards'
import { placeOf, roleOf } from '../../sync/mark-run'
import { inlineMarks } from './inline-marks'

/** Whole lines between blank ones, in offsets of their own. */
export interface Lines {
  readonly from: number
  readonly text: string
  /** For each code unit the role of the mark that it is of, of those around words. */
  readonly roles: readonly (MarkRole | null)[]
  /** 1 for each that comes back now. */
  readonly isBack: Uint8Array
  /** Where guards stand that were written by themselves. */
  readonly guards: ReadonlySet<number>
  /** For each code unit the session that wrote it. */
  readonly writers: readonly (number | null)[]
  /** Before which of them letters stood that are gone, and which sessions wrote these. */
  readonly gone: ReadonlyMap<number, ReadonlySet<number | null>>
}

const inlineRoles: ReadonlySet<MarkRole> = new Set(inlineMarks.flatMap(({ open, close }) => [open, close]))
/**
 * The lines that a transaction, which isn't over, has changed; null where nothing in them is a mark around words.
 */
export function linesUndone(text: Y.Text, transaction: Y.Transaction): Lines | null {
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
  return linesAt(text, { from, letters: letters.slice(from, to) }, transaction)
}

function linesAt(
  text: Y.Text,
  { from, letters }: { from: number; letters: string },
  { doc, beforeState }: Y.Transaction,
): Lines | null {
  const roles: (MarkRole | null)[] = []
  const isBack: number[] = []
  const writers: (number | null)[] = []
  const guards = new Set<number>()
  const gone = new Map<number, Set<number | null>>()
  const { item: first } = Y.createRelativePositionFromTypeIndex(text, from)
  const begin = first && Y.getItem(doc.store, first)
  let cut = begin ? first.clock - begin.id.clock : 0
  for (let item = begin instanceof Y.Item ? begin : null; item && roles.length < letters.length; item = item.right) {
    const { client, clock } = item.id
    const role = markRole(client)
    const writer = sessionOfClient(client)
    if (item.deleted && !role) gone.set(roles.length, (gone.get(roles.length) ?? new Set()).add(writer))
    if (item.deleted || !item.countable) continue
    if (roleOf(item) && isGuard({ role: role ?? 'gap', items: [item] }) && isWrittenAlone(doc, item))
      guards.add(roles.length)
    for (let at = clock + cut; at < clock + item.length && roles.length < letters.length; at++) {
      roles.push(role && inlineRoles.has(role) ? role : null)
      writers.push(writer)
      isBack.push(Number(at >= (beforeState.get(client) ?? 0)))
    }
    cut = 0
  }
  if (roles.every((role) => role === null)) return null
  return { from, text: letters, roles, isBack: Uint8Array.from(isBack), writers, guards, gone }
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
