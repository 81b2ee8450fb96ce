import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../electron/adapters/system-clock'
import {
  helloLimitMs,
  openSession,
  type Session,
  shownFault,
  type StreamFault,
} from '../../electron/core/link/streams/session'
import {
  endReasons,
  maxFeatures,
  maxSessionMessage,
  ownFeatures,
  readSessionMessage,
  writeSessionMessage,
} from '../../electron/core/link/streams/session-messages'
import type { AuthenticatedStream, Channel } from '../../electron/core/link/streams/streams'
import type { Clock } from '../../electron/core/ports'
import { fromUtf8, utf8 } from '../../electron/core/vault/bytes'
import { createManualClock } from '../support/manual-clock'
import { filled, streamPair } from '../support/stream-ends'

const open: { destroy(): void }[] = []
afterEach(() => open.splice(0).forEach((each) => each.destroy()))

const ends = async () => {
  const pair = await streamPair()
  open.push(...pair)
  return pair
}

/** A session on this stream, and all that comes of it. */
function sessionOn(stream: AuthenticatedStream, clock: Clock = systemClock) {
  const heard: [Channel, number][] = []
  let times = 0
  let onOpened = (_session: Session) => {}
  let onEnded = (_fault: StreamFault | null) => {}
  const opened = new Promise<Session>((resolve) => (onOpened = resolve))
  const ended = new Promise<StreamFault | null>((resolve) => (onEnded = resolve))
  openSession(stream, clock, {
    opened(session) {
      times++
      onOpened(session)
    },
    message: (channel, { length }) => heard.push([channel, length]),
    ended: onEnded,
  })
  return { heard, opened, ended, times: () => times }
}

/** The other end, which says whatever it likes, and what it hears of the stream itself. */
function saying(stream: AuthenticatedStream) {
  const heard: string[] = []
  stream.onMessage((channel, bytes) => channel === 'session' && heard.push(fromUtf8(bytes)))
  const closed = new Promise<void>((resolve) => stream.onClose(resolve))
  const say = (said: object) => stream.send('session', utf8(JSON.stringify(said)))
  return { heard, say, closed, ended: (reason: string) => JSON.stringify({ type: 'end', reason }) }
}
const hello = { type: 'hello', version: 1, features: ['have-file'] }

describe('a session', () => {
  it('[Q60] is open once both have said hello, and has the features that both name', async () => {
    const [a, b] = await ends()
    const [atA, atB] = [sessionOn(a), sessionOn(b)]
    const [ana, ben] = await Promise.all([atA.opened, atB.opened])
    expect(ownFeatures.map((feature) => [ana.can(feature), ben.can(feature)])).toEqual([[true, true]])
    await ana.send('signaling', filled(3, 1))
    ana.close()
    expect(await Promise.all([atA.ended, atB.ended])).toEqual([null, null])
    expect([atA.heard, atB.heard]).toEqual([[], [['signaling', 3]]])
  })

  it('[Q60] begins with a hello on both sides, and takes one of a newer or a barer version', async () => {
    const versions = [
      [{ ...hello, version: 7, features: ['a-new-one', 'have-file'], more: { of: ['it'] } }, true],
      [{ ...hello, features: [] }, false],
      [{ ...hello, features: Array.from({ length: maxFeatures }, (_, at) => `f-${at}`) }, false],
    ] as const
    for (const [said, can] of versions) {
      const [a, b] = await ends()
      const other = saying(b)
      const own = sessionOn(a)
      await other.say(said)
      expect((await own.opened).can('have-file')).toBe(can)
      await expect
        .poll(() => other.heard)
        .toEqual([JSON.stringify({ type: 'hello', version: 1, features: ownFeatures })])
    }
  })

  it('[Q61] on which something else comes first ends, says so, and passes nothing on', async () => {
    const [a, b] = await ends()
    const other = saying(b)
    const own = sessionOn(a)
    await b.send('carrier', filled(5, 1))
    await b.send('carrier', filled(6, 1))
    expect(await own.ended).toEqual({ by: 'me', reason: 'no-hello' })
    await other.closed
    expect([own.heard, other.heard.at(-1)]).toEqual([[], other.ended('no-hello')])
  })

  it('[Q61] on which nothing comes is let go after five seconds, and nobody is to blame', async () => {
    const [a] = await ends()
    const clock = createManualClock()
    const own = sessionOn(a, clock)
    clock.advance(helloLimitMs)
    expect(await own.ended).toBe(null)
  })

  it('[Q62] passes over what only a newer version says of the stream, before hello and after it', async () => {
    const [a, b] = await ends()
    const other = saying(b)
    const own = sessionOn(a)
    await other.say({ type: 'greetings', all: 'of it' })
    await other.say(hello)
    await other.say({ type: 'weather', hello: null })
    await b.send('addresses', filled(4, 1))
    await expect.poll(() => own.heard).toEqual([['addresses', 4]])
  })

  it.each([
    ['a second hello', hello, 'unexpected'],
    ['a hello without features', { type: 'hello', version: 1 }, 'malformed'],
    ['an end without a reason', { type: 'end' }, 'malformed'],
    ['what has no type', { version: 1 }, 'malformed'],
    ['too long a message', { type: 'later', more: 'x'.repeat(maxSessionMessage) }, 'malformed'],
  ])('[Q63] that hears %s ends, and says why', async (_, said, reason) => {
    const [a, b] = await ends()
    const other = saying(b)
    const own = sessionOn(a)
    await other.say(hello)
    await other.say(said)
    await other.say(hello)
    await b.send('signaling', filled(1, 1))
    expect(await own.ended).toEqual({ by: 'me', reason })
    await other.closed
    expect([own.heard, own.times(), other.heard.at(-1)]).toEqual([[], 1, other.ended(reason)])
  })

  it('[Q63] hears why the other end ends it, of a newer version’s reasons that there was one', async () => {
    for (const reason of [...endReasons, 'out-of-ink']) {
      const [a, b] = await ends()
      const [own, other] = [sessionOn(a), saying(b)]
      await other.say(hello)
      await other.say({ type: 'end', reason })
      const known = endReasons.find((each) => each === reason) ?? null
      expect(await own.ended).toEqual({ by: 'partner', reason: known })
      await other.closed
    }
  })

  it('[Q63] of two of this version brings the reason over what was sent before', async () => {
    const [a, b] = await ends()
    const [atA, atB] = [sessionOn(a), sessionOn(b)]
    const ana = await atA.opened
    for (let at = 0; at < 20; at++) void ana.send('carrier', filled(50_000, at)).catch(() => {})
    ana.fail('flood')
    ana.fail('malformed')
    expect(await Promise.all([atA.ended, atB.ended])).toEqual([
      { by: 'me', reason: 'flood' },
      { by: 'partner', reason: 'flood' },
    ])
    expect(atB.heard).toHaveLength(20)
  })

  it('[Q65] tells a person only what helps: who is to update, that it was refused, or that the other device failed', () => {
    const told = (by: StreamFault['by']) =>
      Object.fromEntries([...endReasons, null].map((reason) => [reason, shownFault({ by, reason })]))
    const [refused, byPartner] = ['refused', 'refused-by-partner'] as const
    expect(told('me')).toEqual({
      'no-hello': 'partner-too-old',
      'too-old': 'partner-too-old',
      malformed: refused,
      unexpected: refused,
      flood: refused,
      // Told by itself, as the disk's failure.
      failed: null,
      null: refused,
    })
    expect(told('partner')).toEqual({
      'no-hello': byPartner,
      'too-old': 'too-old',
      malformed: byPartner,
      unexpected: byPartner,
      flood: byPartner,
      failed: 'partner-failed',
      null: byPartner,
    })
  })
})

describe('a message about the stream', () => {
  it('[Q60] is read as it was written', () => {
    for (const said of [hello, { type: 'end', reason: 'flood' }] as const) {
      const bytes = writeSessionMessage(said as Parameters<typeof writeSessionMessage>[0])
      expect(readSessionMessage(bytes)).toEqual(said)
    }
  })
})
