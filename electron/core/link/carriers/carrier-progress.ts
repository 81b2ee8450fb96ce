import type { LinkNews } from '../../protocol/link-protocol'
import type { Clock } from '../../ports'

/** Less has come before anybody could read a figure, in bytes; and a file of this size is told of at once. */
export const worthShowing = 1024 * 1024

/** How far it has got is told this seldom: nobody reads faster, and each figure is drawn by the window; ms. */
const progressEvery = 100

/** How far a carrier has got. */
export interface CarrierProgress {
  show(verified: number, announced: number): void
  /** Nothing comes in any more. */
  end(): void
}

/** Tells by `incoming`, no more often than somebody can use it. */
export function createCarrierProgress({ tell, clock }: { tell(news: LinkNews): void; clock: Clock }): CarrierProgress {
  let isShown = false
  let shownAt = -Infinity
  return {
    show(verified, announced) {
      const isSoon = clock.now() - shownAt < progressEvery && verified < announced
      if (announced < worthShowing || isSoon) return
      isShown = true
      shownAt = clock.now()
      tell({ type: 'incoming', incoming: { verified, announced } })
    },
    end() {
      if (isShown) tell({ type: 'incoming', incoming: null })
      isShown = false
    },
  }
}
