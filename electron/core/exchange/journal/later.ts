import type { Clock } from '../../ports'

/** One timer for each purpose; a purpose that waits already keeps its time, and what needn't wait is done at once. */
export function createLater(clock: Clock) {
  const waiting = new Map<string, () => void>()
  let isEnded = false
  return {
    hasEnded: () => isEnded,
    run(purpose: string, ms: number, action: () => void) {
      if (waiting.has(purpose)) return
      if (ms <= 0) return action()
      const cancel = clock.after(ms, () => {
        waiting.delete(purpose)
        action()
      })
      waiting.set(purpose, cancel)
    },
    end() {
      isEnded = true
      for (const cancel of waiting.values()) cancel()
      waiting.clear()
    },
  }
}

export type Later = ReturnType<typeof createLater>
