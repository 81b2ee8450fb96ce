import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createHandshakeFrames } from '../../electron/adapters/link/handshake-frames'
import { createSecretStream } from '../../electron/adapters/link/message-stream'
import { createNoise, handshakeLimitMs } from '../../electron/adapters/link/noise-stream'
import { createTcpStreams, maxStrangers } from '../../electron/adapters/link/tcp'
import { systemClock } from '../../electron/adapters/system-clock'
import { createAnswering, maxTimestamps } from '../../electron/core/link/streams/answering'
import { writeSessionMessage } from '../../electron/core/link/streams/session-messages'
import { channels, type HandshakeSecrets } from '../../electron/core/link/streams/streams'
import type { Clock } from '../../electron/core/ports'
import { viewOf } from '../../electron/core/vault/bytes'
import { type LinkEnd, linkEnd, pairedReach } from '../support/link-ends'
import { createManualClock } from '../support/manual-clock'
import { dribblingStrangers, frameAt, recordedWay, sayRaw } from '../support/raw-stranger'
import { seededRandomness } from '../support/seeded-random'
import { answeringSide, diallingSide, filled, gone } from '../support/stream-ends'

const ends: { close(): void }[] = []
const open = <T extends { close(): void }>(one: T): T => {
  ends.push(one)
  return one
}
const end = (o: Parameters<typeof linkEnd>[0] = {}): LinkEnd => open(linkEnd(o))
afterEach(() => ends.splice(0).forEach((one) => one.close()))

/** Ana's device, which listens for Ben's, and where. */
async function listening() {
  const [a, b] = [end(), end()]
  const reach = pairedReach(a, b, [])
  a.link.reach(reach)
  const { port, addresses } = await a.news.next('listening')
  const { psk, epochId } = reach.paired!
  return { a, b, reach, port, address: addresses[0] ?? '', secrets: { keys: b.keys, psk, context: epochId } }
}
const bothLinked = (a: LinkEnd, b: LinkEnd) => Promise.all([a.news.next('linked'), b.news.next('linked')])

/** The frame in which a paired device first says something, with this timestamp, and its handshake. */
function firstMessage(secrets: Pick<HandshakeSecrets, 'keys' | 'psk' | 'context'>, timestamp: bigint) {
  const noise = createNoise(true, 'paired', { ...secrets, accepts: () => true })
  const time = new Uint8Array(8)
  viewOf(time).setBigUint64(0, timestamp, true)
  const message = noise.send(time)
  return { noise, frame: Buffer.from([2 + message.length, 0, 1, 1, ...message]) }
}
/** Says hello as the dialler of a complete handshake. */
function helloOver(socket: Socket, noise: ReturnType<typeof createNoise>) {
  const secret = createSecretStream(socket, noise, true).on('error', () => undefined)
  const hello = writeSessionMessage({ type: 'hello', version: 1, features: [] })
  secret.write(Buffer.from([channels.indexOf('session'), ...hello]))
  return { close: () => secret.destroy() }
}
const flippedAt = (bytes: Uint8Array, bit: number) =>
  bytes.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))

describe('strangers on the port', () => {
  it('[Q40] eight who dribble, and come back as soon as they are let go, never keep the partner out', async () => {
    const { a, b, secrets, port, address } = await listening()
    const strangers = open(await dribblingStrangers(port, maxStrangers))
    b.link.reach(pairedReach(b, a, [address]))
    await bothLinked(a, b)
    const streams = createTcpStreams(systemClock)
    const dialled: (string | undefined)[] = []
    for (let again = 1n; again <= 30n; again++) {
      const side = diallingSide({ ...secrets, timestamp: again })
      const answered = await streams.dial(address, side, new AbortController().signal)
      dialled.push(answered?.status)
      if (answered?.status === 'open') answered.stream.destroy()
    }
    expect(dialled).toEqual(dialled.map(() => 'open'))
    // They were there: each time the oldest had to go for the partner.
    expect(strangers.comings()).toBeGreaterThan(maxStrangers + 30)
  })

  it('[Q40] whoever come while the partner is in the midst of the handshake push it out no more', async () => {
    const { a, secrets, port } = await listening()
    const { noise, frame } = firstMessage(secrets, 1n)
    const socket = connect(port, '127.0.0.1')
    open({ close: () => void socket.destroy() })
    const frames = createHandshakeFrames(socket)
    socket.write(frame)
    noise.recv(await frames.read())
    const strangers = Array.from({ length: 2 * maxStrangers }, () => connect(port, '127.0.0.1'))
    for (const stranger of strangers) open({ close: () => void stranger.destroy() })
    await Promise.all(strangers.slice(0, maxStrangers).map(gone))
    frames.write(noise.send(new Uint8Array()))
    frames.release()
    open(helloOver(socket, noise))
    await a.news.next('linked')
  })

  it('[Q40] of a hundred who come at once the last eight stay, and the partner gets in', async () => {
    const streams = createTcpStreams(createManualClock())
    const to = { host: '127.0.0.1', port: 0, side: answeringSide(), onStream: () => undefined }
    const listener = open(await streams.listen(to))
    const sockets = Array.from({ length: 100 }, () => connect(listener.port, '127.0.0.1'))
    for (const socket of sockets) open({ close: () => void socket.destroy() })
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    const known = await streams.dial(`127.0.0.1:${listener.port}`, diallingSide(), new AbortController().signal)
    expect(known?.status).toBe('open')
    await Promise.all(sockets.slice(0, 100 - maxStrangers + 1).map(gone))
    expect(sockets.filter((socket) => !socket.destroyed)).toHaveLength(maxStrangers - 1)
  })

  it('[Q41] who send garbage of any kind get not one byte, and the partner connects', async () => {
    const { a, b, secrets, port, address } = await listening()
    const whole = firstMessage(secrets, 1n).frame
    const shortened = Buffer.from(whole.subarray(0, -8))
    shortened.writeUInt16LE(shortened.length - 2)
    const random = seededRandomness(41)
    const garbage: Uint8Array[] = [
      ...Array.from({ length: 40 }, () => random.bytes(4096)),
      Buffer.from('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'),
      Buffer.from('SSH-2.0-OpenSSH_9.9\r\n'),
      // A stream's frame of 16 MB, as the encryption after the handshake would have it.
      Buffer.concat([Buffer.of(255, 255, 255), filled(1_000_000, 1)]),
      Buffer.concat([Buffer.of(0, 0, 1, 1), filled(1_000_000, 1)]),
      shortened,
      filled(whole.length, 0),
    ]
    for (const bytes of garbage) expect(await sayRaw(port, bytes)).toBe(0)
    for (let length = 0; length < whole.length; length += 7)
      expect(await sayRaw(port, whole.subarray(0, length), { isDone: true })).toBe(0)
    b.link.reach(pairedReach(b, a, [address]))
    await bothLinked(a, b)
  })

  it('[Q41] who change a bit of a first message get not one byte, and use up no timestamp', async () => {
    const { secrets, port } = await listening()
    const whole = firstMessage(secrets, 7n).frame
    // Every byte, another bit each; the length's own are tried elsewhere.
    for (let at = 2; at < whole.length; at++) expect(await sayRaw(port, flippedAt(whole, at * 8 + (at % 8)))).toBe(0)
    // Of its timestamp it is still the first.
    const answered = sayRaw(port, Buffer.concat([whole, Buffer.of(255, 255)]))
    expect(await answered).toBeGreaterThan(0)
    expect(await sayRaw(port, whole)).toBe(0)
  })

  it('[Q41] who replay a recorded first message get not one byte, and the partner’s stream stays', async () => {
    const { a, b, port } = await listening()
    const way = open(await recordedWay(port))
    b.link.reach(pairedReach(b, a, [way.address]))
    await bothLinked(a, b)
    const first = frameAt(way.said(), 0)
    for (let again = 0; again < 20; again++) expect(await sayRaw(port, first)).toBe(0)
    expect(await sayRaw(port, way.said())).toBe(0)
    expect([a.news.count('unlinked'), a.news.count('linked')]).toEqual([0, 1])
    a.link.session()?.destroy()
    await bothLinked(a, b)
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a byte now and then', Buffer.of(66)],
  ])('[Q42] who say %s are let go after five seconds', async (_, bytes) => {
    const hands = createManualClock()
    let accepted = () => {}
    const isAccepted = new Promise<void>((resolve) => (accepted = resolve))
    const clock: Clock = {
      now: hands.now,
      after(ms, action) {
        if (ms === handshakeLimitMs) accepted()
        return hands.after(ms, action)
      },
    }
    const streams = createTcpStreams(clock)
    const to = { host: '127.0.0.1', port: 0, side: answeringSide(), onStream: () => undefined }
    const listener = open(await streams.listen(to))
    const socket = connect(listener.port, '127.0.0.1')
    let heard = 0
    socket.on('data', (data: Buffer) => (heard += data.length))
    const ended = gone(socket)
    await isAccepted
    const isLetIn = async () => {
      const dialled = await streams.dial(`127.0.0.1:${listener.port}`, diallingSide(), new AbortController().signal)
      if (dialled?.status === 'open') dialled.stream.destroy()
      return dialled?.status === 'open'
    }
    hands.advance(handshakeLimitMs - 1)
    socket.write(bytes)
    expect([await isLetIn(), socket.destroyed]).toEqual([true, false])
    hands.advance(1)
    await ended
    expect([await isLetIn(), heard]).toEqual([true, 0])
  })
})

describe('the timestamps of the partner’s device', () => {
  const setBack: Clock = { now: () => systemClock.now() - 86_400_000, after: systemClock.after }

  it('[Q43] may go back with its clock: it gets in all the same', async () => {
    const { a, b, address } = await listening()
    b.link.reach(pairedReach(b, a, [address]))
    await bothLinked(a, b)
    b.close()
    await a.news.next('unlinked')
    const restarted = end({ clock: setBack, keys: b.keys })
    restarted.link.reach(pairedReach(restarted, a, [address]))
    await bothLinked(a, restarted)
  })

  it('[Q43] count once, in any order, and beyond the first 16,384 only upwards', () => {
    const [ana, ben] = [linkEnd(), linkEnd()]
    let reach = pairedReach(ana, ben, [])
    const { status } = createAnswering(
      () => reach,
      () => false,
    )
    const at = (timestamp: number) => status('paired', BigInt(timestamp))
    for (let timestamp = maxTimestamps; timestamp > 0; timestamp--) expect(at(timestamp)).toBe('open')
    for (let timestamp = 1; timestamp <= maxTimestamps; timestamp++) expect(at(timestamp)).toBe(null)
    expect([at(0), at(maxTimestamps + 2), at(maxTimestamps + 1), at(maxTimestamps + 2)]).toEqual([
      null,
      'open',
      null,
      null,
    ])
    expect(at(maxTimestamps + 3)).toBe('open')
    // Another key's are others.
    reach = { ...reach, paired: reach.paired && { ...reach.paired, psk: filled(32, 3) } }
    expect([at(5), at(5)]).toEqual(['open', null])
  })

  it('[Q43] are forgotten with the listener: what was recorded before gets one answer, and no stream', async () => {
    const { a, b, reach, port } = await listening()
    const way = open(await recordedWay(port))
    b.link.reach(pairedReach(b, a, [way.address]))
    await bothLinked(a, b)
    const said = way.said()
    const second = 2 + 32 + 48 + 17
    a.close()
    const restarted = end({ keys: a.keys })
    restarted.link.reach({ ...reach, port })
    await restarted.news.next('listening')
    b.close()
    expect(await sayRaw(port, said)).toBe(second)
    expect(await sayRaw(port, said)).toBe(0)
    expect(restarted.news.count('linked')).toBe(0)
  })
})
