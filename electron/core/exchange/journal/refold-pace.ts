import type { Clock } from '../../ports'

/** How long a journal that was folded anew stays so at least, the first time and at most; twice as long each time; ms. */
const firstPause = 30_000
const longestPause = 60 * 60_000

/**
 * When an open journal may be folded anew: at once the first time, and then ever less often until the vault is locked, for a
 * partner's changed app can have it owed with every file. `again` is called when a pause has ended: what is owed by then is
 * done together.
 */
export function createRefoldPace(clock: Clock, again: () => void) {
  let pause = firstPause
  let cancel: (() => void) | null = null
  return {
    /** Begins the next pause where there is none; false where it is to be waited for. */
    begin(): boolean {
      if (cancel) return false
      cancel = clock.after(pause, () => {
        cancel = null
        again()
      })
      pause = Math.min(2 * pause, longestPause)
      return true
    },
    close: (): void => cancel?.(),
  }
}
