import type { Clock, Randomness } from '../../ports'
import { viewOf } from '../../vault/bytes'
import type { DiallingSide, Handshaken, Streams } from './streams'

/** The wait after the first failed round of a paired device, and the longest one, in milliseconds. */
export const firstBackOffMs = 1000
export const longestBackOffMs = 60_000
/** Who joins gives up after so many rounds or milliseconds. */
export const joinRounds = 3
export const joinLimitMs = 20_000
const joinPauseMs = 1000
/** The device with the larger key lets the other dial first, so that the two streams seldom cross. */
export const courtesyMs = 200

export interface DiallingTools {
  readonly streams: Streams
  readonly clock: Clock
  readonly randomness: Randomness
}

/** The wait before a round: none before the first, then doubling up to a minute, each shortened by up to a half. */
export function backOff(round: number, randomness: Randomness): number {
  if (round === 0) return 0
  const full = Math.min(firstBackOffMs * 2 ** (round - 1), longestBackOffMs)
  return full * (0.5 + viewOf(randomness.bytes(2)).getUint16(0, true) / 0x2_0000)
}

/** Dials until a stream is open or `stopped`; `round` is the first round's number for the back-off. */
export async function dialUntilOpen(
  tools: DiallingTools,
  o: { addresses: readonly string[]; side(): DiallingSide; round: number; courtesy: number; stopped: AbortSignal },
): Promise<Handshaken | null> {
  if (o.addresses.length === 0) return null
  for (let round = o.round; ; round++) {
    await pause(tools.clock, Math.max(backOff(round, tools.randomness), o.courtesy), o.stopped)
    const handshaken = await dialRound(tools.streams, o)
    if (handshaken?.status === 'open') return handshaken
    if (o.stopped.aborted) return null
  }
}

/** Dials an invite's addresses three times or for 20 s; null where nobody answered. */
export async function dialInvite(
  tools: DiallingTools,
  o: { addresses: readonly string[]; side(): DiallingSide; stopped: AbortSignal },
): Promise<Handshaken | null> {
  const late = new AbortController()
  const stopped = AbortSignal.any([o.stopped, late.signal])
  const cancel = tools.clock.after(joinLimitMs, () => late.abort())
  try {
    for (let round = 0; round < joinRounds; round++) {
      await pause(tools.clock, round === 0 ? 0 : joinPauseMs, stopped)
      const handshaken = await dialRound(tools.streams, { ...o, stopped })
      if (handshaken || stopped.aborted) return handshaken
    }
    return null
  } finally {
    cancel()
  }
}

async function dialRound(
  streams: Streams,
  o: { addresses: readonly string[]; side(): DiallingSide; stopped: AbortSignal },
): Promise<Handshaken | null> {
  for (const address of o.addresses) {
    if (o.stopped.aborted) return null
    const handshaken = await streams.dial(address, o.side(), o.stopped)
    if (!handshaken) continue
    if (!o.stopped.aborted) return handshaken
    if (handshaken.status === 'open') handshaken.stream.destroy()
  }
  return null
}

function pause(clock: Clock, ms: number, stopped: AbortSignal): Promise<void> {
  if (ms === 0 || stopped.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => {
      stopped.removeEventListener('abort', onStop)
      resolve()
    })
    const onStop = () => {
      cancel()
      resolve()
    }
    stopped.addEventListener('abort', onStop, { once: true })
  })
}
