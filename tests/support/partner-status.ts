import type { PartnerStatus } from '../../shared/partner'

/** The status of a vault without a partner, but for what a test says of it. */
export const partnerStatusOf = (fields: Partial<PartnerStatus> = {}): PartnerStatus => ({
  pairing: { stage: 'none' },
  partner: null,
  link: { state: 'off', lastExchanged: null, incoming: null, failure: null, fault: null },
  addresses: { own: [], partner: [], portTaken: null },
  secondTaker: false,
  setAside: [],
  earlier: [],
  ...fields,
})

/** The same for a vault whose partner is Ben. */
export const withBen = (link: Partial<PartnerStatus['link']> = {}): PartnerStatus =>
  partnerStatusOf({
    partner: { name: 'Ben', since: 1_772_350_200_000, compared: true },
    link: { state: 'searching', lastExchanged: null, incoming: null, failure: null, fault: null, ...link },
  })
