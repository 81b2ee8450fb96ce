import * as Y from 'yjs'
import { markRole } from '../../shared/mark-clients'
import { liveNeighbor, roleOf } from './mark-run'

type Store = Y.Doc['store']

/** The marks at which something may have to be settled after a transaction: new ones, and those beside a deletion. */
export function marksConcerned({ doc: { store }, beforeState, afterState, deleteSet }: Y.Transaction): Set<Y.Item> {
  const items = new Set<Y.Item>()
  const add = (item: Y.Item | null) => {
    if (item && !item.deleted && roleOf(item)) items.add(item)
  }
  for (const [client, end] of afterState) {
    const begin = beforeState.get(client) ?? 0
    if (end > begin && markRole(client)) for (const item of itemsIn(store, client, begin, end)) add(item)
  }
  for (const [client, ranges] of deleteSet.clients) {
    for (const { clock, len } of ranges) {
      for (const item of itemsIn(store, client, clock, clock + len)) {
        add(liveNeighbor(item, 'left'))
        add(liveNeighbor(item, 'right'))
      }
    }
  }
  return items
}

/** All marks of the document. */
export function allMarks({ store }: Y.Doc): Set<Y.Item> {
  const marks = [...store.clients].filter(([client]) => markRole(client)).flatMap(([, structs]) => structs)
  return new Set(marks.filter((struct): struct is Y.Item => struct instanceof Y.Item && !struct.deleted))
}

/** The items of a client's row that lie in it from one clock up to another, in part or whole. */
export function* itemsIn(store: Store, client: number, begin: number, end: number): Generator<Y.Item> {
  const structs = store.clients.get(client) ?? []
  for (let at = Y.findIndexSS(structs, begin); at < structs.length; at++) {
    const struct = structs[at]
    if (!struct || struct.id.clock >= end) return
    if (struct instanceof Y.Item) yield struct
  }
}
