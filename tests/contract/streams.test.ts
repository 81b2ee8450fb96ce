import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createTcpStreams } from '../../electron/adapters/link/tcp'
import { systemClock } from '../../electron/adapters/system-clock'
import {
  type AuthenticatedStream,
  type Channel,
  channels,
  type Handshaken,
  type Listener,
  maxMessage,
} from '../../electron/core/link/streams/streams'
import { newerApp, newerStreams } from '../support/newer-streams'
import { failureCode } from '../support/vault-folder'
import { answeringSide, diallingSide, filled, noiseKeys } from '../support/stream-ends'
import { watchedStreams } from '../support/watched-streams'

const open: { close(): void }[] = []
afterEach(() => open.splice(0).forEach((each) => each.close()))

const never = new AbortController().signal
const asText = ([channel, bytes]: [Channel, Uint8Array]) => `${channel} ${Buffer.from(bytes).toString('base64')}`
const nobody = { secrets: () => null, status: () => null }

describe.each([
  { name: 'TCP', make: () => createTcpStreams(systemClock) },
  { name: 'TCP of a newer app', make: () => newerStreams(createTcpStreams(systemClock), newerApp()) },
  { name: 'TCP with a look at it', make: () => watchedStreams(createTcpStreams(systemClock), {}) },
])('the streams port: $name', ({ make }) => {
  /** Listens on loopback; `next` is the next that has shaken hands. */
  async function listening(side: Parameters<ReturnType<typeof make>['listen']>[0]['side']) {
    let onStream = (_handshaken: Handshaken) => {}
    const next = new Promise<Handshaken>((resolve) => (onStream = resolve))
    const listener: Listener = await make().listen({ host: '127.0.0.1', port: 0, side, onStream })
    open.push(listener)
    return { listener, address: `127.0.0.1:${listener.port}`, next }
  }

  /** The dialler's end of a stream and the listener's. */
  async function connected(payload = new Uint8Array()): Promise<[AuthenticatedStream, AuthenticatedStream]> {
    const { address, next } = await listening(answeringSide())
    const dialled = await make().dial(address, diallingSide({ payload }), never)
    const answered = await next
    if (dialled?.status !== 'open' || answered.status !== 'open') throw new Error('no stream')
    open.push(dialled.stream, answered.stream)
    return [dialled.stream, answered.stream]
  }

  const closed = (stream: AuthenticatedStream) => new Promise<void>((resolve) => stream.onClose(resolve))

  it('[F113] both ends know each other, and have one handshake that is no other’s', async () => {
    const [ours, theirs] = [noiseKeys(), noiseKeys()]
    const { address, next } = await listening(answeringSide({ keys: theirs }))
    const side = diallingSide({ keys: ours, payload: Uint8Array.of(7, 8) })
    const dialled = await make().dial(address, side, never)
    const answered = await next
    if (dialled?.status !== 'open' || answered.status !== 'open') throw new Error('no stream')
    open.push(dialled.stream, answered.stream)
    expect(dialled.stream).toMatchObject({ purpose: 'paired', isInitiator: true, remoteNoiseKey: theirs.publicKey })
    expect(answered.stream).toMatchObject({ purpose: 'paired', isInitiator: false, remoteNoiseKey: ours.publicKey })
    expect([dialled.stream.payload, answered.stream.payload]).toEqual([new Uint8Array(), Uint8Array.of(7, 8)])
    expect(dialled.stream.handshakeHash).toEqual(answered.stream.handshakeHash)
    expect(dialled.stream.handshakeHash).toHaveLength(64)
    const [another] = await connected()
    expect(another.handshakeHash).not.toEqual(dialled.stream.handshakeHash)
  })

  it('[F113] messages arrive whole, in order and on their channel, none before it is listened to', async () => {
    const [dialled, answered] = await connected()
    for (const [from, to] of [
      [dialled, answered],
      [answered, dialled],
    ] as const) {
      const sent = channels.map((channel, at): [Channel, Uint8Array] => [channel, filled(at * 100, at)])
      sent.push(['carrier', filled(maxMessage - 1, 9)])
      const sending = sent.map(([channel, bytes]) => from.send(channel, bytes))
      const heard: [Channel, Uint8Array][] = []
      await new Promise<void>((resolve) =>
        to.onMessage((channel, bytes) => {
          heard.push([channel, bytes])
          if (heard.length === sent.length) resolve()
        }),
      )
      await Promise.all(sending)
      expect(heard.map(asText)).toEqual(sent.map(asText))
    }
  })

  it('[F113] a stream that is closed still brings what was sent before, then both ends hear of it once', async () => {
    const [dialled, answered] = await connected()
    const ends = { here: 0, there: 0 }
    dialled.onClose(() => void ends.here++)
    answered.onClose(() => void ends.there++)
    const heard: number[] = []
    answered.onMessage((_channel, bytes) => heard.push(bytes.length))
    dialled.onMessage(() => {})
    const sending = [1, 2, 3].map((length) => dialled.send('control', filled(length, 1)))
    dialled.close()
    dialled.close()
    await Promise.all([...sending, closed(dialled), closed(answered)])
    expect([heard, ends]).toEqual([[1, 2, 3], { here: 1, there: 1 }])
    for (const stream of [dialled, answered]) {
      expect(await failureCode(stream.send('control', filled(1, 1)))).toBe('not-paired')
      stream.destroy()
    }
  })

  it('[F113] a stream that is ended at once ends at the other end as well', async () => {
    const [dialled, answered] = await connected()
    dialled.onMessage(() => {})
    answered.destroy()
    await Promise.all([closed(dialled), closed(answered)])
    expect(await failureCode(dialled.send('control', filled(1, 1)))).toBe('not-paired')
  })

  it('[F113] an invite that isn’t open any more gives no stream but who asked', async () => {
    const keys = noiseKeys()
    const { address, next } = await listening(answeringSide({ purpose: 'pairing', status: () => 'used' }))
    const dialled = await make().dial(address, diallingSide({ purpose: 'pairing', keys }), never)
    expect(dialled).toMatchObject({ status: 'used' })
    expect(await next).toEqual({ status: 'used', remoteNoiseKey: keys.publicKey })
  })

  it('[F113] nobody there, somebody else there, and a dialling that is called off are no stream', async () => {
    const free = createServer().listen(0, '127.0.0.1')
    await once(free, 'listening')
    const address = free.address()
    const port = typeof address === 'object' && address ? address.port : 0
    free.close()
    await once(free, 'close')
    expect(await make().dial(`127.0.0.1:${port}`, diallingSide(), never)).toBe(null)
    expect(await make().dial('no address', diallingSide(), never)).toBe(null)
    const { address: stranger } = await listening(nobody)
    expect(await make().dial(stranger, diallingSide(), never)).toBe(null)
    const other = await listening(answeringSide({ psk: filled(32, 1) }))
    expect(await make().dial(other.address, diallingSide(), never)).toBe(null)
    const { address: willing } = await listening(answeringSide())
    expect(await make().dial(willing, diallingSide({ accepts: () => false }), never)).toBe(null)
    expect(await make().dial(willing, diallingSide(), AbortSignal.abort())).toBe(null)
  })

  it('[F113] a port that is taken is said so, and one that was let go can be had', async () => {
    const { listener } = await listening(nobody)
    const o = { host: '127.0.0.1', port: listener.port, side: nobody, onStream: () => {} }
    expect(await failureCode(make().listen(o))).toBe('port-taken')
    listener.close()
    const again = await make().listen(o)
    expect(again.port).toBe(listener.port)
    again.close()
  })
})
