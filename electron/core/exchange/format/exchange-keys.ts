import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concat, toHex, utf8 } from '../../vault/bytes'
import { type WriterId, writerBytes } from './writer-id'

/** The time of one key: 0 alone, then one for each pairing. `id` (16 bytes) names it, `key` has 32 bytes. */
export interface Epoch {
  readonly epoch: number
  readonly id: Uint8Array
  readonly key: Uint8Array
}

const derive = (epoch: Epoch, salt: Uint8Array, ...info: readonly Uint8Array[]) =>
  hkdf(sha256, epoch.key, salt, concat(...info), 32)
const label = (name: string) => utf8(`twofold/1/${name}`)

/** Seals what one writer writes in this epoch (HKDF-SHA256, RFC 5869; so are all of these). */
export const contentKeyOf = (epoch: Epoch, writer: WriterId): Uint8Array =>
  derive(epoch, epoch.id, label('content'), writerBytes(writer))

/** Seals what a host must know of a file to order, verify and carry it. */
export const carrierKeyOf = (epoch: Epoch): Uint8Array => derive(epoch, epoch.id, label('carrier'))

/** The pre-shared key of the streams between the paired devices. */
export const noisePskOf = (epoch: Epoch): Uint8Array => derive(epoch, epoch.id, label('noise-psk'))

/** Room and password of a live session, 256 bits each in hex: they live as long as the stream with this hash. */
export function liveSecretsOf(epoch: Epoch, handshakeHash: Uint8Array): { room: string; password: string } {
  const salt = concat(epoch.id, handshakeHash)
  return {
    room: toHex(derive(epoch, salt, label('live-room'))),
    password: toHex(derive(epoch, salt, label('live-pass'))),
  }
}
