import { viewOf } from './bytes'
import { perStream, type Stream, streams } from './keys'
import { noTag, tagSize } from './segment-format'

/** How far a chain of records goes: the last one's sequence number and tag. */
export interface Position {
  seq: number
  tag: Uint8Array
}

/** How far each stream goes, as far as whoever says it can promise. */
export type Heads = Record<Stream, Position>

/** The head of a stream of which nothing is said: it holds of every stream. */
export const noHead: Position = { seq: 0, tag: noTag }

const headSize = 8 + tagSize
/** What `writeHeads` takes. */
export const headsSize = streams.length * headSize

/** Each stream's sequence number (u64) and tag (16 bytes), in the order of the streams. */
export function writeHeads(heads: Heads): Uint8Array {
  const bytes = new Uint8Array(headsSize)
  streams.forEach((stream, at) => {
    viewOf(bytes).setBigUint64(at * headSize, BigInt(heads[stream].seq), true)
    bytes.set(heads[stream].tag, at * headSize + 8)
  })
  return bytes
}

/** What `writeHeads` made of `bytes`, or null if that is nothing it makes. */
export function readHeads(bytes: Uint8Array): Heads | null {
  if (bytes.length !== headsSize) return null
  const heads = perStream((stream) => {
    const at = streams.indexOf(stream) * headSize
    return { seq: Number(viewOf(bytes).getBigUint64(at, true)), tag: bytes.slice(at + 8, at + headSize) }
  })
  return streams.every((stream) => Number.isSafeInteger(heads[stream].seq)) ? heads : null
}
