import { background, bestEffort, reporting } from '../../shared/background'
import type { LiveSession } from '../../shared/partner'
import type { TwofoldApi } from '../lib/api'
import { openLiveRoom, type LiveRoom, type LiveState } from './live-room'
import { createPresence, type Presence } from './presence'
import type { Replica } from './replica'

/** The partner's window, as far as it is connected to this one. */
export interface Live {
  /** Null while there is no session with the partner. Keeps its reference between changes. */
  state(): LiveState | null
  subscribe(listener: () => void): () => void
  readonly presence: Presence
  close(): Promise<void>
}

export interface LiveParts {
  api: {
    shared: Pick<TwofoldApi['shared'], 'onLive'>
    link: Pick<TwofoldApi['link'], 'signal' | 'onSignaled'>
  }
  replica: Pick<Replica, 'doc' | 'whenLoaded' | 'sessions'>
}

/**
 * Opens and ends the live room as the vault process says (`shared.live`), one after the other, once the replica is
 * loaded. What can't be connected is no failure: the exchange carries the words anyway.
 */
export function followLive({ api, replica: { doc, whenLoaded, sessions } }: LiveParts): Live {
  const listeners = new Set<() => void>()
  const presence = createPresence(doc)
  let state: LiveState | null = null
  let wanted: LiveSession | null = null
  let room: LiveRoom | null = null
  let turn = Promise.resolve()
  let end = () => {}
  const ended = new Promise<void>((resolve) => (end = resolve))

  const become = (next: LiveState | null) => {
    if (next === state) return
    state = next
    for (const listener of listeners) listener()
  }
  const port = {
    // What doesn't arrive is said again.
    send: (message: string) => background(bestEffort(api.link.signal({ message }))),
    onMessage: (listener: (message: string) => void) => api.link.onSignaled(({ message }) => listener(message)),
  }
  async function change(session: LiveSession | null): Promise<void> {
    await room?.close()
    room = null
    become(null)
    if (session) await Promise.race([whenLoaded, ended])
    // A newer word of the vault process may have come meanwhile, and have its own turn.
    if (!session || session !== wanted) return
    room = await openLiveRoom({ session, doc, sessions, presence, port, onState: become })
  }
  const follow = (session: LiveSession | null) => {
    if (isSame(session, wanted)) return turn
    wanted = session
    turn = turn.then(() => change(session)).catch(reporting(() => {}))
    return turn
  }
  const stop = api.shared.onLive((session) => background(follow(session)))

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    presence,
    async close() {
      stop()
      end()
      await follow(null)
      presence.destroy()
    },
  }
}

/** It is told again what still holds to a window that was out of reach. */
function isSame(a: LiveSession | null, b: LiveSession | null): boolean {
  return a === b || (a !== null && b !== null && a.room === b.room && a.password === b.password)
}
