import { sessionOfClient } from '../../../../shared/mark-clients'
import { maxSessions } from '../format/file-content'
import type { Session } from '../format/session'
import { deviceOf } from '../format/writer-id'
import type { FoldedFile } from './folded-file'

/** Who writes in a session: the window may be ahead of what the vault process knows of it, and that never of itself. */
export type Writing = 'vault' | 'window'

/** What is known of this device's sessions since its vault was unlocked, whichever documents they write in. */
export interface RunningSessions {
  /** The session with these 48 bits, where it was begun since. */
  find(id: number): Session | undefined
  /** Who may write on in it; null where it is over, or not one of these. */
  by(id: number): Writing | null
  /** This device has written up to this clock under a client id. */
  wrote(client: number, to: number): void
  /** How far that is. A document that is read anew may not have it yet. */
  writtenTo(client: number): number
}

/** Whose client ids are whose, by the sessions that files name and those of this device, which `me` is. */
export function createOwners({ me, own }: { me: string; own: RunningSessions }) {
  const sessions = new Map<number, Session>()
  const find = (id: number) => own.find(id) ?? sessions.get(id)
  const sessionOf = (client: number) => find(sessionOfClient(client) ?? -1)
  return {
    /**
     * Takes a file's word for the sessions that it names; false where one is another device's. A partner could find one
     * with an id of mine by some 2^48 trials: what is mine stays so.
     */
    claim({ writer, sessions: named }: FoldedFile): boolean {
      const author = deviceOf(writer)
      const isAnothers = (session: Session) => (find(session.id)?.device ?? author) !== author
      if (author !== me && named.some(isAnothers)) return false
      for (const session of named) sessions.set(session.id, session)
      return true
    },
    /** The device that writes under this client id; undefined where nobody has named it. */
    ownerOf: (client: number): string | undefined => sessionOf(client)?.device,
    /** Who on this device may write on under this client id; null where nobody does. */
    writing: (client: number): Writing | null => own.by(sessionOfClient(client) ?? -1),
    wrote: own.wrote,
    writtenTo: own.writtenTo,
    /** The sessions of this device among those that write under these client ids, but for those that aren't proven. */
    ownSessions(clients: Iterable<number>, unproven: ReadonlySet<number | null>): Session[] {
      const found = new Map<number, Session>()
      for (const client of clients) {
        const session = sessionOf(client)
        if (session?.device === me && !unproven.has(session.id)) found.set(session.id, session)
      }
      return [...found.values()].slice(-maxSessions)
    },
  }
}
export type Owners = ReturnType<typeof createOwners>
