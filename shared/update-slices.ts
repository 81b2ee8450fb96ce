import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

type Struct = Y.Item | Y.GC
/** What one client has in the slice that is being written. */
type Block = { clock: number; count: number; bytes: encoding.Encoder }
type Piece = { bytes: Uint8Array; length: number }

/** Room for what surrounds the structs: number of clients, and per client its number of structs, id and clock. */
const blockHead = 24
const longestChar = 3

/**
 * What a replica with this encoded state vector misses of the document, as Yjs V1 updates to be applied one by one: no
 * struct comes before those it names, and all deletions come last. Each is at most `maxBytes` long unless a single
 * struct that can't be cut is longer; long text is cut between characters. Lazy: the document may change between two
 * slices, and what was added meanwhile comes along.
 */
export function* slicesOf(doc: Y.Doc, stateVector: Uint8Array, maxBytes: number): Generator<Uint8Array> {
  yield* structSlices(doc, Y.decodeStateVector(stateVector), maxBytes)
  yield* deleteSlices(doc, maxBytes)
}

function* structSlices(doc: Y.Doc, state: Map<number, number>, maxBytes: number): Generator<Uint8Array> {
  const slice = createSlice()
  const write = createPieceWriter(maxBytes)
  for (let found = nextStruct(doc, state); found; found = nextStruct(doc, state)) {
    for (const { client, struct } of inCausalOrder(doc, state, found)) {
      const clock = state.get(client) ?? 0
      const piece = write(struct, clock)
      if (slice.size() > 0 && slice.size() + blockHead + piece.bytes.length > maxBytes) {
        yield slice.take()
        break
      }
      slice.add(client, clock, piece.bytes)
      state.set(client, clock + piece.length)
    }
  }
  if (slice.size() > 0) yield slice.take()
}
