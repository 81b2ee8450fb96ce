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

/** Where structs are read from: a document, or an update that is to be cut. */
interface Source {
  clients(): number[]
  /** The clock after a client's last struct; 0 for a client that the source doesn't hold. */
  end(client: number): number
  at(client: number, clock: number): Struct
}

/**
 * What a replica with this encoded state vector misses of the document, as Yjs V1 updates to be applied one by one: no
 * struct comes before those it names, and all deletions come last. Each is at most `maxBytes` long unless a single
 * struct that can't be cut is longer; long text is cut between characters. Lazy: the document may change between two
 * slices, and what was added meanwhile comes along.
 */
export function* slicesOf(doc: Y.Doc, stateVector: Uint8Array, maxBytes: number): Generator<Uint8Array> {
  yield* structSlicesOf(doc, stateVector, maxBytes)
  yield* deletionSlicesOf(doc, maxBytes)
}

/** The structs alone: what a state vector tells. */
export function structSlicesOf(doc: Y.Doc, stateVector: Uint8Array, maxBytes: number): Generator<Uint8Array> {
  return wordsOf(sourceOf(doc), Y.decodeStateVector(stateVector), maxBytes)
}

/** All deletions: no state vector tells which of them are known. */
export function deletionSlicesOf(doc: Y.Doc, maxBytes: number): Generator<Uint8Array> {
  return deletionsOf(Y.createDeleteSetFromStructStore(doc.store), maxBytes)
}

/** Cuts an update in the same way; one with holes between its structs stays whole. */
export function cutUpdate(update: Uint8Array, maxBytes: number): Uint8Array[] {
  if (update.length <= maxBytes) return [update]
  const { structs, ds } = Y.decodeUpdate(update)
  const clients = new Map<number, Struct[]>()
  for (const struct of structs) {
    if (struct instanceof Y.Skip) return [update]
    const { client } = struct.id
    const block = clients.get(client)
    if (block) block.push(struct)
    else clients.set(client, [struct])
  }
  const state = new Map([...clients].map(([client, [first]]) => [client, first?.id.clock ?? 0]))
  return [...wordsOf(sourceOf({ store: { clients } }), state, maxBytes), ...deletionsOf(ds, maxBytes)]
}

function* wordsOf(source: Source, state: State, maxBytes: number): Generator<Uint8Array> {
  let slice = createSlice()
  for (const piece of piecesOf(source, state, maxBytes)) {
    if (slice.size() > 0 && slice.size() + blockHead + piece.bytes.length > maxBytes) {
      yield slice.bytes()
      slice = createSlice()
    }
    slice.add(piece)
  }
  if (slice.size() > 0) yield slice.bytes()
}

/** Reads anew at every call, for a document may change. Higher clients come first: it makes integration cheaper. */
function sourceOf({ store }: { store: { clients: Map<number, Struct[]> } }): Source {
  return {
    clients: () => [...store.clients.keys()].sort((a, b) => b - a),
    end(client) {
      const last = store.clients.get(client)?.at(-1)
      return last ? last.id.clock + last.length : 0
    },
    at(client, clock) {
      const structs = store.clients.get(client) ?? []
      const struct = structs[Y.findIndexSS(structs, clock)]
      if (!struct) throw new Error('a struct is lacking that another one names')
      return struct
    },
  }
}

/** All missing structs, each after those it names, by the same walk in which Yjs integrates an update. */
function* piecesOf(source: Source, state: State, maxBytes: number): Generator<Piece> {
  const write = createPieceWriter(Math.max(16, Math.floor((maxBytes - 2 * blockHead) / widest)))
  const has = (client: number, clock: number) => source.end(client) > clock
  const isDone = (client: number) => !has(client, state.get(client) ?? 0)
  const lacks = (id: Y.ID) => id.clock >= (state.get(id.client) ?? 0) && has(id.client, id.clock)
  for (let clients = source.clients(); clients.length > 0; clients = source.clients().filter((one) => !isDone(one))) {
    for (const base of clients) {
      const stack: number[] = []
      while (stack.length > 0 || !isDone(base)) {
        const client = stack.at(-1) ?? base
        const clock = state.get(client) ?? 0
        const struct = source.at(client, clock)
        const needed = namedBy(struct, clock).find(lacks)
        if (needed) {
          stack.push(needed.client)
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

/** The structs of other clients that this one names when it is written from this clock on. */
function namedBy(struct: Struct, clock: number): Y.ID[] {
  if (!(struct instanceof Y.Item)) return []
  const isCut = clock > struct.id.clock
  const parent = isCut || struct.origin || struct.rightOrigin ? null : parentOf(struct)
  const named = [isCut ? null : struct.origin, struct.rightOrigin, parent]
  return named.filter((id) => id !== null && id.client !== struct.id.client) as Y.ID[]
}

function parentOf({ parent }: Y.Item): Y.ID | null {
  if (parent instanceof Y.ID) return parent
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

/** All deletions, whoever has them already, for no state vector says. */
function* deletionsOf({ clients }: ReturnType<typeof Y.createDeleteSet>, maxBytes: number): Generator<Uint8Array> {
  let part: [client: number, ranges: { clock: number; len: number }[]][] = []
  let room = maxBytes - blockHead
  for (const [client, ranges] of clients) {
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
