import { letterClient } from '../../../../shared/mark-clients'
import type { Cipher, Randomness } from '../../ports'
import { makeSession, type Session } from '../format/session'
import type { WriterId } from '../format/writer-id'

/** The sessions that write on this device since its vault was unlocked. */
export interface OwnSessions {
  /**
   * Begins a session of the vault process or of the window, and gives the client id of its letters, which nobody else
   * has. There is one window: the session before is over.
   */
  begin(writer: WriterId, by: 'vault' | 'window'): number
  /** The session with these 48 bits, where it was begun here. */
  find(id: number): Session | undefined
  /** Whether it may write on: the window's may be ahead of what the vault process knows of it. */
  isRunning(id: number): boolean
}

export function createOwnSessions({ cipher, randomness }: { cipher: Cipher; randomness: Randomness }): OwnSessions {
  const begun = new Map<number, Session>()
  const ended = new Set<number>()
  let window: number | null = null
  return {
    begin(writer, by) {
      const session = makeSession(cipher, randomness, writer)
      begun.set(session.id, session)
      if (by === 'window') {
        if (window !== null) ended.add(window)
        window = session.id
      }
      return letterClient(session.id)
    },
    find: (id) => begun.get(id),
    isRunning: (id) => begun.has(id) && !ended.has(id),
  }
}
