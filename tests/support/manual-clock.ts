import type { Clock } from '../../electron/core/ports'

/** A clock whose hands a test turns itself. */
export interface ManualClock extends Clock {
  /** Lets `ms` milliseconds go by: what is due meanwhile runs, in order. */
  advance(ms: number): void
}

/** A clock that stands at `start` milliseconds until it is advanced. */
export function createManualClock(start = 0): ManualClock {
  let now = start
  let timers: { at: number; action: () => void }[] = []
  return {
    now: () => now,
    after(ms, action) {
      const timer = { at: now + ms, action }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    advance(ms) {
      const until = now + ms
      for (;;) {
        const due = timers.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0]
        if (!due) break
        timers = timers.filter((other) => other !== due)
        now = Math.max(now, due.at)
        due.action()
      }
      now = until
    },
  }
}
