import { z } from 'zod'
import type { Randomness } from '../../ports'
import { fromHex, toHex } from '../../vault/bytes'

export const writerSize = 24
const deviceSize = 16
const tagSize = 8

/**
 * Who writes one chain of files: a device (16 bytes) and a random tag (8 bytes), in hex. A device that finds itself
 * restored or copied takes a new tag, so that numbers never collide.
 */
export const writerId = z
  .string()
  .regex(/^[0-9a-f]{48}$/u)
  .brand<'WriterId'>()
export type WriterId = z.infer<typeof writerId>

/** A new writer of this device. */
export const makeWriter = (device: string, randomness: Randomness): WriterId =>
  writerId.parse(device + toHex(randomness.bytes(tagSize)))

/** The device a writer belongs to, in hex. */
export const deviceOf = (writer: WriterId): string => writer.slice(0, 2 * deviceSize)

export const writerBytes = (writer: WriterId): Uint8Array => fromHex(writer)
export const writerOfBytes = (bytes: Uint8Array): WriterId => writerId.parse(toHex(bytes))
