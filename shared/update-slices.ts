import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

type State = Map<number, number>
type Struct = Y.Item | Y.GC
/** One struct, or the beginning of a long text, as bytes. */
interface Piece {
  client: number
  clock: number
  length: number
  bytes: Uint8Array
}

/** Room for what surrounds a client's structs: how many, of which client, from which clock. */
const blockHead = 24
/** Most bytes of one UTF-16 code unit in UTF-8. */
const widest = 3

/**
 * What a replica with this encoded state vector misses of the document, as Yjs V1 updates to be applied one by one: no
 * struct comes before those it names, and all deletions come last. Each is at most `maxBytes` long unless a single
 * struct that can't be cut is longer; long text is cut between characters. Lazy: the document may change between two
 * slices, and what was added meanwhile comes along.
 */
export function* slicesOf(doc: Y.Doc, stateVector: Uint8Array, maxBytes: number): Generator<Uint8Array> {
  let slice = createSlice()
  for (const piece of piecesOf(doc, Y.decodeStateVector(stateVector), maxBytes)) {
    if (slice.size() > 0 && slice.size() + blockHead + piece.bytes.length > maxBytes) {
      yield slice.bytes()
      slice = createSlice()
    }
    slice.add(piece)
  }
  if (slice.size() > 0) yield slice.bytes()
  yield* deletionsOf(doc, maxBytes)
}

/** All missing structs, each after those it names, by the same walk in which Yjs integrates an update. */
function* piecesOf(doc: Y.Doc, state: State, maxBytes: number): Generator<Piece> {
  const write = createPieceWriter(Math.max(16, Math.floor((maxBytes - 2 * blockHead) / widest)))
  const isDone = (client: number) => Y.getState(doc.store, client) <= (state.get(client) ?? 0)
  for (let clients = sorted(doc); clients.length > 0; clients = sorted(doc).filter((client) => !isDone(client))) {
    for (const base of clients) {
      const stack: number[] = []
      while (stack.length > 0 || !isDone(base)) {
        const client = stack.at(-1) ?? base
        const clock = state.get(client) ?? 0
        const struct = structAt(doc, client, clock)
        const needed = missing(struct, clock, state)
        if (needed !== null) {
          stack.push(needed)
          continue
        }
        const piece = write(struct, clock)
        state.set(client, clock + piece.length)
        stack.pop()
        yield piece
      }
    }
  }
}

/** Higher clients first, as Yjs writes them: it makes integration cheaper. */
const sorted = (doc: Y.Doc) => [...doc.store.clients.keys()].sort((a, b) => b - a)

function structAt(doc: Y.Doc, client: number, clock: number): Struct {
  const structs = doc.store.clients.get(client) ?? []
  const struct = structs[Y.findIndexSS(structs, clock)]
  if (!struct) throw new Error('the document lacks a struct that another one names')
  return struct
}

/** The client of a struct that this one names and that has not been written yet. */
function missing(struct: Struct, clock: number, state: State): number | null {
  if (!(struct instanceof Y.Item)) return null
  const { client } = struct.id
  const lacks = (id: Y.ID | null) => id !== null && id.client !== client && id.clock >= (state.get(id.client) ?? 0)
  const origin = clock > struct.id.clock ? null : struct.origin
  if (lacks(origin)) return origin?.client ?? null
  if (lacks(struct.rightOrigin)) return struct.rightOrigin?.client ?? null
  const parent = clock > struct.id.clock || struct.origin || struct.rightOrigin ? null : parentOf(struct)
  return lacks(parent) ? (parent?.client ?? null) : null
}

function parentOf({ parent }: Y.Item): Y.ID | null {
  if (!(parent instanceof Y.AbstractType)) return null
  const { _item: item } = parent
  return item?.id ?? null
}

/** Writes a struct from this clock on, but of a text no more than `maxUnits` UTF-16 code units. */
function createPieceWriter(maxUnits: number): (struct: Struct, clock: number) => Piece {
  const encoder = new Y.UpdateEncoderV1()
  return (struct, clock) => {
    encoder.restEncoder = encoding.createEncoder()
    const { client } = struct.id
    const offset = clock - struct.id.clock
    const part = struct instanceof Y.Item ? beginning(struct, offset, maxUnits) : null
    if (part) part.write(encoder, 0)
    else struct.write(encoder, offset)
    return { client, clock, length: part?.length ?? struct.length - offset, bytes: encoder.toUint8Array() }
  }
}

/** The first part of a text that is too long, as an item of its own; Yjs joins the parts again where they arrive. */
function beginning(item: Y.Item, offset: number, maxUnits: number): Y.Item | null {
  if (!(item.content instanceof Y.ContentString) || item.length - offset <= maxUnits) return null
  const { str } = item.content
  const isHalved = /[\uD800-\uDBFF]/.test(str.charAt(offset + maxUnits - 1))
  const { client, clock } = item.id
  return new Y.Item(
    Y.createID(client, clock + offset),
    null,
    offset > 0 ? Y.createID(client, clock + offset - 1) : item.origin,
    null,
    item.rightOrigin,
    item.parent,
    item.parentSub,
    new Y.ContentString(str.slice(offset, offset + maxUnits - (isHalved ? 1 : 0))),
  )
}

/** An update without deletions. Of each client it has one run of clocks, for Yjs reads but one per client. */
function createSlice() {
  const blocks = new Map<number, { clock: number; count: number; encoder: encoding.Encoder }>()
  let size = 0
  return {
    size: () => size,
    add({ client, clock, bytes }: Piece): void {
      const block = blocks.get(client) ?? { clock, count: 0, encoder: encoding.createEncoder() }
      if (block.count === 0) size += blockHead
      blocks.set(client, block)
      block.count++
      encoding.writeUint8Array(block.encoder, bytes)
      size += bytes.length
    },
    bytes(): Uint8Array {
      return encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, blocks.size)
        for (const [client, block] of [...blocks].sort(([a], [b]) => b - a)) {
          for (const number of [block.count, client, block.clock]) encoding.writeVarUint(encoder, number)
          encoding.writeBinaryEncoder(encoder, block.encoder)
        }
        encoding.writeVarUint(encoder, 0)
      })
    },
  }
}

/** All deletions of the document, for no state vector says which a replica has. */
function* deletionsOf(doc: Y.Doc, maxBytes: number): Generator<Uint8Array> {
  let part: [client: number, ranges: { clock: number; len: number }[]][] = []
  let room = maxBytes - blockHead
  const deleted = Y.createDeleteSetFromStructStore(doc.store).clients
  for (const [client, ranges] of deleted) {
    for (let at = 0; at < ranges.length;) {
      const count = Math.max(1, Math.floor((room - blockHead) / rangeSize))
      const some = ranges.slice(at, at + count)
      if (part.length > 0 && room < blockHead + some.length * rangeSize) {
        yield deletionUpdate(part)
        part = []
        room = maxBytes - blockHead
        continue
      }
      part.push([client, some])
      room -= blockHead + some.length * rangeSize
      at += some.length
    }
  }
  if (part.length > 0) yield deletionUpdate(part)
}

/** Most bytes of a range: two numbers of up to 53 bits, seven of them a byte. */
const rangeSize = 16

function deletionUpdate(part: readonly [client: number, ranges: readonly { clock: number; len: number }[]][]) {
  return encoding.encode((encoder) => {
    for (const number of [0, part.length]) encoding.writeVarUint(encoder, number)
    for (const [client, ranges] of part) {
      for (const number of [client, ranges.length]) encoding.writeVarUint(encoder, number)
      for (const { clock, len } of ranges) for (const number of [clock, len]) encoding.writeVarUint(encoder, number)
    }
  })
}
