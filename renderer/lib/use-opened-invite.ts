import { background, bestEffort } from '../../shared/background'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { PartnerStatus } from '../../shared/partner'
import type { TwofoldApi } from './api'
import { useLatestValue } from './latest-store'
import type { PartnerStore } from './partner-store'

/** An invite that was opened as a link: it fills in the form, and joins nothing by itself. */
export interface OpenedInvite {
  /** `twofold://invite#…` */
  readonly link: string
  /** It came while there was a partner, or a pairing on its way: it is of no use, and changes nothing. */
  readonly isTooMany: boolean
}

/** What an invite can't be used beside: the partner, a pairing on its way, or nothing. */
export function takenBy(status: PartnerStatus | null): 'partner' | 'pairing' | null {
  if (status?.partner) return 'partner'
  const stage = status?.pairing.stage ?? 'none'
  return stage === 'none' || stage === 'failed' ? null : 'pairing'
}

/** Takes an invite from the host as soon as it is known how things stand with the partner; `onOpened` then shows it. */
export function useOpenedInvite(
  api: TwofoldApi,
  partner: PartnerStore,
  onOpened: () => void,
): { opened: OpenedInvite | null; forget(): void } {
  const [opened, setOpened] = useState<OpenedInvite | null>(null)
  const isKnown = useLatestValue(partner, (status) => status !== null)
  const latest = useRef(onOpened)
  useEffect(() => {
    latest.current = onOpened
  })

  useEffect(() => {
    if (!isKnown) return
    const take = async () => {
      const link = await api.app.takeInvite()
      if (link === null) return
      setOpened({ link, isTooMany: takenBy(partner.snapshot()) !== null })
      latest.current()
    }
    // A host that can't be reached is said above the views; it keeps the link for the next page.
    const takeIfAny = () => background(bestEffort(take()))
    const stop = api.app.onInvited(takeIfAny)
    takeIfAny()
    return stop
  }, [api, partner, isKnown])

  return { opened, forget: useCallback(() => setOpened(null), []) }
}
