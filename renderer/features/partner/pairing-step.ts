import type { PartnerStatus } from '../../../shared/partner'

/** What the pairing dialog shows, one after the other. */
export type PairingStep = 'ways' | 'form' | 'inviting' | 'joining' | 'comparing' | 'answered' | 'failed' | 'paired'

/** The step a pairing is at; `isJoining`: the person has said that they have an invite. */
export function pairingStep(status: PartnerStatus | null, isJoining: boolean): PairingStep {
  const pairing = status?.pairing
  if (!pairing || pairing.stage === 'none') return status?.partner ? 'paired' : isJoining ? 'form' : 'ways'
  return pairing.stage === 'comparing' && pairing.answered ? 'answered' : pairing.stage
}
