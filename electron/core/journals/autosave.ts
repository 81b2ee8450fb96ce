import { background, bestEffort } from '../../../shared/background'
import type { Saving } from '../../../shared/contract'
import { failureOf } from '../../../shared/failure'
import type { Clock } from '../ports'

/** Quiet time after the last change before it is written, and the longest a change waits while more keep coming; ms. */
export const saveDebounce = 300
export const saveAtMost = 1000

/**
 * At most so many writes in a flush. Two hold all there was when it was asked for, since one that runs may have begun
 * before the last change; the rest take along what comes meanwhile, and what is still waiting then keeps its timer: with
 * a slow disk and quick hands there would be no end.
 */
const flushRounds = 8

/** How long after a failed write the next attempt is made, in ms, if no change asks for one earlier. */
const retryAfter = 2000

export interface Autosave {
  /** Something changed and is to be written soon: after so many milliseconds of quiet, `saveDebounce` if none are given. */
  changed(quiet?: number): void
  /** Resolves when everything changed before the call is durable; rejects with the reason it isn't. */
  flush(): Promise<void>
  /** Whether anything isn't durable yet. */
  isWaiting(): boolean
}

/** Writes changes shortly after they are made, one write at a time, and says truthfully whether any wait. */
export function createAutosave(options: {
  write(): Promise<void>
  clock: Clock
  onState(saving: Saving): void
}): Autosave {
  const { clock } = options
  let dirty = false
  let firstChange = 0
  let cancelTimer = () => {}
  let writing: Promise<void> | null = null
  let said: Saving = { pending: false, failure: null }

  const say = (saving: Saving) => {
    if (saving.pending === said.pending && saving.failure?.code === said.failure?.code) return
    said = saving
    options.onState(saving)
  }

  const schedule = (ms: number) => {
    cancelTimer()
    cancelTimer = clock.after(ms, () => background(bestEffort(flush())))
  }

  async function writeOnce(): Promise<void> {
    cancelTimer()
    dirty = false
    try {
      await options.write()
      // In the same tick as the check: a change that came during the write must not wait unseen.
      if (!dirty) say({ pending: false, failure: null })
      else say({ pending: true, failure: null })
    } catch (error) {
      dirty = true
      // Counted anew, or every key pressed on a full disk would ask for a write at once.
      firstChange = clock.now()
      say({ pending: true, failure: failureOf(error) })
      schedule(retryAfter)
      throw error
    }
  }

  const isWaiting = () => writing !== null || dirty
  const write = () =>
    (writing ??= writeOnce().finally(() => {
      writing = null
    }))

  async function flushIn(rounds: number): Promise<void> {
    if (rounds === 0 || !isWaiting()) return
    await write()
    return flushIn(rounds - 1)
  }
  const flush = () => flushIn(flushRounds)

  return {
    changed(quiet = saveDebounce) {
      const now = clock.now()
      if (!dirty) firstChange = now
      dirty = true
      say({ pending: true, failure: said.failure })
      schedule(Math.max(0, Math.min(quiet, firstChange + saveAtMost - now)))
    },
    flush,
    isWaiting,
  }
}
