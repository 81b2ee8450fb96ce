import { background } from '../../shared/background'
import { type Failure, failureOf } from '../../shared/failure'
import type { SavingSnapshot } from '../lib/saving-source'

/** Who made a change that the vault process is told: this window, or the partner's. */
export type PushOrigin = 'own' | 'live'

/** The way of the replica's changes to the vault process. */
export interface Outbox {
  /** Tells one change at once, or counts it among what waits where an earlier one did not get through. */
  push(update: Uint8Array, origin: PushOrigin): void
  /** Tells everything that waits, as `missing` gives it; does nothing where nothing waits. */
  catchUp(missing: () => Uint8Array): void
  /** Keeps its reference between changes. */
  snapshot(): SavingSnapshot
}

export interface OutboxParts {
  send(update: Uint8Array, origin: PushOrigin): Promise<void>
  onChange(): void
  /** A change did not get through; or, with null, one more waits behind it. */
  onWaiting(failure: Failure | null): void
}

/**
 * Makes an outbox. A change that fails is not kept by itself: whatever the vault process misses is asked of the whole
 * document later, so that nothing typed meanwhile can be lost or come out of order.
 */
export function createOutbox({ send, onChange, onWaiting }: OutboxParts): Outbox {
  let underWay = 0
  let waiting: PushOrigin | null = null
  let failure: Failure | null = null
  let current: SavingSnapshot = { state: 'saved', failure: null }

  const publish = () => {
    const shown = waiting ? failure : null
    const state = shown ? 'failed' : underWay > 0 || waiting ? 'saving' : 'saved'
    if (state === current.state && shown?.code === current.failure?.code) return
    current = { state, failure: shown }
    onChange()
  }
  // One's own words among them make all of it one's own: they rest on the rest.
  const wait = (origin: PushOrigin) => (waiting = waiting === 'own' ? 'own' : origin)

  async function attempt(update: Uint8Array, origin: PushOrigin): Promise<void> {
    underWay += 1
    publish()
    try {
      await send(update, origin)
    } catch (error) {
      wait(origin)
      failure = failureOf(error)
      onWaiting(failure)
    } finally {
      underWay -= 1
      publish()
    }
  }

  return {
    push(update, origin) {
      if (!waiting) return background(attempt(update, origin))
      wait(origin)
      onWaiting(null)
    },
    catchUp(missing) {
      if (!waiting) return
      const origin = waiting
      waiting = null
      failure = null
      background(attempt(missing(), origin))
    },
    snapshot: () => current,
  }
}
