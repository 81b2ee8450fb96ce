import * as Y from 'yjs'
import { liveNeighbor } from './mark-run'
import { markClient, type MarkRole } from '../../shared/mark-clients'

/** Letters in a row as one session wrote them: the id of the first, and how many UTF-16 code units they are. */
export interface Letters {
  readonly id: Y.ID
  readonly length: number
}

/** The id of the code unit that stands for the one with this id: itself, or what has been put back in its place since. */
export function standInFor(store: Y.Doc['store'], id: Y.ID): Y.ID {
  const item = Y.getItem(store, id)
  if (!(item instanceof Y.Item) || !item.redone) return id
  const { client, clock } = item.redone
  return standInFor(store, Y.createID(client, clock + id.clock - item.id.clock))
}

/**
 * The items that stand for these letters: their own, or those of what has been put back in their place since. None holds
 * anything else.
 */
export function itemsFor(transaction: Y.Transaction, { id: { client, clock }, length }: Letters): Y.Item[] {
  const items: Y.Item[] = []
  const end = clock + length
  for (let at = clock; at < end;) {
    const item = Y.getItemCleanStart(transaction, Y.createID(client, at))
    if (!(item instanceof Y.Item)) return items
    if (at + item.length > end) Y.getItemCleanEnd(transaction, transaction.doc.store, Y.createID(client, end - 1))
    at += item.length
    items.push(...(item.redone ? itemsFor(transaction, { id: item.redone, length: item.length }) : [item]))
  }
  return items
}

interface PutMark {
  readonly role: MarkRole
  readonly text: string
}

/**
 * Puts a mark that is gone back, straight behind where each of its letters stood: so whatever else comes back beside it, in
 * whichever order, finds its place as it was, as Yjs does with what a person typed. `text` has as many code units as
 * the items, which stand in the order of the text.
 */
export function putItemsBack(transaction: Y.Transaction, gone: readonly Y.Item[], { role, text }: PutMark): Letters[] {
  const rows: Y.Item[][] = []
  for (const item of gone) {
    const row = rows.at(-1)
    if (row && row.at(-1)?.right === item) row.push(item)
    else rows.push([item])
  }
  let at = 0
  return rows.map((row) => {
    const length = row.reduce((sum, item) => sum + item.length, 0)
    const letters = putRowBack(transaction, row, { role, text: text.slice(at, at + length) })
    at += length
    return letters
  })
}

function putRowBack(transaction: Y.Transaction, row: readonly Y.Item[], { role, text }: PutMark): Letters {
  const { clientID, store } = transaction.doc
  const client = markClient(clientID, role)
  const clock = Y.getState(store, client)
  const left = leftOf(row, role)
  if (!left || !(left.parent instanceof Y.AbstractType)) throw new RangeError('a mark that stood in no text')
  const { parent, right } = left
  const { _searchMarker: places } = parent
  const content = new Y.ContentString(text)
  const item = new Y.Item(Y.createID(client, clock), left, left.lastId, right, right?.id ?? null, parent, null, content)
  item.integrate(transaction, 0)
  // Yjs remembers where places are, and isn't told otherwise of what comes in between.
  if (places) places.length = 0
  let next = clock
  for (const one of row) {
    one.redone = Y.createID(client, next)
    next += one.length
  }
  return { id: item.id, length: text.length }
}

/** What a mark comes straight behind. A sign stands before what closes its box, behind all signs that stood there. */
function leftOf(row: readonly Y.Item[], role: MarkRole): Y.Item | undefined {
  const last = row.at(-1)
  return (role === 'sign' && last && liveNeighbor(last, 'right')?.left) || last
}
