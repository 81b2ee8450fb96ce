import type { LinkNews } from '../host/link-protocol'

/** Files are told of together: so many at most. */
const maxArrived = 32
/** Less has come before anybody could read a figure, in bytes; and a file of this size is told of at once. */
export const worthShowing = 1024 * 1024

/** What a carrier tells of what comes in: the files that arrived, and how far it has got. */
export interface CarrierTidings {
  arrived(name: string, size: number): void
  progress(verified: number, announced: number): void
  /** Tells of what has arrived. */
  pause(): void
  /** Nothing comes in any more. */
  rest(): void
}

/** Tells by `arrived` and `incoming`, no more often than somebody can use it. */
export function createCarrierTidings(tell: (news: LinkNews) => void): CarrierTidings {
  let names: string[] = []
  let isShown = false
  const pause = () => {
    if (names.length > 0) tell({ type: 'arrived', names })
    names = []
  }
  return {
    pause,
    arrived(name, size) {
      names.push(name)
      if (names.length >= maxArrived || size >= worthShowing) pause()
    },
    progress(verified, announced) {
      if (announced < worthShowing) return
      isShown = true
      tell({ type: 'incoming', incoming: { verified, announced } })
    },
    rest() {
      pause()
      if (isShown) tell({ type: 'incoming', incoming: null })
      isShown = false
    },
  }
}
