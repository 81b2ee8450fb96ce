import type { PartnerStatus } from '../../../shared/partner'
import { takenBy, type OpenedInvite } from '../../lib/use-opened-invite'

/** What the pairing dialog shows, one after the other. */
export type PairingStep =
  | 'ways'
  | 'form'
  | 'inviting'
  | 'joining'
  | 'comparing'
  | 'answered'
  | 'failed'
  | 'paired'
  | 'tooMany'

/**
 * The step a pairing is at. `isJoining`: the person has said that they have an invite. An invite that was `opened` as a
 * link leads to the same form where nothing is in its way, and else to a step that says what is.
 */
export function pairingStep(
  status: PartnerStatus | null,
  isJoining: boolean,
  opened: OpenedInvite | null = null,
): PairingStep {
  if (opened?.isTooMany && takenBy(status)) return 'tooMany'
  const pairing = status?.pairing
  if (!pairing || pairing.stage === 'none') return status?.partner ? 'paired' : isJoining || opened ? 'form' : 'ways'
  return pairing.stage === 'comparing' && pairing.answered ? 'answered' : pairing.stage
}
