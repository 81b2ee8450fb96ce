import { z } from 'zod'
import type { Clock } from '../../ports'
import { createAutosave } from '../../journals/autosave'
import type { Store } from '../../journals/store'
import { writerId } from '../format/writer-id'

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`, 'u'))
const moment = z.number().int().nonnegative()

/** The seeds of what this vault's owner and this device prove themselves with; made once, with the vault. */
export const identitySeeds = z.object({
  identity: hex(32),
  device: hex(16),
  signing: hex(32),
  noise: hex(32),
})
export type IdentitySeeds = z.infer<typeof identitySeeds>

/** The key of one epoch: alone (0), or of a pairing. */
export const keptEpoch = z.object({ epoch: z.number().int().nonnegative(), id: hex(16), key: hex(32) })

/** Of a device how many coverages it had published, and when the last of them came; a moment of this device's clock. */
export const heardDevice = z.object({ published: z.number().int().nonnegative(), at: moment })
export type HeardDevice = z.infer<typeof heardDevice>

/** The other person and the one device of theirs, as the pairing has proven them. */
export const keptPartner = z.object({
  name: z.string().max(60),
  partnerId: hex(16),
  /** Their certificates as they came, in hex. */
  certificates: z.array(z.string().max(2048)).max(64),
  since: moment,
  compared: z.boolean(),
  lastExchanged: moment.nullable(),
  /** By device; an earlier version remembered none. */
  heard: z.record(hex(16), heardDevice).optional(),
})

export type KeptPartner = z.infer<typeof keptPartner>

/** Of so many files that can't be read it is remembered. */
export const maxUnread = 256

/** A shared journal of this vault: where its files lie, under which key, and who writes it. */
export const keptJournal = z.object({
  folder: hex(16),
  epoch: keptEpoch,
  role: z.enum(['inviter', 'joiner']),
  /** The writer of this device, and its former ones. */
  writer: writerId,
  formerWriters: z.array(writerId),
  /** Files that couldn't be read when this writer was begun: none of them is its. */
  unread: z.array(hex(16)).max(maxUnread).optional(),
  /** Files that put other words under client ids than whose they are, the last so many; hashes. */
  setAside: z.array(hex(32)).optional(),
  partner: keptPartner.nullable(),
  /** Set where the journal has ended and is only read. */
  endedAt: moment.nullable(),
})
export type KeptJournal = z.infer<typeof keptJournal>

/** How this device is reached, and how it reaches the partner's. */
export const keptReach = z.object({
  port: z.number().int().min(0).max(65_535),
  partner: z.array(z.string().max(260)).max(8),
  connect: z.boolean(),
})
export type KeptReach = z.infer<typeof keptReach>

/** The open invite, or the used one until it expires: of its secret only what recognises it is left then. */
export const keptInvite = z.object({
  expiresAt: moment,
  /** The invite's bytes and the inviter's number, in hex; null once it is used. */
  open: z.object({ bytes: z.string(), number: hex(32) }).nullable(),
  /** By these the host recognises whoever comes with the invite; hex. */
  psk: hex(32),
  prologue: z.string(),
})
export type KeptInvite = z.infer<typeof keptInvite>

/** A pairing to which this person has said yes: it becomes the journal's once the partner has as well. */
export const keptCandidate = z.object({
  epoch: keptEpoch,
  role: z.enum(['inviter', 'joiner']),
  partner: keptPartner,
  addresses: z.array(z.string().max(260)).max(8),
})
export type KeptCandidate = z.infer<typeof keptCandidate>

/** A document of the vault's `pairs` stream, which of them its key says. */
export const pairsDocument = z.looseObject({})
export type PairsDocument = z.infer<typeof pairsDocument>

const keys = {
  identity: 'identity',
  journal: 'journal',
  reach: 'reach',
  invite: 'invite',
  candidate: 'candidate',
} as const
const earlierKey = (folder: string) => `earlier/${folder}`

/** What the vault keeps of identity, journals and partner; every change is durable when its promise resolves. */
export interface PairsStore {
  identity(): IdentitySeeds | null
  journal(): KeptJournal | null
  earlier(): KeptJournal[]
  reach(): KeptReach
  invite(): KeptInvite | null
  /** A pairing that this person has said yes to, until both have. */
  candidate(): KeptCandidate | null
  /** Changes several at once. */
  change(change: PairsChange): Promise<void>
  flush(): Promise<void>
}

export interface PairsChange {
  identity?: IdentitySeeds
  journal?: KeptJournal | null
  reach?: Partial<KeptReach>
  invite?: KeptInvite | null
  candidate?: KeptCandidate | null
  /** Puts a journal among the earlier ones, to be read only. */
  ended?: KeptJournal
}

const unreached: KeptReach = { port: 0, partner: [], connect: true }

/** Reads and keeps the `pairs` stream. A document of a newer version that can't be read counts as absent, and stays. */
export function createPairsStore(store: Store<PairsDocument>, clock: Clock): PairsStore {
  const autosave = createAutosave({ write: () => store.write(), clock, onState: () => {} })
  const read = <T>(schema: z.ZodType<T>, key: string): T | null => schema.safeParse(store.documents[key]).data ?? null
  /** What couldn't be read again is refused, and what can't be read now is put aside and not written over: it holds keys. */
  const put = <T extends object>(schema: z.ZodType<T>, key: string, value: T | null) => {
    if (value) schema.parse(value)
    const former = store.documents[key]
    if (former && read(schema, key) === null) {
      const aside = `unread/${key}/${clock.now()}`
      store.documents[aside] = former
      store.touch(aside)
    }
    if (value) store.documents[key] = pairsDocument.parse(value)
    else delete store.documents[key]
    store.touch(key)
  }
  const reach = () => ({ ...unreached, ...read(keptReach, keys.reach) })

  return {
    identity: () => read(identitySeeds, keys.identity),
    journal: () => read(keptJournal, keys.journal),
    earlier: () =>
      Object.keys(store.documents)
        .filter((key) => key.startsWith('earlier/'))
        .flatMap((key) => read(keptJournal, key) ?? []),
    reach,
    invite: () => read(keptInvite, keys.invite),
    candidate: () => read(keptCandidate, keys.candidate),
    async change(change) {
      if (change.identity) put(identitySeeds, keys.identity, change.identity)
      if (change.journal !== undefined) put(keptJournal, keys.journal, change.journal)
      if (change.reach) put(keptReach, keys.reach, { ...reach(), ...change.reach })
      if (change.invite !== undefined) put(keptInvite, keys.invite, change.invite)
      if (change.candidate !== undefined) put(keptCandidate, keys.candidate, change.candidate)
      if (change.ended) put(keptJournal, earlierKey(change.ended.folder), change.ended)
      autosave.changed()
      await autosave.flush()
    },
    flush: autosave.flush,
  }
}
