import { hkdfSync } from 'node:crypto'
import type { Cipher } from '../../electron/core/ports'

/** What a crafted file is to be: every field is written as it is given, right or wrong. */
export interface Crafted {
  readonly magic: string
  readonly version: number
  /** Bytes 6 and 7 of the head. */
  readonly zeros: number
  readonly epoch: number
  readonly epochId: Uint8Array
  readonly nonce: Uint8Array
  readonly carrierKey: Uint8Array
  readonly contentKey: Uint8Array
  readonly signingKey: Uint8Array
  readonly writer: string
  readonly document: number
  readonly kind: number
  readonly index: number
  readonly count: number
  readonly number: bigint
  readonly prev: Uint8Array
  /** C's plaintext, length and padding included. */
  readonly plaintext: Uint8Array
}

const text = (label: string) => Buffer.from(`twofold/1/${label}`)

/** A key of an epoch as the page says, computed by Node instead of the app. */
export const keyByTheBook = (key: Uint8Array, salt: Uint8Array, label: string, more: Uint8Array = new Uint8Array()) =>
  new Uint8Array(hkdfSync('sha256', key, salt, Buffer.concat([text(label), more]), 32))

/**
 * Writes an exchange file as docs/exchange-format.md says, with nothing of the app but the cipher: it shows that the
 * page is enough, and makes the files that the app itself never would.
 */
export function craftFile(cipher: Cipher, o: Crafted): { bytes: Uint8Array; hash: Uint8Array } {
  const head = Buffer.alloc(52)
  head.write(o.magic, 'latin1')
  head.writeUInt16LE(o.version, 4)
  head.writeUInt16LE(o.zeros, 6)
  head.writeUInt32LE(o.epoch, 8)
  head.set(cipher.hash({ key: o.carrierKey, message: Buffer.concat([text('blinded'), o.nonce]), length: 16 }), 12)
  head.set(o.nonce, 28)
  const place = Buffer.alloc(70)
  place.write(o.writer, 'hex')
  place.writeUInt8(o.document, 24)
  place.writeUInt8(o.kind, 25)
  place.writeUInt16LE(o.index, 26)
  place.writeUInt16LE(o.count, 28)
  place.writeBigUInt64LE(o.number, 30)
  place.set(o.prev, 38)
  const content = cipher.seal({
    key: o.contentKey,
    nonce: o.nonce,
    ad: Buffer.concat([text('content-part'), head, o.epochId, place]),
    plaintext: o.plaintext,
  })
  const contentHash = cipher.digest({ message: content, length: 32 })
  const signed = Buffer.concat([text('file'), head, contentHash, o.epochId, place])
  const signature = cipher.sign({ secretKey: o.signingKey, message: signed })
  const carrier = cipher.seal({
    key: o.carrierKey,
    nonce: o.nonce,
    ad: Buffer.concat([text('carrier-part'), head, contentHash]),
    plaintext: Buffer.concat([place, signature]),
  })
  const named = Buffer.concat([text('file-hash'), head, contentHash, carrier])
  return {
    bytes: Uint8Array.from(Buffer.concat([head, content, carrier])),
    hash: cipher.digest({ message: named, length: 32 }),
  }
}

/** C's plaintext: length, content, zeros until the file has this size, by default the next multiple of 256 bytes. */
export function plaintextOf(content: Uint8Array, fileSize?: number): Uint8Array {
  const size = fileSize ?? Math.ceil((52 + 4 + content.length + 16 + 150) / 256) * 256
  const plaintext = Buffer.alloc(size - 52 - 16 - 150)
  plaintext.writeUInt32LE(content.length)
  plaintext.set(content, 4)
  return Uint8Array.from(plaintext)
}

/** A step in a list of devices as the page says, right or wrong. */
export function craftCertificate(
  cipher: Cipher,
  o: {
    version?: number
    pairId: Uint8Array
    person: Uint8Array
    signedBy: Uint8Array
    seq: number
    prev: Uint8Array
    device: string
    signing: Uint8Array
    noise: Uint8Array
    action: number
  },
): Uint8Array {
  const seq = Buffer.alloc(4)
  seq.writeUInt32LE(o.seq)
  const body = Buffer.concat([
    Uint8Array.of(o.version ?? 1),
    o.pairId,
    o.person,
    seq,
    o.prev,
    Buffer.from(o.device, 'hex'),
    o.signing,
    o.noise,
    Uint8Array.of(o.action),
  ])
  const signature = cipher.sign({ secretKey: o.signedBy, message: Buffer.concat([text('device-cert'), body]) })
  return Uint8Array.from(Buffer.concat([body, signature]))
}

/** The first bytes of an invite with the checksum behind them. */
export const withChecksum = (cipher: Cipher, body: Uint8Array): Uint8Array =>
  Uint8Array.from(Buffer.concat([body, cipher.digest({ message: body, length: 16 }).subarray(0, 4)]))
