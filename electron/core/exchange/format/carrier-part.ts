import type { Cipher } from '../../ports'
import { concat, utf8 } from '../../vault/bytes'
import {
  type FilePlace,
  type FileRefusal,
  hashSize,
  headSize,
  placeSize,
  readHead,
  readPlace,
  writePlace,
} from './file-head'
import { deviceOf } from './writer-id'

const signatureSize = 64
const tagSize = 16
/** What the carrier's part takes at the end of every file. */
export const carrierSize = placeSize + signatureSize + tagSize

const bound = (label: string, ...parts: readonly Uint8Array[]) => concat(utf8(`twofold/1/${label}`), ...parts)

/** What a host needs to verify and order files; nothing of it reads them. */
export interface CarrierKeys {
  readonly cipher: Cipher
  readonly epoch: number
  readonly epochId: Uint8Array
  readonly carrierKey: Uint8Array
  /** The certified signing key of each device, by device id in hex. */
  readonly devices: Readonly<Record<string, Uint8Array>>
}

/** A verified file, as a host knows it. */
export interface CarriedFile extends FilePlace {
  readonly hash: Uint8Array
}

/** The hash of a file's sealed content: the one pass over all its bytes, for signature, carrier's part and file hash. */
export const hashOfContent = (cipher: Cipher, content: Uint8Array): Uint8Array =>
  cipher.digest({ message: content, length: hashSize })

/** What stands for the whole file in the chain: all of it is under this hash, by the hash of its content. */
export const hashOfFile = (
  cipher: Cipher,
  head: Uint8Array,
  contentHash: Uint8Array,
  carrier: Uint8Array,
): Uint8Array => cipher.digest({ message: bound('file-hash', head, contentHash, carrier), length: hashSize })

/** The carrier's part of a file: its place and the device's signature of it all, sealed under the carrier key. */
export function sealCarrierPart(
  keys: Pick<CarrierKeys, 'cipher' | 'epochId' | 'carrierKey'> & { signingKey: Uint8Array },
  o: { head: Uint8Array; nonce: Uint8Array; contentHash: Uint8Array; place: FilePlace },
): Uint8Array {
  const place = writePlace(o.place)
  const message = bound('file', o.head, o.contentHash, keys.epochId, place)
  const signature = keys.cipher.sign({ secretKey: keys.signingKey, message })
  const ad = bound('carrier-part', o.head, o.contentHash)
  return keys.cipher.seal({ key: keys.carrierKey, nonce: o.nonce, ad, plaintext: concat(place, signature) })
}

/** Verifies a file by its carrier's part: its place and hash, or why it isn't taken. Never throws, reads no content. */
export function openCarrierPart(keys: CarrierKeys, bytes: Uint8Array): CarriedFile | FileRefusal {
  const { cipher, carrierKey } = keys
  const read = readHead({ cipher, carrierKey, epoch: keys.epoch, bytes })
  if (typeof read === 'string') return read
  if (bytes.length < headSize + carrierSize) return 'damaged'
  const { head, nonce } = read
  const carrier = bytes.subarray(bytes.length - carrierSize)
  const contentHash = hashOfContent(cipher, contentOf(bytes))
  const ad = bound('carrier-part', head, contentHash)
  const opened = cipher.open({ key: carrierKey, nonce, ad, ciphertext: carrier })
  const place = opened && readPlace(opened.subarray(0, placeSize))
  if (!opened || !place) return 'damaged'
  const publicKey = Object.hasOwn(keys.devices, deviceOf(place.writer)) ? keys.devices[deviceOf(place.writer)] : null
  if (!publicKey) return 'unknown-device'
  const message = bound('file', head, contentHash, keys.epochId, opened.subarray(0, placeSize))
  if (!cipher.verify({ publicKey, message, signature: opened.subarray(placeSize) })) return 'bad-signature'
  return { ...place, hash: hashOfFile(cipher, head, contentHash, carrier) }
}

/** The sealed content of a file that has the length of one. */
export const contentOf = (bytes: Uint8Array): Uint8Array => bytes.subarray(headSize, bytes.length - carrierSize)
