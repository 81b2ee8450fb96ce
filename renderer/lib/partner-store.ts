import type { PartnerStatus } from '../../shared/partner'
import type { TwofoldApi } from './api'
import type { ConnectionStore } from './connection'
import { createLatest, type LatestStore } from './latest-store'

export type PartnerStore = LatestStore<PartnerStatus>

/**
 * The partner, the pairing and the link as the vault tells them; asked for once, then followed. Of a host that has
 * stopped nothing is claimed: there is no link then.
 */
export function createPartnerStore(api: TwofoldApi, connection: ConnectionStore): PartnerStore {
  const told = createLatest(api.partner.onChanged, () => api.partner.status())
  let unlinked: { of: PartnerStatus; status: PartnerStatus } | null = null
  return {
    subscribe(listener) {
      const stops = [told.subscribe(listener), connection.subscribe(listener)]
      return () => stops.forEach((stop) => stop())
    },
    snapshot() {
      const of = told.snapshot()
      if (!of || connection.snapshot() !== 'stopped') return of
      if (unlinked?.of !== of) unlinked = { of, status: withoutLink(of) }
      return unlinked.status
    },
    dispose: told.dispose,
  }
}

const withoutLink = (status: PartnerStatus): PartnerStatus => ({
  ...status,
  link: { ...status.link, state: 'off', incoming: null, failure: null },
})
