import { letterClient } from '../../../../shared/mark-clients'
import type { Cipher, Randomness } from '../../ports'
import type { RunningSessions, Writing } from '../fold/owners'
import { makeSession, type Session } from '../format/session'
import type { WriterId } from '../format/writer-id'

/** The sessions that write on this device since its vault was unlocked. */
export interface OwnSessions extends RunningSessions {
  /**
   * Begins a session of the vault process or of the window, and gives the client id of its letters, which nobody else
   * has. There is one window: the session before is over.
   */
  begin(writer: WriterId, by: Writing): number
}

export function createOwnSessions({ cipher, randomness }: { cipher: Cipher; randomness: Randomness }): OwnSessions {
  const begun = new Map<number, Session>()
  const running = new Map<number, Writing>()
  const written = new Map<number, number>()
  let window: number | null = null
  return {
    begin(writer, by) {
      const session = makeSession(cipher, randomness, writer)
      begun.set(session.id, session)
      running.set(session.id, by)
      if (by === 'window') {
        if (window !== null) running.delete(window)
        window = session.id
      }
      return letterClient(session.id)
    },
    find: (id) => begun.get(id),
    by: (id) => running.get(id) ?? null,
    wrote: (client, to) => written.set(client, Math.max(to, written.get(client) ?? 0)),
    writtenTo: (client) => written.get(client) ?? 0,
  }
}
