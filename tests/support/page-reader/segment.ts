import { keyedHash, openAead, Refused, subkey } from './primitives'
import { type Head, headsOf } from './vault-json'

/** What every segment of a vault is opened with. */
export interface VaultSecrets {
  master: Buffer
  vaultId: Buffer
}

/** A segment whose header opens. */
export interface ReadableSegment {
  name: string
  bytes: Buffer
  isSnapshot: boolean
  stream: number
  epoch: number
  number: number
  base: number
  previous: Buffer
  /** Whether the two copies of the header are the same. */
  isIntact: boolean
  recordKey: Buffer
  maskKey: Buffer
  headerTag: Buffer
}

/** A record that opens at some place of a segment, whatever its place in the stream. */
export interface RecordThere {
  seq: number
  previous: Buffer
  tag: Buffer
  size: number
  type: number
  beginsBatch: boolean
  id: string
  heads: Head[]
  payload: Buffer
}

const labels = ['twofold/1/journal', 'twofold/1/settings', 'twofold/1/pairs']

/** The names of a stream's segments, by number. */
export function namesOf({ master, vaultId }: VaultSecrets, stream: number): (number: number) => string {
  const key = subkey(master, vaultId, 'twofold/1/segment-name')
  const message = Buffer.alloc(9)
  message.writeUInt8(stream)
  return (number) => {
    message.writeBigUInt64LE(BigInt(number), 1)
    return `${keyedHash(key, message, 16).toString('hex')}.seg`
  }
}

/** The segment that these bytes are by the first copy of their header that opens, or null. */
export function openSegment(secrets: VaultSecrets, name: string, bytes: Buffer): ReadableSegment | null {
  const copies = [bytes.subarray(0, 128), bytes.subarray(128, 256)]
  const copy = copies.find((each) => fieldsOf(secrets, each))
  const fields = copy && fieldsOf(secrets, copy)
  if (!copy || !fields) return null
  const stream = fields.readUInt8(1)
  const keys = keyedHash(subkey(secrets.master, secrets.vaultId, labels[stream] ?? ''), copy, 64)
  return {
    name,
    bytes,
    isSnapshot: fields.readUInt8(0) === 1,
    stream,
    epoch: fields.readUInt32LE(4),
    number: Number(fields.readBigUInt64LE(8)),
    base: Number(fields.readBigUInt64LE(16)),
    previous: fields.subarray(24, 40),
    isIntact: copies.every((other) => other.equals(copy)),
    recordKey: keys.subarray(0, 32),
    maskKey: keys.subarray(32),
    headerTag: copy.subarray(112),
  }
}

function fieldsOf({ master, vaultId }: VaultSecrets, copy: Buffer): Buffer | null {
  if (copy.length < 128 || copy.toString('latin1', 0, 8) !== 'TWOFOLDS' || copy.readUInt16LE(8) !== 1) return null
  if (!copy.subarray(16, 32).equals(vaultId)) return null
  const key = subkey(master, vaultId, 'twofold/1/segment')
  const fields = openAead(key, copy.subarray(32, 56), copy.subarray(0, 64), copy.subarray(64))
  return fields && fields.readUInt8(0) <= 1 && fields.readUInt8(1) <= 2 ? fields : null
}

/** The frame at a place, unmasked, or null where none of this segment stands. */
function frameAt({ bytes, maskKey }: ReadableSegment, at: number): Buffer | null {
  if (at + 56 > bytes.length) return null
  const mask = keyedHash(maskKey, bytes.subarray(at, at + 24), 32)
  const frame = mask.map((byte, index) => byte ^ (bytes[at + 24 + index] ?? 0))
  return Buffer.from(frame).toString('latin1', 0, 4) === 'REC1' ? Buffer.from(frame) : null
}

const isRecordSize = (size: number) => size >= 256 && size % 256 === 0

/** The size that the frame at a place says, or null where there is no frame or that is no size of a record. */
export function sizeAt(segment: ReadableSegment, at: number): number | null {
  const size = frameAt(segment, at)?.readUInt32LE(4)
  return size !== undefined && isRecordSize(size) ? size : null
}

/** The record that opens at a place, or null; `size` is tried instead of the one that its frame says. */
export function recordAt(segment: ReadableSegment, at: number, size?: number): RecordThere | null {
  const frame = frameAt(segment, at)
  if (!frame) return null
  if (size !== undefined) frame.writeUInt32LE(size, 4)
  const length = frame.readUInt32LE(4)
  if (!isRecordSize(length) || at + length > segment.bytes.length) return null
  const nonce = segment.bytes.subarray(at, at + 24)
  const sealed = segment.bytes.subarray(at + 56, at + length)
  const plaintext = openAead(segment.recordKey, nonce, Buffer.concat([segment.headerTag, frame]), sealed)
  if (!plaintext) return null
  return {
    ...contentOf(plaintext),
    seq: Number(frame.readBigUInt64LE(8)),
    previous: frame.subarray(16),
    tag: sealed.subarray(-16),
    size: length,
  }
}

function contentOf(plaintext: Buffer) {
  const [type, flags, schema] = [plaintext.readUInt8(0), plaintext.readUInt8(1), plaintext.readUInt16LE(2)]
  const [idLength, headsLength] = [plaintext.readUInt16LE(8), plaintext.readUInt16LE(10)]
  const headsAt = 16 + idLength
  const payloadAt = headsAt + headsLength
  const end = payloadAt + plaintext.readUInt32LE(12)
  const heads = schema === 2 && headsLength === 72 ? headsOf(plaintext.subarray(headsAt, payloadAt)) : null
  const isKnown = schema === 1 ? headsLength === 0 && type <= 2 : heads !== null && type <= 3
  if (!isKnown || end > plaintext.length) throw new Refused('vault-newer')
  return {
    type,
    beginsBatch: (flags & 1) === 1,
    id: plaintext.toString('utf8', 16, headsAt),
    heads: heads ?? [],
    payload: plaintext.subarray(payloadAt, end),
  }
}
