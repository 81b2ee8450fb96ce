import type { LinkNews } from '../../protocol/link-protocol'
import type { Clock } from '../../ports'

/** Files are told of together: so many at most. */
const maxArrived = 32
/** Up to this size the bytes of a file go with the news. */
const maxTold = 64 * 1024
/** Less has come before anybody could read a figure, in bytes; and a file of this size is told of at once. */
export const worthShowing = 1024 * 1024

/** How far it has got is told this seldom: nobody reads faster, and each figure is drawn by the window; ms. */
const progressEvery = 100

/** What a carrier tells of what comes in: the files that arrived, and how far it has got. */
export interface CarrierTidings {
  /** `bytes`: those of the file, where they are at hand. */
  arrived(file: { readonly name: string; readonly size: number }, bytes: Uint8Array | null): void
  progress(verified: number, announced: number): void
  /** Tells of what has arrived. */
  pause(): void
  /** Nothing comes in any more. */
  rest(): void
}

/** Tells by `arrived` and `incoming`, no more often than somebody can use it. */
export function createCarrierTidings({ tell, clock }: { tell(news: LinkNews): void; clock: Clock }): CarrierTidings {
  let names: string[] = []
  let small = new Map<string, Uint8Array>()
  let isShown = false
  let shownAt = -Infinity
  const pause = () => {
    if (names.length > 0) tell({ type: 'arrived', names, small })
    names = []
    small = new Map()
  }
  return {
    pause,
    arrived({ name, size }, bytes) {
      names.push(name)
      if (bytes && size <= maxTold) small.set(name, bytes)
      if (names.length >= maxArrived || size >= worthShowing) pause()
    },
    progress(verified, announced) {
      const isSoon = clock.now() - shownAt < progressEvery && verified < announced
      if (announced < worthShowing || isSoon) return
      isShown = true
      shownAt = clock.now()
      tell({ type: 'incoming', incoming: { verified, announced } })
    },
    rest() {
      pause()
      if (isShown) tell({ type: 'incoming', incoming: null })
      isShown = false
    },
  }
}
