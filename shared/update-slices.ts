import { createEncoder, toUint8Array, writeUint8Array, writeVarUint } from 'lib0/encoding'
import * as Y from 'yjs'

/** Ranges of deletions in one slice; a range takes up to ten bytes. */
const rangesInSlice = 8192

type Struct = Y.Item | Y.GC

/** How far one client's structs have gone out. */
interface Cursor {
  readonly structs: readonly Struct[]
  index: number
  /** The clock from which on the rest is to be sent; it may lie within a struct. */
  clock: number
}

/**
 * The structs that a document with this state vector misses, as Yjs updates (V1) of at most `maxBytes` where they can
 * be cut: a single struct can't. In causal order: nothing comes before what it was written beside or within, so that
 * applying them one by one parks nothing. Lazy: the first costs no more than itself.
 */
export function* slicesOf(doc: Y.Doc, stateVector: Uint8Array, maxBytes: number): Generator<Uint8Array> {
  const cursors = cursorsOf(doc, Y.decodeStateVector(stateVector))
  let batch = createBatch()
  for (const struct of causally(cursors)) {
    batch.add(struct)
    if (batch.size() >= maxBytes) {
      yield batch.end()
      batch = createBatch()
    }
  }
  if (batch.size() > 0) yield batch.end()
}

/** All deletions in the document, in slices: no state vector tells them. */
export function* deletionsOf(doc: Y.Doc): Generator<Uint8Array> {
  for (const [client, ranges] of Y.createDeleteSetFromStructStore(doc.store).clients) {
    for (let at = 0; at < ranges.length; at += rangesInSlice) {
      const encoder = createEncoder()
      const some = ranges.slice(at, at + rangesInSlice)
      for (const number of [0, 1, client, some.length]) writeVarUint(encoder, number)
      for (const { clock, len } of some) {
        writeVarUint(encoder, clock)
        writeVarUint(encoder, len)
      }
      yield toUint8Array(encoder)
    }
  }
}

/** Everything in a document, structs before deletions. */
export function* wholeSlices(doc: Y.Doc, maxBytes: number): Generator<Uint8Array> {
  yield* slicesOf(doc, Uint8Array.of(0), maxBytes)
  yield* deletionsOf(doc)
}

function cursorsOf(doc: Y.Doc, known: ReadonlyMap<number, number>): Map<number, Cursor> {
  const cursors = new Map<number, Cursor>()
  for (const [client, structs] of doc.store.clients) {
    const clock = known.get(client) ?? 0
    if (clock >= Y.getState(doc.store, client)) continue
    const index = clock === 0 ? 0 : Y.findIndexSS(structs, clock)
    cursors.set(client, { structs, index, clock: Math.max(clock, structs[0]?.id.clock ?? 0) })
  }
  return cursors
}

interface Piece {
  readonly struct: Struct
  /** How much of the struct's beginning is known already. */
  readonly offset: number
}

function* causally(cursors: ReadonlyMap<number, Cursor>): Generator<Piece> {
  const clients = [...cursors.keys()].sort((a, b) => b - a)
  for (const client of clients) {
    const stack = [client]
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const cursor = cursors.get(top)
      const struct = cursor?.structs[cursor.index]
      if (!cursor || !struct) {
        stack.pop()
        continue
      }
      const offset = cursor.clock - struct.id.clock
      const missing = missingClient(struct, offset, cursors)
      if (missing !== null) {
        stack.push(missing)
        continue
      }
      yield { struct, offset }
      cursor.index++
      cursor.clock = struct.id.clock + struct.length
      // What waited for this one goes on; the rest of this client's structs has time.
      if (stack.length > 1) stack.pop()
    }
  }
}

/** A client of whose structs one must come first, or null. */
function missingClient(struct: Struct, offset: number, cursors: ReadonlyMap<number, Cursor>): number | null {
  if (!(struct instanceof Y.Item)) return null
  const needed = [offset > 0 ? null : struct.origin, struct.rightOrigin, parentOf(struct)]
  for (const id of needed) {
    if (!id || id.client === struct.id.client) continue
    const cursor = cursors.get(id.client)
    if (cursor && cursor.index < cursor.structs.length && id.clock >= cursor.clock) return id.client
  }
  return null
}

function parentOf({ parent }: Y.Item): Y.ID | null {
  if (parent instanceof Y.AbstractType) return parent._item?.id ?? null
  return parent instanceof Y.ID ? parent : null
}

/** Collects structs and writes them as one update: each client's one after another, with its first clock. */
function createBatch() {
  const clients = new Map<number, { clock: number; count: number; encoder: Y.UpdateEncoderV1; size: number }>()
  let size = 0
  return {
    size: () => size,
    add({ struct, offset }: Piece) {
      const { client, clock } = struct.id
      const kept = clients.get(client) ?? { clock: clock + offset, count: 0, encoder: new Y.UpdateEncoderV1(), size: 0 }
      clients.set(client, kept)
      struct.write(kept.encoder, offset)
      kept.count++
      const now = lengthOf(kept.encoder)
      size += now - kept.size
      kept.size = now
    },
    end(): Uint8Array {
      const whole = createEncoder()
      writeVarUint(whole, clients.size)
      for (const [client, { clock, count, encoder }] of [...clients].sort(([a], [b]) => b - a)) {
        for (const number of [count, client, clock]) writeVarUint(whole, number)
        writeUint8Array(whole, toUint8Array(encoder.restEncoder))
      }
      // No deletions.
      writeVarUint(whole, 0)
      return toUint8Array(whole)
    },
  }
}

const lengthOf = ({ restEncoder }: Y.UpdateEncoderV1): number =>
  restEncoder.cpos + restEncoder.bufs.reduce((sum, part) => sum + part.length, 0)
