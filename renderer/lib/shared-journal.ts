import type { EntrySummary } from '../../shared/entry'
import type { PartnerStatus } from '../../shared/partner'

/**
 * Whether there is a shared journal that one may write in: from the first invite on, also alone, or with a partner.
 * A former one is for reading only and doesn't count.
 */
export function hasSharedJournal(status: PartnerStatus | null, entries: readonly EntrySummary[]): boolean {
  if (status?.partner || status?.pairing.stage === 'inviting') return true
  return entries.some((entry) => entry.journal === 'shared' && entry.isReadOnly !== true)
}
