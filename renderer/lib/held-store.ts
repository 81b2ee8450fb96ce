import type { EntryId } from '../../shared/ids'
import type { SharedHeld } from '../../shared/partner'
import type { TwofoldApi } from './api'
import { createLatest, type LatestStore } from './latest-store'

export type HeldStore = LatestStore<SharedHeld>

/** Which shared entries hold words that the partner's device hasn't confirmed; unknown until the vault says so. */
export const createHeldStore = (api: TwofoldApi): HeldStore => createLatest(api.shared.onHeld)

/** Whether the partner's device still lacks words of this entry; null where that isn't known. */
export function isHeld(held: SharedHeld | null, id: EntryId): boolean | null {
  return held && (held.all || held.entries.includes(id))
}
