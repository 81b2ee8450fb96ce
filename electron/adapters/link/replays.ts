import type { Purpose } from '../../core/link/streams'

/** As many first messages are remembered. */
const mostSeen = 4096

/** What a first message is known by, should it come again. */
export interface Replays {
  /** False where this ephemeral key has been seen, or where the time isn't after the newest of a paired device. */
  isFresh(purpose: Purpose, ephemeral: Uint8Array, time: number): boolean
}

/** Remembers as many first messages as strangers could have sent in a long time. */
export function createReplays(): Replays {
  const seen = new Set<string>()
  let newest = 0
  return {
    isFresh(purpose, ephemeral, time) {
      const key = Buffer.from(ephemeral).toString('hex')
      if (seen.has(key) || (purpose === 'paired' && time <= newest)) return false
      if (purpose === 'paired') newest = time
      seen.add(key)
      const [oldest] = seen
      if (seen.size > mostSeen && oldest !== undefined) seen.delete(oldest)
      return true
    },
  }
}
