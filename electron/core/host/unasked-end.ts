import type { Clock } from '../ports'

/** How often a vault that can't be written is tried again, and after how long the process ends all the same; ms. */
const retryAfter = 1000
const endPatience = 30_000

/**
 * Makes the end of a vault process that nobody asked for: its host is gone, or an error has shown that it can't be
 * relied on. What it holds is written first. A disk that refuses is tried again for half a minute, for nobody is left to
 * be told; the next start finds the vault in use meanwhile, which is better than finding words gone. Asked twice, it
 * ends once.
 */
export function createUnaskedEnd(options: {
  /** Writes what is held; rejects where it can't be written now. */
  close(): Promise<void>
  clock: Clock
  exit(code: number): void
}): (code: number) => void {
  const { close, clock, exit } = options
  let isEnding = false
  return (code) => {
    if (isEnding) return
    isEnding = true
    clock.after(endPatience, () => exit(code))
    const attempt = () => {
      close().then(
        () => exit(code),
        () => clock.after(retryAfter, attempt),
      )
    }
    attempt()
  }
}
