import type { PartnerStatus } from '../../shared/partner'
import type { TwofoldApi } from './api'
import { createLatest, type LatestStore } from './latest-store'

export type PartnerStore = LatestStore<PartnerStatus>

/** The partner, the pairing and the link as the vault tells them; asked for once, then followed. */
export const createPartnerStore = (api: TwofoldApi): PartnerStore =>
  createLatest(api.partner.onChanged, () => api.partner.status())
