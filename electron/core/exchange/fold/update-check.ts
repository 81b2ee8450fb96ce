import * as Y from 'yjs'
import { type ReadStruct, type ReadUpdate, readUpdate, type StructId, TooDeep, TooMany } from './update-reader'

/** Why an update is not applied; `'out-of-order'` is the only one that may pass with time. */
export type UpdateFault = 'too-large' | 'too-deep' | 'out-of-order' | 'malformed'

export interface UpdateLimits {
  maxBytes: number
  maxStructs: number
  /** How deep shared types, and the values in them, may nest; 2,000 levels overflow Yjs's stack when deleted. */
  maxDepth: number
  maxTypes: number
  maxRoots: number
}

/** A body of `maxBodyLength` fits, in whatever script; the rest is far above what an honest device writes at once. */
export const updateLimits: UpdateLimits = {
  maxBytes: 16 * 1024 * 1024,
  maxStructs: 2_000_000,
  maxDepth: 32,
  maxTypes: 500_000,
  maxRoots: 16,
}

/**
 * Whether an update may be applied to the document as it is now, without applying it: null, or what is wrong with it.
 * An update that passes leaves nothing parked in the document. Never throws.
 */
export function checkUpdate(doc: Y.Doc, update: Uint8Array, limits = updateLimits): UpdateFault | null {
  const examined = examineUpdate(doc, update, { limits })
  return typeof examined === 'string' ? examined : null
}

type OutOfOrder = (ids: readonly StructId[]) => 'out-of-order'
/** Hears what an update lacks: as long as the document holds none of these, it stays out of order. */
type OnLacking = (ids: readonly StructId[]) => void

/** As `checkUpdate`, but an update that may be applied is returned as it was read. */
export function examineUpdate(
  doc: Y.Doc,
  update: Uint8Array,
  { limits = updateLimits, onLacking = () => {} }: { limits?: UpdateLimits; onLacking?: OnLacking } = {},
): UpdateFault | ReadUpdate {
  if (update.length > limits.maxBytes) return 'too-large'
  const outOfOrder = (ids: readonly StructId[]): 'out-of-order' => {
    onLacking(ids)
    return 'out-of-order'
  }
  try {
    const read = readUpdate(update, limits)
    const fault =
      checkBounds(doc, read, limits) ??
      checkStructs(doc, read, { maxDepth: limits.maxDepth, outOfOrder }) ??
      checkDeletions(doc, read, outOfOrder)
    return fault ?? read
  } catch (error) {
    if (error instanceof TooDeep) return 'too-deep'
    return error instanceof TooMany ? 'too-large' : 'malformed'
  }
}

/** Whether an update can be read at all; of whether it may be applied nothing is said. */
export function canBeRead(update: Uint8Array): boolean {
  try {
    readUpdate(update, updateLimits)
    return true
  } catch {
    return false
  }
}

function checkBounds(doc: Y.Doc, { blocks }: ReadUpdate, { maxTypes, maxRoots }: UpdateLimits): UpdateFault | null {
  let types = 0
  // Those of the document as well: of what passes one by one, all together must.
  const roots = new Set(doc.share.keys())
  for (const structs of blocks.values()) {
    for (const { isType, parent } of structs) {
      if (isType) types++
      if (typeof parent === 'string') roots.add(parent)
      if (types > maxTypes || roots.size > maxRoots) return 'too-large'
    }
  }
  return null
}

/** Walks the structs as Yjs integrates them: each must find all that it names, in the document or before itself. */
function checkStructs(
  doc: Y.Doc,
  { blocks }: ReadUpdate,
  { maxDepth, outOfOrder }: { maxDepth: number; outOfOrder: OutOfOrder },
): UpdateFault | null {
  const next = new Map([...blocks.keys()].map((client) => [client, 0]))
  const state = new Map<number, number>()
  const stateOf = (client: number) => state.get(client) ?? Y.getState(doc.store, client)
  const depths = createDepths(doc, blocks)
  const neededNext = (client: number): StructId[] => {
    const struct = blocks.get(client)?.[next.get(client) ?? 0]
    const needed = struct && missing(struct, stateOf)
    return needed ? [needed] : []
  }
  for (const base of blocks.keys()) {
    const stack = [base]
    const stacked = new Set(stack)
    const pop = () => stacked.delete(stack.pop() ?? base)
    while (stack.length > 0) {
      const client = stack.at(-1) ?? base
      const at = next.get(client) ?? 0
      const struct = blocks.get(client)?.[at]
      if (!struct) {
        pop()
        continue
      }
      if (struct.sort !== 'skip' && struct.clock > stateOf(client))
        return outOfOrder([{ client, clock: struct.clock - 1 }])
      const needed = missing(struct, stateOf)
      if (needed !== null) {
        // Of structs that wait for each other any one may come by another way.
        if (stacked.has(needed.client)) return outOfOrder(stack.flatMap(neededNext))
        const others = blocks.get(needed.client)
        if (!others || (next.get(needed.client) ?? 0) >= others.length) return outOfOrder([needed])
        stack.push(needed.client)
        stacked.add(needed.client)
        continue
      }
      if (struct.sort !== 'skip') state.set(client, Math.max(stateOf(client), struct.clock + struct.length))
      if (depths.enter(struct, at) > maxDepth) return 'too-deep'
      next.set(client, at + 1)
      if (stack.length > 1) pop()
    }
  }
  return null
}

function missing(struct: ReadStruct, stateOf: (client: number) => number): StructId | null {
  const { client, clock, origin, rightOrigin, parent } = struct
  const isMissing = (id: StructId) => id.clock >= (id.client === client ? clock : stateOf(id.client))
  if (origin && isMissing(origin)) return origin
  if (rightOrigin && isMissing(rightOrigin)) return rightOrigin
  return parent !== null && typeof parent !== 'string' && isMissing(parent) ? parent : null
}

/** How deep the structs lie: a root type's content at 1, that of a type in it at 2, and what was deleted at 0. */
function createDepths(doc: Y.Doc, blocks: ReadUpdate['blocks']) {
  const entered = new Map<number, Float64Array>()
  const ofTypes = new Map<unknown, number>()

  const below = (type: unknown): number => {
    const known = ofTypes.get(type)
    if (known !== undefined || !(type instanceof Y.AbstractType)) return known ?? 0
    const { _item: item } = type
    const depth = 1 + (item ? below(item.parent) : 0)
    ofTypes.set(type, depth)
    return depth
  }
  /** What the document holds counts, whatever the update claims of the same struct. */
  const of = (id: StructId): number => {
    if (id.clock >= Y.getState(doc.store, id.client)) {
      return entered.get(id.client)?.[indexOf(blocks.get(id.client) ?? [], id.clock)] ?? 0
    }
    const item = Y.getItem(doc.store, Y.createID(id.client, id.clock))
    return item instanceof Y.Item ? below(item.parent) : 0
  }
  const depthOf = ({ origin, rightOrigin, parent, sort }: ReadStruct): number => {
    if (sort !== 'item') return 0
    if (typeof parent === 'string') return 1
    if (parent) return 1 + of(parent)
    const neighbour = origin ?? rightOrigin
    return neighbour ? of(neighbour) : 0
  }
  return {
    /** Notes the depth of a struct all of whose names have been entered, and returns how deep what it holds lies. */
    enter(struct: ReadStruct, at: number): number {
      const depths = entered.get(struct.client) ?? new Float64Array(blocks.get(struct.client)?.length ?? 0)
      entered.set(struct.client, depths)
      const depth = depthOf(struct)
      depths[at] = depth
      return struct.isType ? depth + 1 : depth
    },
  }
}

/** The index of the struct that holds this clock. */
function indexOf(structs: readonly ReadStruct[], clock: number): number {
  let low = 0
  for (let high = structs.length - 1; low < high;) {
    const middle = (low + high + 1) >> 1
    if ((structs[middle]?.clock ?? 0) <= clock) low = middle
    else high = middle - 1
  }
  return low
}

function checkDeletions(doc: Y.Doc, { blocks, deletions }: ReadUpdate, outOfOrder: OutOfOrder): UpdateFault | null {
  for (const { client, clock, length } of deletions) {
    const last = blocks.get(client)?.at(-1)
    const end = Math.max(Y.getState(doc.store, client), last && last.sort !== 'skip' ? last.clock + last.length : 0)
    if (clock + length > end) return outOfOrder([{ client, clock: clock + length - 1 }])
  }
  return null
}
