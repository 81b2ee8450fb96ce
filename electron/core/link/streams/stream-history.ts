import type { PartnerStatus } from '../../../../shared/partner'
import type { Clock } from '../../ports'
import type { LinkNews } from '../../protocol/link-protocol'
import { shownFault, type StreamFault } from './session'

/** A stream that ends sooner doesn't shorten the back-off, in milliseconds; one that lasts so long has no fault so far. */
export const settledAfterMs = 10_000

/** What came of the streams to a partner's device so far. */
export interface StreamHistory {
  /** There is one now. */
  began(): void
  /** It was ended after so long; gives the round in which the next is dialled. */
  ended(lastedMs: number, fault: StreamFault | null): number
  /** What there was counts no more. */
  forget(): void
}

/** Counts the streams that didn't last; tells `fault` while one was ended for it and none has lasted since. */
export function createStreamHistory({ clock, tell }: { clock: Clock; tell(news: LinkNews): void }): StreamHistory {
  let shortLived = 0
  let told: PartnerStatus['link']['fault'] = null
  let cancelSettling = () => {}

  const show = (fault: PartnerStatus['link']['fault']) => {
    if (fault !== told) tell({ type: 'fault', fault })
    told = fault
  }
  return {
    began() {
      cancelSettling()
      cancelSettling = clock.after(settledAfterMs, () => show(null))
    },
    ended(lastedMs, fault) {
      cancelSettling()
      // A fault is likely to come again, however long it took: only a stream without one begins anew.
      shortLived = fault || lastedMs < settledAfterMs ? shortLived + 1 : 0
      if (fault) show(shownFault(fault))
      return Math.max(0, shortLived - 1)
    },
    forget() {
      shortLived = 0
      show(null)
    },
  }
}
