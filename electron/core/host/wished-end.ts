import { failureOf } from '../../../shared/failure'
import type { Clock } from '../ports'

/** So long after the app has stayed open for words that can't be saved, asking again means to end it all the same; ms. */
export const insistingFor = 60_000
/**
 * Nobody has read that sentence sooner, in ms. A terminal and npm may each send one Ctrl+C, and a shell that is closed
 * sends its SIGHUP beside the system's.
 */
export const readingTakes = 1000

export interface WishedEnd {
  /** A signal asks the app to end, with this code; that it was asked before, and had said why it stays, makes it end. */
  signalled(code: number): Promise<void>
  /** Its window has gone, which nobody does to insist: the same Ctrl+C, or a crash, may have ended it. */
  windowClosed(): Promise<void>
}

/**
 * Makes the end of the app that a person asks for, by a signal or with its window: what is open is locked first. Where
 * words can't be saved yet they would be lost, so the app stays and says why; a signal that comes once that could be read,
 * within a minute, insists, and the app ends with its code. Whoever asks while it is being locked shares that.
 */
export function createWishedEnd(options: {
  /** Rejects where words can't be saved now. */
  lock(): Promise<void>
  clock: Clock
  say(sentence: string): void
  exit(code: number): Promise<void>
}): WishedEnd {
  const { lock, clock, say, exit } = options
  let said: 'nothing' | 'just now' | 'long enough' = 'nothing'
  let insistedWith: number | null = null
  let ending: Promise<void> | null = null

  function sayWhy(error: unknown): void {
    say(
      `Twofold stays open, since words can’t be saved yet (${failureOf(error).code}). Ask again within a minute, by Ctrl+C say, to end it all the same.`,
    )
    said = 'just now'
    clock.after(readingTakes, () => (said = 'long enough'))
    clock.after(insistingFor, () => (said = 'nothing'))
  }

  async function lockAndExit(code: number): Promise<void> {
    try {
      await lock()
    } catch (error) {
      if (insistedWith === null) {
        if (said === 'nothing') sayWhy(error)
        return
      }
    }
    await exit(insistedWith ?? code)
  }

  const end = (code: number) => {
    ending ??= lockAndExit(code).finally(() => {
      ending = null
      insistedWith = null
    })
    return ending
  }
  return {
    signalled(code) {
      if (said === 'long enough') insistedWith ??= code
      return end(code)
    },
    windowClosed: () => end(0),
  }
}
