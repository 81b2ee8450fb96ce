import { AppError } from '../../../../shared/failure'
import type { Fold } from '../fold/fold'
import type { WriterId } from '../format/writer-id'
import type { createIntake } from './intake'
import type { OwnSessions } from './own-sessions'

/** What a journal takes from this person's window. */
export interface WindowSide {
  /** A change made in the window, or heard there live from the partner's; `update-refused` where it can't be taken. */
  push(update: Uint8Array, origin: 'own' | 'live'): void
  /**
   * Begins a session of the window, and gives the client id of its letters; for the rest of the one before nothing waits
   * any more.
   */
  beginWindow(): number
}

export function windowSideOf(o: {
  fold: Fold
  intake: ReturnType<typeof createIntake>
  sessions: OwnSessions
  me: WriterId
  isReadOnly: boolean
}): WindowSide {
  const { fold, intake } = o
  const tryWaiting = () => (fold.hasWaitedForOwn() ? intake.receive([], { news: true }) : undefined)
  return {
    push(update, origin) {
      if (o.isReadOnly) throw new AppError({ code: 'vault-read-only' })
      const result = intake.takingIn(() => (origin === 'own' ? fold.write(update) : fold.live(update)))
      if (result !== 'applied') throw new AppError({ code: 'update-refused' })
      if (origin === 'own') tryWaiting()
    },
    beginWindow() {
      const client = o.sessions.begin(o.me, 'window')
      tryWaiting()
      return client
    },
  }
}
