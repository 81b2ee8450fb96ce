import { z } from 'zod'
import type { Failure } from './failure'
import { entryId } from './ids'

const failure = z.custom<Failure>((value) => typeof value === 'object' && value !== null && 'code' in value)

/** A pairing on its way, step by step, as a person follows it. */
const pairing = z.discriminatedUnion('stage', [
  z.object({ stage: z.literal('none') }),
  /** The invite is open until `expiresAt` (ms); `text` and `link` say the same. */
  z.object({ stage: z.literal('inviting'), text: z.string(), link: z.string(), expiresAt: z.number() }),
  z.object({ stage: z.literal('joining') }),
  /** Both see the same words and digits, or somebody stands between them. `answered`: this side has said yes. */
  z.object({
    stage: z.literal('comparing'),
    partnerName: z.string(),
    words: z.array(z.string()).length(4),
    digits: z.string(),
    answered: z.boolean(),
  }),
  z.object({ stage: z.literal('failed'), failure }),
])

/** Everything the window shows of the partner and of the link to them; the words of the journal are elsewhere. */
export const partnerStatus = z.object({
  pairing,
  /** Null while the shared journal has one writer. `compared` is false where the four words were skipped. */
  partner: z.object({ name: z.string(), since: z.number(), compared: z.boolean() }).nullable(),
  link: z.object({
    state: z.enum(['off', 'paused', 'searching', 'connected']),
    /** When files were last exchanged, ms; null if never. */
    lastExchanged: z.number().nullable(),
    /** Bytes verified of bytes announced, while a large part of the journal comes in. */
    incoming: z.object({ verified: z.number(), announced: z.number() }).nullable(),
    /** Why the partner's files can't be written here, until one is: the disk's reason. */
    failure: failure.nullable(),
    /**
     * Why the last stream was ended, until one has lasted: this Twofold or the partner's is too old for the other's, one
     * of them refused what the other's said, or something failed at the partner's.
     */
    fault: z.enum(['too-old', 'partner-too-old', 'refused', 'refused-by-partner', 'partner-failed']).nullable(),
  }),
  /** This device's own addresses and those at which the partner's is dialled, as `host:port`. */
  addresses: z.object({
    own: z.array(z.string()),
    partner: z.array(z.string()),
    /** The port that this device is to be reached at while another program has it; it is tried again and again. */
    portTaken: z.number().nullable(),
  }),
  /** Somebody else has tried the used invite. */
  secondTaker: z.boolean(),
  /** What stands still, in the partner's files or one's own: a fork, a file of a newer version, one out of bounds; each once. */
  setAside: z.array(z.object({ by: z.enum(['me', 'partner']), reason: z.enum(['fork', 'newer', 'refused']) })),
  /** Former shared journals, kept for reading. */
  earlier: z.array(z.object({ partnerName: z.string().nullable(), endedAt: z.number() })),
})
export type PartnerStatus = z.infer<typeof partnerStatus>

/** Entries with own words that the partner's device hasn't confirmed; `all` where they are too many to name. */
export const sharedHeld = z.object({ all: z.boolean(), entries: z.array(entryId).max(1000) })
export type SharedHeld = z.infer<typeof sharedHeld>

/** Room and password of the live session (256 random bits each, hex), and who is at the other end. */
export const liveSession = z.object({
  room: z.string(),
  password: z.string(),
  me: z.object({ name: z.string(), color: z.enum(['first', 'second']) }),
  partner: z.object({ name: z.string(), color: z.enum(['first', 'second']) }),
})
export type LiveSession = z.infer<typeof liveSession>
