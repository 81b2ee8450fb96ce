import type { LinkReach } from '../../protocol/link-protocol'
import { sameBytes, toHex } from '../../vault/bytes'
import type { AnsweringSide, HandshakeSecrets, HandshakeStatus } from './streams'

/** How many attempts on one invite are told apart; who sends more has the invite, and is not answered. */
const maxAttempts = 1024
/** How many handshakes of a partner's device are told apart one by one: more than a week's dialling in vain. */
export const maxTimestamps = 16_384

/** What this end of a paired stream proves and asks for; null while no partner is expected. */
export function pairedSecrets(reach: LinkReach | null, current: () => LinkReach | null): HandshakeSecrets | null {
  if (!reach?.paired?.connect) return null
  const { psk, epochId, partnerNoiseKeys } = reach.paired
  return {
    keys: reach.noise,
    psk,
    context: epochId,
    // The journal may have ended, or its key changed, while the handshake was under way.
    accepts: (key) =>
      sameBytes(current()?.paired?.psk ?? new Uint8Array(), psk) &&
      partnerNoiseKeys.some((partner) => sameBytes(partner, key)),
  }
}

/** What this end of a pairing's stream proves and asks for; null without a pairing in this role. */
export function pairingSecrets(
  reach: LinkReach | null,
  role: 'inviter' | 'joiner',
  current: () => LinkReach | null,
): HandshakeSecrets | null {
  if (reach?.pairing?.role !== role) return null
  const { psk, prologue } = reach.pairing
  return {
    keys: reach.noise,
    psk,
    context: prologue,
    accepts: (key) =>
      sameBytes(current()?.pairing?.psk ?? new Uint8Array(), psk) && !sameBytes(key, reach.noise.publicKey),
  }
}

/** The listener's side by what is wanted just then; replayed first messages are told by their timestamps. */
export function createAnswering(current: () => LinkReach | null, isPairing: () => boolean): AnsweringSide {
  const handshakes = createSeen(maxTimestamps, 'higher')
  const attempts = createSeen(maxAttempts, 'none')
  const statusOf = (status: HandshakeStatus): HandshakeStatus => (status === 'open' && isPairing() ? 'used' : status)
  return {
    secrets: (purpose) =>
      purpose === 'paired' ? pairedSecrets(current(), current) : pairingSecrets(current(), 'inviter', current),
    status(purpose, timestamp) {
      const { paired = null, pairing = null } = current() ?? {}
      if (purpose === 'paired') return paired && handshakes.isNew(paired.psk, timestamp) ? 'open' : null
      if (pairing?.role !== 'inviter' || !attempts.isNew(pairing.psk, timestamp)) return null
      return statusOf(pairing.status)
    },
  }
}

/**
 * Remembers `most` timestamps for each pre-shared key, in no order: a clock that was set back shuts nobody out. Beyond
 * them only what is higher than all before counts as new, or nothing.
 */
function createSeen(most: number, beyond: 'higher' | 'none') {
  const seen = new Map<string, { all: Set<bigint>; highest: bigint }>()
  return {
    isNew(psk: Uint8Array, timestamp: bigint): boolean {
      const key = toHex(psk)
      const { all, highest } = seen.get(key) ?? { all: new Set(), highest: 0n }
      const isFull = all.size === most
      if (isFull ? beyond === 'none' || timestamp <= highest : all.has(timestamp)) return false
      if (!isFull) all.add(timestamp)
      seen.set(key, { all, highest: timestamp > highest ? timestamp : highest })
      return true
    },
  }
}
