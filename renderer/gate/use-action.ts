import { background } from '../../shared/background'
import { useRef, useState } from 'react'

export interface Action {
  busy: boolean
  /** What the last attempt threw, until the next one begins or `forget` is called. */
  error: unknown
  /** Runs the work unless one is already running; whatever it throws becomes `error`. */
  run(work: () => Promise<void>): void
  forget(): void
}

/** One thing at a time that may fail: for a form's button and the sentence beneath it. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  // Two presses can come before the next rendering, so `busy` alone would let the second through.
  const running = useRef(false)

  const attempt = async (work: () => Promise<void>) => {
    running.current = true
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (thrown) {
      setError(thrown)
    } finally {
      running.current = false
      setBusy(false)
    }
  }

  return {
    busy,
    error,
    run: (work) => {
      if (!running.current) background(attempt(work))
    },
    forget: () => setError(null),
  }
}
