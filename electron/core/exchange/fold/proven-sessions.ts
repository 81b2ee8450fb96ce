import { sessionOfClient } from '../../../../shared/mark-clients'
import type { Range } from './range-set'

/**
 * Of which sessions of this device a file may say that all their words are its own. Words that came back from elsewhere under
 * a session that is over may be mine, from the moment before a crash, or anybody's: as long as no file of mine has said
 * them, none of mine proves them.
 */
export function createProvenSessions() {
  const said = new Map<number, number>()
  /** How far others go beyond that. */
  const heard = new Map<number, number>()
  return {
    /** This device has written up to this clock: now, or as its own file says that proves the session. */
    say: (client: number, to: number): void => extend(said, client, to),
    /** Words that no such file says. */
    hear({ client, clock, length }: Range): void {
      const to = clock + length
      if (sessionOfClient(client) !== null && to > (said.get(client) ?? 0)) extend(heard, client, to)
    },
    /** The sessions, by their 48 bits, that have words beyond what this device has said. */
    unproven(): Set<number | null> {
      for (const [client, to] of heard) if (to <= (said.get(client) ?? 0)) heard.delete(client)
      return new Set([...heard.keys()].map(sessionOfClient))
    },
  }
}

function extend(clocks: Map<number, number>, client: number, to: number): void {
  if (to > (clocks.get(client) ?? 0)) clocks.set(client, to)
}
