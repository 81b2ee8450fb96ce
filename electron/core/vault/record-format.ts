import { AppError } from '../../../shared/failure'
import type { Cipher } from '../ports'
import { fromUtf8, sameBytes, utf8, viewOf } from './bytes'
import { type Heads, readHeads, writeHeads } from './heads'
import { type SegmentKeys, tagSize } from './segment-format'

/** Records begin and end at multiples of this many bytes. */
export const blockSize = 256

const magic = utf8('REC1')
const nonceSize = 24
const frameSize = 32
const bodyAt = nonceSize + frameSize
const contentAt = 16
const bucketedUpTo = 4096
/** Records that name heads are of the second schema: who doesn't know it must not take them for a payload. */
const schemas = { plain: 1, withHeads: 2 } as const
const types = ['put', 'delete', 'snapshot-end', 'heads'] as const
const flags = { batchStart: 1, replacesDeleted: 2 } as const
const nothing = new Uint8Array(0)

/** Longest payload of one record; a longer entry is refused before anything is written. */
export const maxPayload = 64 * 1024 * 1024
/** Longest id, in UTF-8 bytes. */
export const maxId = 200

/** What one record says. */
export interface Content {
  type: (typeof types)[number]
  /** Whether it is the first of those that were written, and acknowledged, together. */
  batchStart: boolean
  id: string
  /** How many times this id was written, this one included. */
  revision: number
  payload: Uint8Array
  /** Of the end of a snapshot: what it replaces, and the backups from before it, hold entries that were deleted. */
  replacesDeleted?: boolean
}

export interface SealedRecord {
  bytes: Uint8Array
  tag: Uint8Array
}

export interface OpenedRecord {
  content: Content
  /** How far the other streams went when it was written, if it says so. */
  heads: Heads | null
  seq: number
  previous: Uint8Array
  tag: Uint8Array
  /** Bytes it takes in the file. */
  size: number
}

interface Place {
  cipher: Cipher
  keys: SegmentKeys
}

/**
 * The size of a record whose frame, tag and content take `length` bytes: multiples of 256 up to 4 KiB, above that
 * Padmé (Nikitin et al., PURBs, 2019), which adds at most 12% and is a multiple of 256 too.
 */
export function paddedSize(length: number): number {
  if (length <= bucketedUpTo) return Math.ceil(length / blockSize) * blockSize
  const exponent = Math.floor(Math.log2(length))
  const step = 2 ** (exponent - (Math.floor(Math.log2(exponent)) + 1))
  return Math.ceil(length / step) * step
}

/** What a record with this id and payload takes on the disk. */
export const recordSize = (id: string, payload: Uint8Array): number => sizeFor(utf8(id).length + payload.length)

const sizeFor = (length: number): number => paddedSize(bodyAt + contentAt + length + tagSize)

/** One record, sealed at its place in the chain; `nonce` is 24 fresh random bytes, `heads` is what it is to name. */
export function sealRecord(
  { cipher, keys }: Place,
  content: Content,
  at: { seq: number; previous: Uint8Array; nonce: Uint8Array; heads: Heads | null },
): SealedRecord {
  const id = utf8(content.id)
  const heads = at.heads ? writeHeads(at.heads) : nothing
  const size = sizeFor(id.length + heads.length + content.payload.length)
  const plaintext = new Uint8Array(size - bodyAt - tagSize)
  const view = viewOf(plaintext)
  view.setUint8(0, types.indexOf(content.type))
  view.setUint8(1, flagsOf(content))
  view.setUint16(2, at.heads ? schemas.withHeads : schemas.plain, true)
  view.setUint32(4, content.revision, true)
  view.setUint16(8, id.length, true)
  view.setUint16(10, heads.length, true)
  view.setUint32(12, content.payload.length, true)
  plaintext.set(id, contentAt)
  plaintext.set(heads, contentAt + id.length)
  plaintext.set(content.payload, contentAt + id.length + heads.length)
  const ad = associated(keys, { size, seq: at.seq, previous: at.previous })
  const body = cipher.seal({ key: keys.record, nonce: at.nonce, ad, plaintext })
  plaintext.fill(0)
  const bytes = new Uint8Array(size)
  bytes.set(at.nonce)
  bytes.set(masked({ cipher, keys }, at.nonce, ad.subarray(tagSize)), nonceSize)
  bytes.set(body, bodyAt)
  return { bytes, tag: bytes.slice(-tagSize) }
}

/** The size that the frame at `offset` names, or null if no frame of this segment stands there. */
export function frameSizeAt(place: Place, bytes: Uint8Array, offset: number): number | null {
  if (offset + bodyAt > bytes.length) return null
  return sizeOf(unmask(place, bytes, offset))
}

/**
 * The record at `offset`, or null if none of this segment stands there whole. Its place in the chain is what its
 * frame says: whether that is the right one is the reader's to judge. `assumedSize` replaces the size in the frame.
 */
export function openRecord(place: Place, bytes: Uint8Array, offset: number, assumedSize?: number): OpenedRecord | null {
  if (offset + bodyAt > bytes.length) return null
  const frame = unmask(place, bytes, offset)
  if (assumedSize !== undefined) viewOf(frame).setUint32(4, assumedSize, true)
  const size = sizeOf(frame)
  if (size === null || offset + size > bytes.length) return null
  const ad = new Uint8Array(tagSize + frameSize)
  ad.set(place.keys.headerTag)
  ad.set(frame, tagSize)
  const nonce = bytes.subarray(offset, offset + nonceSize)
  const ciphertext = bytes.subarray(offset + bodyAt, offset + size)
  const plaintext = place.cipher.open({ key: place.keys.record, nonce, ad, ciphertext })
  if (!plaintext) return null
  const { content, heads } = readContent(plaintext)
  return {
    content,
    heads,
    seq: Number(viewOf(frame).getBigUint64(8, true)),
    previous: frame.slice(16),
    tag: ciphertext.slice(-tagSize),
    size,
  }
}

function readContent(plaintext: Uint8Array): { content: Content; heads: Heads | null } {
  const view = viewOf(plaintext)
  const type = types[view.getUint8(0)]
  const schema = view.getUint16(2, true)
  const headsAt = contentAt + view.getUint16(8, true)
  const payloadAt = headsAt + view.getUint16(10, true)
  const end = payloadAt + view.getUint32(12, true)
  const heads = payloadAt > headsAt ? readHeads(plaintext.subarray(headsAt, payloadAt)) : null
  const isKnown =
    schema === schemas.plain ? payloadAt === headsAt && type !== 'heads' : schema === schemas.withHeads && heads
  // Authentic, and yet unknown: only a newer version writes this, and guessing would lose what it means.
  if (!type || !isKnown || end > plaintext.length) throw new AppError({ code: 'vault-newer', version: schema })
  const content: Content = {
    type,
    batchStart: (view.getUint8(1) & flags.batchStart) !== 0,
    replacesDeleted: (view.getUint8(1) & flags.replacesDeleted) !== 0,
    revision: view.getUint32(4, true),
    id: fromUtf8(plaintext.subarray(contentAt, headsAt)),
    payload: plaintext.subarray(payloadAt, end),
  }
  return { content, heads }
}

const flagsOf = ({ batchStart, replacesDeleted }: Content): number =>
  (batchStart ? flags.batchStart : 0) | (replacesDeleted ? flags.replacesDeleted : 0)

/** The end of a snapshot: without it a snapshot is not whole. */
export const snapshotEnd = ({ replacesDeleted }: { replacesDeleted: boolean }): Content => ({
  type: 'snapshot-end',
  batchStart: false,
  id: '',
  revision: 0,
  payload: nothing,
  replacesDeleted,
})

/** A record that only names heads. */
export const onlyHeads: Content = { type: 'heads', batchStart: false, id: '', revision: 0, payload: nothing }

/** A record's content for an id that is gone. */
export const deletion = (id: string, revision: number): Content => ({
  type: 'delete',
  batchStart: false,
  id,
  revision,
  payload: nothing,
})

function associated(keys: SegmentKeys, frame: { size: number; seq: number; previous: Uint8Array }): Uint8Array {
  const ad = new Uint8Array(tagSize + frameSize)
  const view = viewOf(ad)
  ad.set(keys.headerTag)
  ad.set(magic, tagSize)
  view.setUint32(tagSize + 4, frame.size, true)
  view.setBigUint64(tagSize + 8, BigInt(frame.seq), true)
  ad.set(frame.previous, tagSize + 16)
  return ad
}

/** The frame lies under a mask (as QUIC's headers do, RFC 9001 5.4), or anyone could count the records of a file. */
function masked({ cipher, keys }: Place, nonce: Uint8Array, frame: Uint8Array): Uint8Array {
  const mask = cipher.hash({ key: keys.mask, message: nonce, length: frameSize })
  for (let at = 0; at < frameSize; at++) mask[at] = (mask[at] ?? 0) ^ (frame[at] ?? 0)
  return mask
}

const unmask = (place: Place, bytes: Uint8Array, offset: number): Uint8Array =>
  masked(place, bytes.subarray(offset, offset + nonceSize), bytes.subarray(offset + nonceSize, offset + bodyAt))

function sizeOf(frame: Uint8Array): number | null {
  if (!sameBytes(frame.subarray(0, 4), magic)) return null
  const size = viewOf(frame).getUint32(4, true)
  return size >= blockSize && size % blockSize === 0 ? size : null
}
