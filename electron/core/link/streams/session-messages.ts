import { z } from 'zod'
import { utf8 } from '../../vault/bytes'
import { readGrowing } from './growing-messages'

/** The newest version of what two devices say to each other on a paired stream. Both speak the lower one of the two. */
export const protocolVersion = 1
/** What a device can beyond what its version says; a newer one names more. */
export const ownFeatures = ['have-file'] as const
export type Feature = (typeof ownFeatures)[number]

/** The longest message about the stream itself, in bytes. */
export const maxSessionMessage = 4096
/** How many features a device names at most. */
export const maxFeatures = 64

/**
 * Why a stream is ended that nobody wished to end: the other end said something else than hello first, or speaks no
 * version that is spoken here; said what can't be read, what it may not say then, or too much at once; or something
 * failed at one's own end.
 */
export const endReasons = ['no-hello', 'too-old', 'malformed', 'unexpected', 'flood', 'failed'] as const
export type EndReason = (typeof endReasons)[number]

/** A feature or a reason, one of a newer version too. */
const word = z.string().regex(/^[a-z0-9-]{1,32}$/u)

const schemas = {
  hello: z.object({
    type: z.literal('hello'),
    version: z.number().int().min(1).max(65_535),
    features: z.array(word).max(maxFeatures),
  }),
  /** The last that is said. */
  end: z.object({ type: z.literal('end'), reason: word }),
}

/** What is said of the stream itself, on the channel `session`. */
export type SessionMessage = z.infer<(typeof schemas)[keyof typeof schemas]>

/** A message as bytes: its JSON. */
export const writeSessionMessage = (message: SessionMessage): Uint8Array => utf8(JSON.stringify(message))

/** What was said; `unknown` for what only a newer version says, null for what none does. */
export const readSessionMessage = (bytes: Uint8Array): SessionMessage | 'unknown' | null =>
  bytes.length > maxSessionMessage ? null : readGrowing(schemas, bytes)

/** The reason that was said, or null for one that only a newer version knows. */
export const knownReason = (said: string): EndReason | null => endReasons.find((reason) => reason === said) ?? null
