import type { LinkReach } from '../host/link-protocol'
import { sameBytes, toHex } from '../vault/bytes'
import type { AnsweringSide, HandshakeSecrets, HandshakeStatus } from './streams'

/** How many attempts on one invite are told apart; who sends more has the invite, and is not answered. */
const maxAttempts = 1024

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
  /** By pre-shared key: the partner's clock goes forward; an invite's takers have a clock each. */
  const newest = new Map<string, bigint>()
  const attempts = new Map<string, Set<bigint>>()

  const isNew = (psk: Uint8Array, timestamp: bigint): boolean => {
    const key = toHex(psk)
    if (timestamp <= (newest.get(key) ?? 0n)) return false
    newest.set(key, timestamp)
    return true
  }
  const isNewAttempt = (psk: Uint8Array, timestamp: bigint): boolean => {
    const seen = attempts.get(toHex(psk)) ?? new Set()
    attempts.set(toHex(psk), seen)
    if (seen.has(timestamp) || seen.size === maxAttempts) return false
    seen.add(timestamp)
    return true
  }
  const statusOf = (status: HandshakeStatus): HandshakeStatus => (status === 'open' && isPairing() ? 'used' : status)
  return {
    secrets: (purpose) =>
      purpose === 'paired' ? pairedSecrets(current(), current) : pairingSecrets(current(), 'inviter', current),
    status(purpose, timestamp) {
      const { paired = null, pairing = null } = current() ?? {}
      if (purpose === 'paired') return paired && isNew(paired.psk, timestamp) ? 'open' : null
      if (pairing?.role !== 'inviter' || !isNewAttempt(pairing.psk, timestamp)) return null
      return statusOf(pairing.status)
    },
  }
}
