import type { Clock } from '../ports'

/** One timer for each purpose; a purpose that waits already keeps its time. */
export function createLater(clock: Clock) {
  const waiting = new Map<string, () => void>()
  return {
    run(purpose: string, ms: number, action: () => void) {
      if (waiting.has(purpose)) return
      const cancel = clock.after(ms, () => {
        waiting.delete(purpose)
        action()
      })
      waiting.set(purpose, cancel)
    },
    end() {
      for (const cancel of waiting.values()) cancel()
      waiting.clear()
    },
  }
}

export type Later = ReturnType<typeof createLater>
