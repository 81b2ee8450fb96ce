import type { Saving } from '../../../../shared/contract'
import type { SharedHeld } from '../../../../shared/partner'
import type { EntriesChange } from '../../journals/shared-entries'

/** What is told of a shared journal while it is open. */
export interface SharedJournalEvents {
  onEntries(change: EntriesChange): void
  /** The document went on otherwise than by the window's own push: its replica must hear of it. */
  onUpdate(update: Uint8Array): void
  onSaving(saving: Saving): void
  onHeld(held: SharedHeld): void
}
