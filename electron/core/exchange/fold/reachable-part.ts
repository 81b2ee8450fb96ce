import * as Y from 'yjs'
import { deletionsAlone } from './held-content'
import { wordsAlone } from './own-part'
import type { Range } from './range-set'
import type { StructId } from './update-reader'

type Struct = Y.Item | Y.GC | Y.Skip

/**
 * What of an update can be applied to a document now, as updates in that order: the words that rest on nothing that is missing
 * from both, and the deletions of what is there then. The update has been read before. Takes time linear in its structs, but
 * for a logarithm.
 */
export function reachablePart(doc: Y.Doc, update: Uint8Array): Uint8Array[] {
  const { structs, ds } = Y.decodeUpdate(update)
  const { reached, stateOf } = reach(doc, structs)
  const deletions = [...ds.clients].flatMap(([client, ranges]) =>
    ranges.flatMap(({ clock, len }): Range[] => {
      const length = Math.min(len, stateOf(client) - clock)
      return length > 0 ? [{ client, clock, length }] : []
    }),
  )
  return [
    ...(reached.size > 0 ? [wordsAlone(reached)] : []),
    ...(deletions.length > 0 ? [deletionsAlone(deletions)] : []),
  ]
}

/** Follows each client's structs until one rests on what is missing, and goes on there when that has come. */
function reach(doc: Y.Doc, structs: readonly Struct[]) {
  const lists = new Map<number, Struct[]>()
  for (const struct of structs) {
    const list = lists.get(struct.id.client)
    if (list) list.push(struct)
    else lists.set(struct.id.client, [struct])
  }
  const state = new Map<number, number>()
  const stateOf = (client: number) => state.get(client) ?? Y.getState(doc.store, client)
  const reached = new Map<number, Struct[]>()
  const waiting = createWaiting()
  const due = [...lists.keys()]
  const next = new Map<number, number>()
  for (let client = due.pop(); client !== undefined; client = due.pop()) {
    const list = lists.get(client) ?? []
    let at = next.get(client) ?? 0
    for (let struct = list[at]; struct && struct.id.clock <= stateOf(client); struct = list[++at]) {
      const missing = missingOf(struct, stateOf)
      if (missing) {
        waiting.add(missing, client)
        break
      }
      const end = struct.id.clock + struct.length
      if (struct instanceof Y.Skip || end <= stateOf(client)) continue
      state.set(client, end)
      const found = reached.get(client)
      if (found) found.push(struct)
      else reached.set(client, [struct])
    }
    next.set(client, at)
    for (const waits of waiting.letGo(client, stateOf(client))) due.push(waits)
  }
  return { reached, stateOf }
}

/** What a struct rests on that hasn't come. */
function missingOf(struct: Struct, stateOf: (client: number) => number): StructId | null {
  if (!(struct instanceof Y.Item)) return null
  const { origin, rightOrigin, parent } = struct
  const names = [origin, rightOrigin, parent instanceof Y.ID ? parent : null]
  return names.find((name) => name !== null && name.clock >= stateOf(name.client)) ?? null
}

/** Clients that wait for others' clocks; of each that is waited for the highest clock first. */
function createWaiting() {
  const all = new Map<number, { clock: number; waits: number }[]>()
  return {
    add({ client, clock }: StructId, waits: number): void {
      const list = all.get(client) ?? []
      all.set(client, list)
      let [low, high] = [0, list.length]
      while (low < high) {
        const middle = (low + high) >> 1
        if ((list[middle]?.clock ?? 0) >= clock) low = middle + 1
        else high = middle
      }
      list.splice(low, 0, { clock, waits })
    },
    /** Those that needed no more than this of it. */
    letGo(client: number, state: number): number[] {
      const list = all.get(client) ?? []
      const found: number[] = []
      for (let last = list.at(-1); last && last.clock < state; last = list.at(-1)) {
        found.push(last.waits)
        list.pop()
      }
      return found
    },
  }
}
