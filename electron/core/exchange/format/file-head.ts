import type { Cipher } from '../../ports'
import { concat, sameBytes, utf8, viewOf } from '../../vault/bytes'
import { type WriterId, writerBytes, writerOfBytes, writerSize } from './writer-id'

/** The largest exchange file that is read or written, in bytes. */
export const maxFile = 4 * 1024 * 1024

export const nonceSize = 24
export const hashSize = 32
const magic = utf8('TFEX')
const formatVersion = 1
const versionAt = 4
const epochAt = 8
const blindedAt = 12
const blindedSize = 16
const nonceAt = blindedAt + blindedSize
export const headSize = nonceAt + nonceSize

/** What kinds of file there are; a number that isn't here is of a newer version. */
export const fileKinds = { update: 1, snapshot: 2, coverage: 3 } as const

/** Longest run of parts that one content may take: 224 MiB in all. */
export const maxParts = 64

/** Where a file stands: in whose chain, at which number, behind which file, and as which part of its content. */
export interface FilePlace {
  readonly writer: WriterId
  readonly document: number
  readonly kind: number
  readonly number: number
  /** Hash of the file before it in its chain; zeros before the first. */
  readonly prev: Uint8Array
  readonly index: number
  readonly count: number
}

/** Why a file isn't taken. */
export type FileRefusal = 'too-large' | 'not-ours' | 'newer-version' | 'damaged' | 'unknown-device' | 'bad-signature'

/** The first 52 bytes: magic, version, epoch, the epoch's id blinded by the nonce, nonce. */
export function writeHead(o: { cipher: Cipher; carrierKey: Uint8Array; epoch: number; nonce: Uint8Array }): Uint8Array {
  const head = new Uint8Array(headSize)
  head.set(magic)
  const view = viewOf(head)
  view.setUint16(versionAt, formatVersion, true)
  view.setUint32(epochAt, o.epoch, true)
  head.set(blinded(o.cipher, o.carrierKey, o.nonce), blindedAt)
  head.set(o.nonce, nonceAt)
  return head
}

/** The head of a file of this epoch, or why it is none. */
export function readHead(o: {
  cipher: Cipher
  carrierKey: Uint8Array
  epoch: number
  bytes: Uint8Array
}): { head: Uint8Array; nonce: Uint8Array } | FileRefusal {
  const { bytes } = o
  if (bytes.length > maxFile) return 'too-large'
  if (bytes.length < headSize || !sameBytes(bytes.subarray(0, magic.length), magic)) return 'damaged'
  const head = bytes.subarray(0, headSize)
  const view = viewOf(head)
  if (view.getUint16(versionAt, true) > formatVersion) return 'newer-version'
  if (view.getUint16(versionAt, true) !== formatVersion || view.getUint16(versionAt + 2, true) !== 0) return 'damaged'
  const nonce = head.subarray(nonceAt)
  const isOurs = sameBytes(head.subarray(blindedAt, nonceAt), blinded(o.cipher, o.carrierKey, nonce))
  return isOurs && view.getUint32(epochAt, true) === o.epoch ? { head, nonce } : 'not-ours'
}

/** Differs from file to file, so that files of one pair can't be told by their heads without the key. */
const blinded = (cipher: Cipher, key: Uint8Array, nonce: Uint8Array) =>
  cipher.hash({ key, message: concat(utf8('twofold/1/blinded'), nonce), length: blindedSize })

export const placeSize = writerSize + 1 + 1 + 2 + 2 + 8 + hashSize

/** A place as it is signed and sealed. */
export function writePlace({ writer, document, kind, number, prev, index, count }: FilePlace): Uint8Array {
  const bytes = new Uint8Array(placeSize)
  const view = viewOf(bytes)
  bytes.set(writerBytes(writer))
  view.setUint8(writerSize, document)
  view.setUint8(writerSize + 1, kind)
  view.setUint16(writerSize + 2, index, true)
  view.setUint16(writerSize + 4, count, true)
  view.setBigUint64(writerSize + 6, BigInt(number), true)
  bytes.set(prev, writerSize + 14)
  return bytes
}

/** The place that was written, or null where its numbers can't be true. */
export function readPlace(bytes: Uint8Array): FilePlace | null {
  const view = viewOf(bytes)
  const place = {
    writer: writerOfBytes(bytes.subarray(0, writerSize)),
    document: view.getUint8(writerSize),
    kind: view.getUint8(writerSize + 1),
    index: view.getUint16(writerSize + 2, true),
    count: view.getUint16(writerSize + 4, true),
    number: Number(view.getBigUint64(writerSize + 6, true)),
    prev: bytes.slice(writerSize + 14),
  }
  const isWhole = place.count >= 1 && place.count <= maxParts && place.index < place.count
  return isWhole && place.number > place.index && Number.isSafeInteger(place.number) ? place : null
}
