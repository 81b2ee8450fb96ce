import { z } from 'zod'
import { concat, fromHex, fromUtf8, toHex, utf8, viewOf } from '../vault/bytes'
import { maxFile } from '../exchange/file-head'
import { writerId } from '../exchange/writer-id'

/** How much of a file goes in one message, so that nothing else waits long behind it; bytes. */
export const chunkSize = 48 * 1024
const nameSize = 16

const types = { have: 1, want: 2, chunk: 3, offer: 4, taken: 5 } as const
const number = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const fileClass = z.enum(['content', 'coverage'])

/** Runs of files that a mirror has. */
const have = z.array(
  z.object({ writer: writerId, class: fileClass, from: number, to: number, headHash: z.string().length(64) }),
)
/** Files that a mirror wants, and what it has of some already: they go on at that offset. */
const want = z.object({
  writer: writerId,
  class: fileClass,
  from: number,
  to: number,
  parts: z.array(z.object({ name: z.string().length(32), size: z.number().int().min(0).max(maxFile) })).max(16),
})
const bytesCount = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

export interface Chunk {
  readonly name: string
  readonly offset: number
  readonly total: number
  readonly bytes: Uint8Array
}

export type CarrierMessage =
  | { readonly type: 'have'; readonly runs: z.infer<typeof have> }
  | ({ readonly type: 'want' } & z.infer<typeof want>)
  | ({ readonly type: 'chunk' } & Chunk)
  /** So many bytes are going to be sent for what was wanted. */
  | { readonly type: 'offer'; readonly bytes: number }
  /** A file of so many bytes was taken or refused: there is room for more. */
  | { readonly type: 'taken'; readonly bytes: number }

export function writeMessage(message: CarrierMessage): Uint8Array {
  switch (message.type) {
    case 'have':
      return headed(types.have, json(message.runs))
    case 'want': {
      const { type: _type, ...wanted } = message
      return headed(types.want, json(wanted))
    }
    case 'chunk': {
      const numbers = new Uint8Array(8)
      viewOf(numbers).setUint32(0, message.offset, true)
      viewOf(numbers).setUint32(4, message.total, true)
      return headed(types.chunk, fromHex(message.name), numbers, message.bytes)
    }
    case 'offer':
    case 'taken':
      return headed(types[message.type], json(message.bytes))
  }
}

/** The message in these bytes, or null where it is none that this version would send. */
export function readMessage(bytes: Uint8Array): CarrierMessage | null {
  const body = bytes.subarray(1)
  try {
    switch (bytes[0] ?? 0) {
      case types.have:
        return { type: 'have', runs: have.parse(parsed(body)) }
      case types.want:
        return { type: 'want', ...want.parse(parsed(body)) }
      case types.offer:
        return { type: 'offer', bytes: bytesCount.parse(parsed(body)) }
      case types.taken:
        return { type: 'taken', bytes: bytesCount.parse(parsed(body)) }
      case types.chunk:
        return readChunk(body)
      default:
        return null
    }
  } catch {
    return null
  }
}

function readChunk(body: Uint8Array): CarrierMessage | null {
  if (body.length <= nameSize + 8) return null
  const view = viewOf(body)
  const offset = view.getUint32(nameSize, true)
  const total = view.getUint32(nameSize + 4, true)
  const bytes = body.subarray(nameSize + 8)
  if (total > maxFile || offset + bytes.length > total) return null
  return { type: 'chunk', name: toHex(body.subarray(0, nameSize)), offset, total, bytes }
}

const headed = (type: number, ...parts: readonly Uint8Array[]) => concat(Uint8Array.of(type), ...parts)
const json = (value: unknown) => utf8(JSON.stringify(value))
const parsed = (bytes: Uint8Array): unknown => JSON.parse(fromUtf8(bytes))
