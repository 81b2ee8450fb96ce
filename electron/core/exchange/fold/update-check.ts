import * as Y from 'yjs'

/**
 * Bounds of what one content may bring. Yjs deletes recursively: 2,000 nested maps apply and then overflow the stack.
 * The journal itself nests three deep and has three shared types for each entry.
 */
export const checkLimits = { bytes: 256 * 1024 * 1024, structs: 8_000_000, types: 400_000, depth: 32 } as const

/** Why an update isn't taken. `out-of-order`: it rests on what isn't here, and Yjs would park it. */
export type UpdateFault = 'too-large' | 'too-deep' | 'out-of-order' | 'malformed'

/** Looks through updates that are to be applied one after another, without applying any; null where they can be. */
export function checkUpdates(doc: Y.Doc, updates: readonly Uint8Array[]): UpdateFault | null {
  if (updates.reduce((sum, { length }) => sum + length, 0) > checkLimits.bytes) return 'too-large'
  const ahead = createAhead(doc)
  for (const update of updates) {
    const fault = checkOne(ahead, update)
    if (fault) return fault
  }
  return null
}

function checkOne(ahead: Ahead, update: Uint8Array): UpdateFault | null {
  let decoded: ReturnType<typeof Y.decodeUpdate>
  try {
    decoded = Y.decodeUpdate(update)
  } catch {
    return 'malformed'
  }
  // What merging left out, since it is elsewhere, is nothing that this update brings.
  const structs = decoded.structs.filter((struct) => !(struct instanceof Y.Skip))
  // First how far the clients go: within one update the order of clients says nothing.
  for (const { id, length } of structs) if (!ahead.extend(id, length)) return 'out-of-order'
  if (ahead.count() > checkLimits.structs) return 'too-large'
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue
    const { origin, rightOrigin, parent } = struct
    const needed = [origin, rightOrigin, parent instanceof Y.ID ? parent : null]
    if (needed.some((id) => id && !ahead.reaches(id))) return 'out-of-order'
  }
  const fault = ahead.place(structs)
  if (fault) return fault
  for (const [client, ranges] of decoded.ds.clients) {
    if (ranges.some(({ clock, len }) => len < 1 || !ahead.reaches({ client, clock: clock + len - 1 })))
      return 'out-of-order'
  }
  return null
}

interface Place {
  readonly client: number
  readonly clock: number
}

/** What a document would be once the updates looked at so far were applied. */
type Ahead = ReturnType<typeof createAhead>

function createAhead(doc: Y.Doc) {
  const clocks = new Map<number, number>()
  /** For each client the items that are new, by clock, with how deep they lie. */
  const depths = new Map<number, { clock: number; depth: number }[]>()
  let structs = 0
  let types = 0
  const stateOf = (client: number) => clocks.get(client) ?? Y.getState(doc.store, client)

  function depthAt(id: Place): number | null {
    const list = depths.get(id.client)
    const found = list && lastUpTo(list, id.clock)
    if (found) return found.depth
    return id.clock < Y.getState(doc.store, id.client) ? depthInDoc(doc, id) : null
  }

  function depthOf(struct: Y.Item | Y.GC): number | null {
    // What was cleared away lies nowhere.
    if (!(struct instanceof Y.Item)) return 1
    const { origin, rightOrigin, parent } = struct
    if (typeof parent === 'string') return 1
    if (parent instanceof Y.ID) {
      const above = depthAt(parent)
      return above === null ? null : above + 1
    }
    const beside = origin ?? rightOrigin
    return beside ? depthAt(beside) : 1
  }

  return {
    count: () => structs,
    /** Adds what a client goes on with; false where there would be a hole. */
    extend({ client, clock }: Place, length: number): boolean {
      if (clock > stateOf(client)) return false
      clocks.set(client, Math.max(stateOf(client), clock + length))
      structs++
      return true
    },
    reaches: ({ client, clock }: Place) => clock < stateOf(client),
    /** Finds how deep every item lies; of items in one update any may come before the one it lies in. */
    place(placed: readonly (Y.Item | Y.GC)[]): UpdateFault | null {
      let waiting = placed
      while (waiting.length > 0) {
        const left: (Y.Item | Y.GC)[] = []
        for (const item of waiting) {
          const depth = depthOf(item)
          if (depth === null) left.push(item)
          else {
            if (depth > checkLimits.depth) return 'too-deep'
            if (item instanceof Y.Item && item.content instanceof Y.ContentType && ++types > checkLimits.types)
              return 'too-large'
            const { client, clock } = item.id
            const list = depths.get(client) ?? []
            depths.set(client, list)
            list.splice(placeAfter(list, clock), 0, { clock, depth })
          }
        }
        if (left.length === waiting.length) return 'malformed'
        waiting = left
      }
      return null
    },
  }
}

const lastUpTo = <T extends { readonly clock: number }>(list: readonly T[], clock: number): T | null =>
  list[placeAfter(list, clock) - 1] ?? null

/** Where something with this clock belongs in a list that ascends: behind all that are not above it. */
function placeAfter(list: readonly { readonly clock: number }[], clock: number): number {
  if ((list.at(-1)?.clock ?? -1) <= clock) return list.length
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle]?.clock ?? 0) <= clock) low = middle + 1
    else high = middle
  }
  return low
}

/** How deep an item of the document lies; a removed one counts as being on top. */
function depthInDoc(doc: Y.Doc, { client, clock }: Place): number {
  const structs = doc.store.clients.get(client)
  const struct = structs?.[Y.findIndexSS(structs, clock)]
  let depth = 1
  for (let item = struct instanceof Y.Item ? struct : null; item;) {
    const { parent }: Y.Item = item
    item = parent instanceof Y.AbstractType ? parent._item : null
    if (item) depth++
  }
  return depth
}
