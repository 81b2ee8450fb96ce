import type { Cipher, Randomness } from '../../ports'
import { concat, fromHex, toHex, utf8 } from '../../vault/bytes'
import { deviceOf, type WriterId, writerBytes, writerId } from './writer-id'

/** A session as a file of its device names it: the rest of a writer behind the device, and a number of 64 bits; in hex. */
export interface SessionName {
  readonly tag: string
  readonly session: string
}

/** A session that is known by name, and `id`, the low 48 bits of each client id that it writes under. */
export interface Session extends SessionName {
  readonly device: string
  readonly id: number
}

export const tagSize = 8
export const sessionSize = 8

/**
 * The 48 bits that stand below the rank in a session's client ids (`shared/mark-clients.ts`): the first six bytes,
 * little-endian, of BLAKE2b over the writer and the session's number. Nobody can find another writer with the same ones
 * by less than some 2^48 trials, and so who names a session proves whose it is.
 */
export function sessionOf(cipher: Cipher, writer: WriterId, session: string): Session {
  const message = concat(utf8('twofold/1/client'), writerBytes(writer), fromHex(session))
  const hash = cipher.digest({ message, length: 32 })
  const id = [...hash.subarray(0, 6)].reduceRight((high, byte) => high * 256 + byte, 0)
  const device = deviceOf(writer)
  return { device, tag: writer.slice(device.length), session, id }
}

/** A session that a file of this device names. */
export const namedSession = (cipher: Cipher, device: string, { tag, session }: SessionName): Session =>
  sessionOf(cipher, writerId.parse(device + tag), session)

/** A new session of this writer, with a random number: the sessions of a copied or restored device never meet. */
export const makeSession = (cipher: Cipher, randomness: Randomness, writer: WriterId): Session =>
  sessionOf(cipher, writer, toHex(randomness.bytes(sessionSize)))
