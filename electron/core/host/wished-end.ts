import { failureOf } from '../../../shared/failure'
import type { Clock } from '../ports'

/** So long after the app has stayed open for words that can't be saved, asking again means to end it all the same; ms. */
export const insistingFor = 60_000

/**
 * Makes the end of the app that a person asks for, by a signal or with its window: what is open is locked first. Where
 * words can't be saved yet they would be lost, so the app stays and says why; whoever asks again within a minute insists,
 * and it ends with the code of that wish.
 */
export function createWishedEnd(options: {
  /** Rejects where words can't be saved now. */
  lock(): Promise<void>
  clock: Clock
  say(sentence: string): void
  exit(code: number): Promise<void>
}): (code: number) => Promise<void> {
  const { lock, clock, say, exit } = options
  let forget: (() => void) | null = null
  return async (code) => {
    try {
      await lock()
    } catch (error) {
      if (forget === null) {
        say(
          `Twofold stays open, since words can't be saved yet (${failureOf(error).code}). Ask again within a minute, by Ctrl+C say, to end it all the same.`,
        )
        forget = clock.after(insistingFor, () => (forget = null))
        return
      }
      forget()
    }
    await exit(code)
  }
}
