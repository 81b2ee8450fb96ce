import { afterEach, describe, expect, it } from 'vitest'
import { longestBackOffMs } from '../../electron/core/link/streams/dialling'
import { addressCheckMs } from '../../electron/core/link/streams/listening'
import { createPairedStream, isSmaller } from '../../electron/core/link/streams/paired-stream'
import { settledAfterMs } from '../../electron/core/link/streams/stream-history'
import { helloLimitMs } from '../../electron/core/link/streams/session'
import { writeSessionMessage } from '../../electron/core/link/streams/session-messages'
import type { AuthenticatedStream } from '../../electron/core/link/streams/streams'
import type { Clock } from '../../electron/core/ports'
import type { LinkNews } from '../../electron/core/protocol/link-protocol'
import { type LinkEnd, linkEnd, pairedReach } from '../support/link-ends'
import { createManualClock } from '../support/manual-clock'
import { filled, noiseKeys } from '../support/stream-ends'

const ends: { close(): void }[] = []
afterEach(() => ends.splice(0).forEach((one) => one.close()))

/** A device that is dialled, and one by this clock that dials at once: its key is the smaller one. */
function twoEnds(clock: Clock): [LinkEnd, LinkEnd] {
  const [one, other] = [noiseKeys(), noiseKeys()]
  const [smaller, larger] = isSmaller(one.publicKey, other.publicKey) ? [one, other] : [other, one]
  const made: [LinkEnd, LinkEnd] = [linkEnd({ keys: larger }), linkEnd({ keys: smaller, clock })]
  ends.push(...made)
  return made
}

/** What else a link sets a clock for; no wait has such a length but by a chance of one in ten thousand. */
const limits = new Set([helloLimitMs, settledAfterMs, addressCheckMs])

/** Of this device's clock only the waits before dialling are told; they are over when a test says so. */
function waitingClock() {
  const hands = createManualClock()
  const told: { ms: number; end(): void }[] = []
  let onWait = () => {}
  const clock: Clock = {
    now: hands.now,
    after(ms, action) {
      if (limits.has(ms)) return hands.after(ms, action)
      told.push({ ms, end: action })
      onWait()
      return () => {}
    },
  }
  return {
    clock,
    advance: hands.advance,
    next: async () => {
      if (told.length === 0) await new Promise<void>((resolve) => (onWait = resolve))
      return told.shift()!
    },
  }
}
const minute = longestBackOffMs

it('[Q66] a stream that was let go before both had said hello is never told of, whatever is said on it then', () => {
  const news: LinkNews[] = []
  const reach = pairedReach(linkEnd(), linkEnd(), [])
  const lost: number[] = []
  const paired = createPairedStream({
    clock: createManualClock(),
    current: () => reach,
    addresses: () => ['127.0.0.1:1'],
    tell: (one) => news.push(one),
    onStream: () => {
      throw new Error('nothing may lie on it')
    },
    onHeld: () => {},
    onLost: (ms) => lost.push(ms),
  })
  let say: Parameters<AuthenticatedStream['onMessage']>[0] = () => {}
  let end = () => {}
  const { publicKey } = noiseKeys()
  paired.adopt({
    purpose: 'paired',
    isInitiator: true,
    remoteNoiseKey: publicKey,
    handshakeHash: filled(64, 1),
    payload: filled(0, 0),
    send: async () => {},
    onMessage: (heard) => (say = heard),
    onClose: (ended) => (end = ended),
    // What was on its way still comes in.
    close: () => {},
    destroy: () => {},
  })
  expect(paired.held()).not.toBe(null)
  paired.drop()
  say('session', writeSessionMessage({ type: 'hello', version: 1, features: [] }))
  say('addresses', filled(2, 1))
  say('session', writeSessionMessage({ type: 'end', reason: 'flood' }))
  end()
  expect([paired.session(), news, lost]).toEqual([null, [], []])
})

describe('a stream that is ended for a fault', () => {
  it.each([
    ['at once', 0],
    ['after a while', minute],
  ])('[Q64] %s, again and again, is dialled anew more and more seldom', async (_, lastsMs) => {
    const { clock, advance, next } = waitingClock()
    const [a, b] = twoEnds(clock)
    a.link.reach(pairedReach(a, b, []))
    const { addresses } = await a.news.next('listening')
    b.link.reach(pairedReach(b, a, addresses))
    const wait: number[] = []
    for (let round = 0; round < 9; round++) {
      // The first time it is dialled at once, and so it is after the first fault.
      if (round > 1) {
        const pause = await next()
        wait.push(pause.ms)
        pause.end()
      }
      await Promise.all([a.news.next('linked'), b.news.next('linked')])
      advance(lastsMs)
      a.sessions.at(-1)?.fail('unexpected')
      await b.news.next('unlinked')
    }
    expect(wait).toHaveLength(7)
    wait.forEach((ms, at) => expect(ms).toBeGreaterThanOrEqual(Math.min(500 * 2 ** at, minute / 2)))
  })

  it('[Q64] is told of at both ends, until one has lasted, and no more once nobody is to be reached', async () => {
    const { clock, advance } = waitingClock()
    const [a, b] = twoEnds(clock)
    a.link.reach(pairedReach(a, b, []))
    const { addresses } = await a.news.next('listening')
    const reach = pairedReach(b, a, addresses)
    b.link.reach(reach)
    const bothLinked = () => Promise.all([a.news.next('linked'), b.news.next('linked')])
    await bothLinked()
    const faults = ({ news }: LinkEnd) => news.all.flatMap((one) => (one.type === 'fault' ? [one.fault] : []))
    a.sessions[0]?.fail('unexpected')
    await b.news.next('fault', ({ fault }) => fault === 'refused-by-partner')
    await bothLinked()
    expect(faults(b)).toEqual(['refused-by-partner'])
    advance(settledAfterMs)
    expect(faults(b)).toEqual(['refused-by-partner', null])
    b.sessions.at(-1)?.fail('malformed')
    expect(faults(b)).toEqual(['refused-by-partner', null, 'refused'])
    b.link.reach({ ...reach, paired: reach.paired && { ...reach.paired, connect: false } })
    expect(faults(b)).toEqual(['refused-by-partner', null, 'refused', null])
    await a.news.next('fault', ({ fault }) => fault === 'refused-by-partner')
    expect(faults(a)).toEqual(['refused', 'refused-by-partner'])
  })
})
