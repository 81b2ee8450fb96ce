import { decodeUtf8, encodeUtf8 } from 'lib0/string'
import { z } from 'zod'
import { maxSocketMessage } from './socket-protocol'

/** Most byte arrays that one message carries. */
export const maxByteArrays = 256

/** Deepest place of a byte array in a message, in keys from its root. */
const maxPathLength = 32
const lengthSize = 4

const path = z
  .array(z.union([z.string(), z.number().int().nonnegative()]))
  .min(1)
  .max(maxPathLength)
const head = z.strictObject({
  /** Where each byte array of the tail belongs, in the order of the tail. */
  bytes: z
    .array(z.strictObject({ at: path, length: z.number().int().nonnegative() }))
    .min(1)
    .max(maxByteArrays),
  message: z.unknown(),
})
type Path = z.infer<typeof path>
type Head = z.infer<typeof head>

interface Found {
  readonly at: Path
  readonly bytes: Uint8Array
}

/**
 * A message for the socket: JSON text, or where it holds Uint8Arrays one frame of the head's length (u32,
 * little-endian), the head (JSON in UTF-8), and the bytes one after another. Throws a RangeError where the bytes are
 * out of bounds: more than `maxByteArrays`, deeper than 32 keys, the message itself or under `__proto__`, or a frame
 * longer than `maxSocketMessage`.
 */
export function encodeMessage(message: unknown): string | Uint8Array<ArrayBuffer> {
  const found = collectBytes(message, [], [])
  if (found.length === 0) return JSON.stringify(message)
  const bytes = found.map(({ at, bytes: { length } }) => ({ at, length }))
  if (!head.shape.bytes.safeParse(bytes).success || bytes.some(({ at }) => at.includes('__proto__'))) {
    throw new RangeError('a message with too many byte arrays, or one where none may be')
  }
  const text = encodeUtf8(JSON.stringify({ bytes, message } satisfies Head, withoutBytes))
  const parts = [text, ...found.map((one) => one.bytes)]
  const size = parts.reduce((sum, part) => sum + part.length, lengthSize)
  if (size > maxSocketMessage) throw new RangeError('a message longer than the socket takes')
  const frame = new Uint8Array(size)
  new DataView(frame.buffer).setUint32(0, text.length, true)
  let offset = lengthSize
  for (const part of parts) {
    frame.set(part, offset)
    offset += part.length
  }
  return frame
}

/**
 * What `encodeMessage` made this of, its bytes as arrays of their own; null for anything that it doesn't make. Text of
 * JSON is taken as it is: whoever asks parses the message.
 */
export function decodeMessage(data: string | Uint8Array): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : decodeFrame(data)
  } catch {
    return null
  }
}

function decodeFrame(frame: Uint8Array): unknown {
  if (frame.length < lengthSize || frame.length > maxSocketMessage) return null
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  const tailAt = lengthSize + view.getUint32(0, true)
  if (tailAt > frame.length) return null
  const { bytes, message } = head.parse(JSON.parse(decodeUtf8(frame.subarray(lengthSize, tailAt))))
  if (bytes.reduce((sum, { length }) => sum + length, tailAt) !== frame.length) return null
  let offset = tailAt
  for (const { at, length } of bytes) {
    // A copy: a view would keep the whole frame in memory, and let one reader see what another changes.
    if (!put(message, at, new Uint8Array(frame.subarray(offset, offset + length)))) return null
    offset += length
  }
  return message
}

/** Puts bytes where the message holds null and nothing else: false where there is no such place of its own. */
function put(message: unknown, at: Path, bytes: Uint8Array): boolean {
  let holder = message
  for (const key of at.slice(0, -1)) holder = ownValue(holder, key)
  const last = at.at(-1)
  if (last === undefined || ownValue(holder, last) !== null) return false
  ;(holder as Record<string | number, unknown>)[last] = bytes
  return true
}

/** The value under an own key of a plain object, or an index of an array; undefined for all else. */
function ownValue(holder: unknown, key: string | number): unknown {
  const fits = Array.isArray(holder)
    ? typeof key === 'number'
    : isPlain(holder) && typeof key === 'string' && key !== '__proto__'
  return fits && Object.hasOwn(holder as object, key) ? (holder as Record<string | number, unknown>)[key] : undefined
}

const isPlain = (value: unknown) =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** Every byte array in a value, in the order in which JSON writes it. */
function collectBytes(value: unknown, at: Path, found: Found[]): Found[] {
  if (typeof value !== 'object' || value === null) return found
  if (value instanceof Uint8Array) found.push({ at, bytes: value })
  else {
    for (const [key, item] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
      // A list of ten thousand rows makes no path for each of its words.
      if (typeof item === 'object') collectBytes(item, [...at, key], found)
    }
  }
  return found
}

/** `value` has been through a Buffer's toJSON already: what the holder holds has not. */
function withoutBytes(this: unknown, key: string, value: unknown): unknown {
  return (this as Record<string, unknown>)[key] instanceof Uint8Array ? null : value
}
