import type { PartnerStatus } from '../../shared/partner'
import type { TwofoldApi } from './api'
import type { ConnectionStore } from './connection'
import { createLatest, type LatestStore } from './latest-store'

export type PartnerStore = LatestStore<PartnerStatus>

/**
 * The partner, the pairing and the link as the vault tells them; asked for once, then followed. Of a host that doesn't
 * answer, for a moment or for good, no link is claimed.
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
      const host = connection.snapshot()
      if (!of || (host !== 'stopped' && host !== 'reconnecting')) return of
      if (unlinked?.of !== of) unlinked = { of, status: withoutLink(of) }
      return unlinked.status
    },
    dispose: told.dispose,
  }
}

const withoutLink = (status: PartnerStatus): PartnerStatus => ({
  ...status,
  link: { ...status.link, state: 'off', incoming: null, failure: null, fault: null },
})
