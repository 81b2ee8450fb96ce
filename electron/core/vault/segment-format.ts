import type { Cipher } from '../ports'
import { concat, sameBytes, toHex, utf8, viewOf, wipe } from './bytes'
import { type Stream, streams, type VaultKeys } from './keys'

/** A segment's header takes 128 bytes and stands twice, so that a flipped bit in it doesn't cost the whole segment. */
export const headerSize = 128
export const recordsStart = 2 * headerSize
export const tagSize = 16
export const saltSize = 32
export const noTag: Uint8Array = new Uint8Array(tagSize)

const magic = utf8('TWOFOLDS')
const formatVersion = 1
const idAt = 16
const saltAt = 32
const sealedAt = 64
const nonceSize = 24
const kinds = ['log', 'snapshot'] as const

export interface SegmentHeader {
  kind: (typeof kinds)[number]
  stream: Stream
  /** Epoch of vault.json when the segment was begun. */
  epoch: number
  /** Rises by at least one with each segment of a stream. */
  number: number
  /** Sequence number of its first record. */
  base: number
  /** Tag of the record before the first one. */
  previous: Uint8Array
}

/** What the records of one segment are sealed with. */
export interface SegmentKeys {
  record: Uint8Array
  mask: Uint8Array
  /** The header's tag, in the associated data of every record. */
  headerTag: Uint8Array
}

interface Sealing {
  cipher: Cipher
  keys: VaultKeys
  vaultId: Uint8Array
}

/** The first 256 bytes of a new segment; `salt` is 32 fresh random bytes. */
export function sealSegmentHeader({ cipher, keys, vaultId }: Sealing, header: SegmentHeader, salt: Uint8Array) {
  const open = new Uint8Array(sealedAt)
  open.set(magic)
  viewOf(open).setUint16(8, formatVersion, true)
  open.set(vaultId, idAt)
  open.set(salt, saltAt)
  const plaintext = new Uint8Array(48)
  const view = viewOf(plaintext)
  view.setUint8(0, kinds.indexOf(header.kind))
  view.setUint8(1, streams.indexOf(header.stream))
  view.setUint32(4, header.epoch, true)
  view.setBigUint64(8, BigInt(header.number), true)
  view.setBigUint64(16, BigInt(header.base), true)
  plaintext.set(header.previous, 24)
  const sealed = cipher.seal({ key: keys.segment, nonce: salt.subarray(0, nonceSize), ad: open, plaintext })
  return concat(open, sealed, open, sealed)
}

/** The header of a segment and whether its two copies agree, or null if neither is ours and whole. */
export function openSegmentHeader(
  sealing: Sealing,
  bytes: Uint8Array,
): { header: SegmentHeader; bytes: Uint8Array; intact: boolean } | null {
  const copies = [bytes.subarray(0, headerSize), bytes.subarray(headerSize, recordsStart)]
  for (const copy of copies) {
    const header = openCopy(sealing, copy)
    if (header) return { header, bytes: copy, intact: copies.every((other) => sameBytes(copy, other)) }
  }
  return null
}

function openCopy({ cipher, keys, vaultId }: Sealing, copy: Uint8Array): SegmentHeader | null {
  if (copy.length < headerSize) return null
  const ad = copy.subarray(0, sealedAt)
  if (!sameBytes(ad.subarray(0, 8), magic) || viewOf(ad).getUint16(8, true) !== formatVersion) return null
  if (!sameBytes(ad.subarray(idAt, saltAt), vaultId)) return null
  const nonce = ad.subarray(saltAt, saltAt + nonceSize)
  const plaintext = cipher.open({ key: keys.segment, nonce, ad, ciphertext: copy.subarray(sealedAt) })
  if (!plaintext) return null
  const view = viewOf(plaintext)
  const kind = kinds[view.getUint8(0)]
  const stream = streams[view.getUint8(1)]
  if (!kind || !stream) return null
  return {
    kind,
    stream,
    epoch: view.getUint32(4, true),
    number: Number(view.getBigUint64(8, true)),
    base: Number(view.getBigUint64(16, true)),
    previous: plaintext.slice(24, 40),
  }
}

/** The keys of one segment's records: keyed BLAKE2b of one whole header under the stream's subkey, cut in halves. */
export function segmentKeys({ cipher, keys }: Sealing, stream: Stream, headerBytes: Uint8Array): SegmentKeys {
  const header = headerBytes.slice(0, headerSize)
  const both = cipher.hash({ key: keys.stream[stream], message: header, length: 64 })
  const made = { record: both.slice(0, 32), mask: both.slice(32), headerTag: header.slice(-tagSize) }
  wipe(both)
  return made
}

/**
 * The file name of a segment: keyed BLAKE2b of its stream and number. It looks random, yet a second writer that
 * begins the same segment meets a taken name.
 */
export function segmentName({ cipher, keys }: Pick<Sealing, 'cipher' | 'keys'>, stream: Stream, number: number) {
  const message = new Uint8Array(9)
  viewOf(message).setUint8(0, streams.indexOf(stream))
  viewOf(message).setBigUint64(1, BigInt(number), true)
  return `${toHex(cipher.hash({ key: keys.name, message, length: 16 }))}.seg`
}

/** Whether a name in `data/` may be a segment's; what the system or a person left there is not looked at. */
export const isSegmentName = (name: string) => /^[0-9a-f]{32}\.seg$/u.test(name)
