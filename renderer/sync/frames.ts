/** What a frame's payload holds at most, so that a frame with its head is at most 16 KiB: what every browser carries. */
export const payloadSize = 16_368

/** A message goes by one of two streams: `live` for what must not wait, `bulk` for what may take its time. */
export const streams = ['live', 'bulk'] as const
export type Stream = (typeof streams)[number]

/** Longest message of each stream, in bytes. */
export const longestMessage: Readonly<Record<Stream, number>> = { live: 64 * 1024, bulk: 256 * 1024 * 1024 }

const flag = { first: 1, last: 2, bulk: 4, credit: 8 } as const
const allFlags = flag.first | flag.last | flag.bulk | flag.credit

/** A piece of a message, or (`credit`) word that the application has taken so many more bytes of a stream. */
export type Frame =
  | {
      readonly type: 'piece'
      readonly stream: Stream
      /** The message's length in bytes on its first piece, else null. */
      readonly total: number | null
      readonly isLast: boolean
      readonly payload: Uint8Array
    }
  | { readonly type: 'credit'; readonly stream: Stream; readonly bytes: number }

/** The other side broke a rule of the frames: nothing it sends can be trusted to mean anything any more. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
}

/** The frame of `message` whose payload begins at `offset`. One byte of flags, the length (u32, little-endian) on the first. */
export function pieceOf(message: Uint8Array, offset: number, stream: Stream): Uint8Array<ArrayBuffer> {
  const isFirst = offset === 0
  const head = isFirst ? 5 : 1
  const payload = message.subarray(offset, offset + payloadSize)
  const frame = new Uint8Array(head + payload.length)
  frame[0] =
    (isFirst ? flag.first : 0) |
    (offset + payload.length === message.length ? flag.last : 0) |
    (stream === 'bulk' ? flag.bulk : 0)
  if (isFirst) new DataView(frame.buffer).setUint32(1, message.length, true)
  frame.set(payload, head)
  return frame
}

/** The frame that says: the application has taken `bytes` more of this stream. */
export function creditOf(stream: Stream, bytes: number): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(5)
  frame[0] = flag.credit | (stream === 'bulk' ? flag.bulk : 0)
  new DataView(frame.buffer).setUint32(1, bytes, true)
  return frame
}

/** Reads one frame, whoever sent it; throws FrameError where it is none. */
export function readFrame(bytes: Uint8Array): Frame {
  const flags = bytes[0]
  if (flags === undefined || (flags & ~allFlags) !== 0) throw new FrameError('unknown flags')
  const stream: Stream = (flags & flag.bulk) === 0 ? 'live' : 'bulk'
  const number = () => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(1, true)
  if ((flags & flag.credit) !== 0) {
    if ((flags & (flag.first | flag.last)) !== 0 || bytes.length !== 5) throw new FrameError('not a credit')
    return { type: 'credit', stream, bytes: number() }
  }
  const isFirst = (flags & flag.first) !== 0
  const head = isFirst ? 5 : 1
  if (bytes.length < head || bytes.length > head + payloadSize) throw new FrameError('wrong size')
  const payload = bytes.subarray(head)
  return { type: 'piece', stream, total: isFirst ? number() : null, isLast: (flags & flag.last) !== 0, payload }
}

/** Puts the pieces of one stream together. */
export interface Assembler {
  /** The whole message with its last piece, null before; throws FrameError where the pieces make no message. */
  add(piece: Extract<Frame, { type: 'piece' }>): Uint8Array<ArrayBuffer> | null
  isOpen(): boolean
}

/**
 * Takes one message at a time, never a longer one than the stream allows. Every piece but the last is full and the last
 * hits the announced length exactly, so that a length that is only claimed costs its sender as much as it costs here:
 * memory is taken as pieces come.
 */
export function createAssembler(stream: Stream): Assembler {
  let pieces: Uint8Array[] = []
  let total = -1
  let length = 0
  return {
    isOpen: () => total >= 0,
    add(piece) {
      if ((piece.total !== null) === total >= 0) throw new FrameError('a message out of turn')
      if (piece.total !== null) {
        if (piece.total > longestMessage[stream]) throw new FrameError('a message too long')
        total = piece.total
      }
      length += piece.payload.length
      const isWhole = length === total
      if (piece.isLast !== isWhole || (!isWhole && piece.payload.length !== payloadSize) || length > total) {
        throw new FrameError('a piece that does not fit')
      }
      pieces.push(piece.payload)
      if (!isWhole) return null
      const message = joined(pieces, total)
      pieces = []
      total = -1
      length = 0
      return message
    },
  }
}

function joined(pieces: readonly Uint8Array[], total: number): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(total)
  let offset = 0
  for (const piece of pieces) {
    message.set(piece, offset)
    offset += piece.length
  }
  return message
}
