import type { Cipher, Randomness } from '../../ports'
import { concat, toHex, utf8, viewOf } from '../../vault/bytes'
import { paddedSize } from '../../vault/record-format'
import { carrierSize, contentOf, hashOfContent, hashOfFile, sealCarrierPart } from './carrier-part'
import { carrierKeyOf, contentKeyOf, type Epoch } from './exchange-keys'
import { type FilePlace, headSize, maxParts, nonceSize, readHead, writeHead, writePlace } from './file-head'
import type { ChainHead, SealedFile } from './journal-writer'
import type { WriterId } from './writer-id'

const nameSize = 16
const tagSize = 16
const lengthSize = 4
const overhead = headSize + lengthSize + tagSize + carrierSize

/** How much of a content one file holds: padded it stays below the largest file. */
export const pieceSize = 3_670_016
/** The longest content, in bytes: what is longer nobody would read. */
export const maxContent = maxParts * pieceSize

/** What a device seals its files with. */
export interface SealingKeys {
  readonly cipher: Cipher
  readonly randomness: Randomness
  readonly epoch: Epoch
  /** The device's Ed25519 secret key, 64 bytes. */
  readonly signingKey: Uint8Array
}

/**
 * One content as the next files of a chain: as many as it takes, numbered on from `after`, each naming the one before.
 * Throws a RangeError, and seals nothing, above `maxContent`.
 */
export function sealContent(
  keys: SealingKeys,
  o: { writer: WriterId; document: number; kind: number; content: Uint8Array; after: ChainHead },
): SealedFile[] {
  if (o.content.length > maxContent) throw new RangeError('Content too large')
  const count = Math.max(1, Math.ceil(o.content.length / pieceSize))
  const files: SealedFile[] = []
  let { number, head: prev } = o.after
  for (let index = 0; index < count; index++) {
    const piece = o.content.subarray(index * pieceSize, (index + 1) * pieceSize)
    const { writer, document, kind } = o
    const file = sealPiece(keys, { writer, document, kind, number: ++number, prev, index, count }, piece)
    files.push(file)
    prev = file.hash
  }
  return files
}

function sealPiece(keys: SealingKeys, place: FilePlace, piece: Uint8Array): SealedFile {
  const { cipher, randomness, epoch, signingKey } = keys
  const carrierKey = carrierKeyOf(epoch)
  const nonce = randomness.bytes(nonceSize)
  const head = writeHead({ cipher, carrierKey, epoch: epoch.epoch, nonce })
  const plaintext = new Uint8Array(paddedSize(overhead + piece.length) - overhead + lengthSize)
  viewOf(plaintext).setUint32(0, piece.length, true)
  plaintext.set(piece, lengthSize)
  const key = contentKeyOf(epoch, place.writer)
  const content = cipher.seal({ key, nonce, ad: associated(head, epoch, place), plaintext })
  const contentHash = hashOfContent(cipher, content)
  const carrier = sealCarrierPart(
    { cipher, epochId: epoch.id, carrierKey, signingKey },
    { head, nonce, contentHash, place },
  )
  return {
    name: toHex(randomness.bytes(nameSize)),
    number: place.number,
    hash: hashOfFile(cipher, head, contentHash, carrier),
    bytes: concat(head, content, carrier),
  }
}

/** The piece of content in a file whose carrier's part has been verified and says `place`; null where it doesn't open. */
export function openPiece(
  { cipher, epoch }: { cipher: Cipher; epoch: Epoch },
  bytes: Uint8Array,
  place: FilePlace,
): Uint8Array | null {
  const read = readHead({ cipher, carrierKey: carrierKeyOf(epoch), epoch: epoch.epoch, bytes })
  if (typeof read === 'string') return null
  const key = contentKeyOf(epoch, place.writer)
  const ad = associated(read.head, epoch, place)
  const opened = cipher.open({ key, nonce: read.nonce, ad, ciphertext: contentOf(bytes) })
  if (!opened || opened.length < lengthSize) return null
  const length = viewOf(opened).getUint32(0, true)
  return length <= opened.length - lengthSize ? opened.subarray(lengthSize, lengthSize + length) : null
}

const associated = (head: Uint8Array, epoch: Epoch, place: FilePlace) =>
  concat(utf8('twofold/1/content-part'), head, epoch.id, writePlace(place))
