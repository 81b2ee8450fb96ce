import type { LiveSession, PartnerStatus } from '../../../../shared/partner'
import type { LinkOrder } from '../../protocol/link-protocol'
import type { Cipher, Clock, Randomness } from '../../ports'
import type { Identity } from '../pairing/identity'
import type { KeptCandidate, KeptJournal, PairsStore } from './pairs-store'

/** What pairing and the link to the partner are made with, and what they ask of the journal. */
export interface PartnerTools {
  readonly cipher: Cipher
  readonly clock: Clock
  readonly randomness: Randomness
  readonly identity: Identity
  readonly pairs: PairsStore
  name(): string
  order(order: LinkOrder): void
  /** The shared journal there is now, and what stands still in it, for the status. */
  journal(): KeptJournal | null
  setAside(): PartnerStatus['setAside']
  /** What this device proves itself with is durable. */
  ensureIdentity(): Promise<void>
  /** There must be a shared journal before anybody is invited into it. */
  ensureJournal(): Promise<void>
  /** Both have said yes: the journal goes on in the epoch of the pairing. */
  adopt(candidate: KeptCandidate): Promise<void>
  onChange(status: PartnerStatus): void
  onLive(live: LiveSession | null): void
}
