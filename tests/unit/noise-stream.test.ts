import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createHandshakeFrames } from '../../electron/adapters/link/handshake-frames'
import { createSecretStream } from '../../electron/adapters/link/message-stream'
import { answerStream, createNoise, dialStream, handshakeLimitMs } from '../../electron/adapters/link/noise-stream'
import { systemClock } from '../../electron/adapters/system-clock'
import { type AuthenticatedStream, channels, maxMessage, maxPayload } from '../../electron/core/link/streams/streams'
import { createManualClock } from '../support/manual-clock'
import {
  answeringSide,
  diallingSide,
  filled,
  gone,
  listenPlainly,
  noiseKeys,
  socketPair,
  streamPair,
} from '../support/stream-ends'
import { createSpecifiedInitiator } from '../support/xxpsk0'

const open: { destroy(): void }[] = []
const sockets = async (): Promise<[Socket, Socket]> => {
  const pair = await socketPair()
  open.push(...pair)
  return pair
}
afterEach(() => open.splice(0).forEach((end) => end.destroy()))

const prologue = (purpose: number, context: Uint8Array) =>
  Uint8Array.from(Buffer.concat([Buffer.from('twofold/1/stream'), Uint8Array.of(1, purpose), context]))

describe('the handshake', () => {
  it('[Q1] is XXpsk0 as an independent computation has it', () => {
    const [psk, context, s] = [filled(32, 3), filled(16, 4), noiseKeys()]
    const keys = noiseKeys()
    const theirs = createNoise(false, 'paired', { keys, psk, context, accepts: () => true })
    const ours = createSpecifiedInitiator({ s, e: noiseKeys(), psk, prologue: prologue(1, context) })
    expect([...theirs.recv(ours.first(filled(8, 5)))]).toEqual([...filled(8, 5)])
    const second = ours.second(theirs.send(Uint8Array.of(0)))
    expect([[...second.remoteS], [...second.payload]]).toEqual([[...keys.publicKey], [0]])
    const third = second.third(filled(430, 6))
    expect([...theirs.recv(third.message)]).toEqual([...filled(430, 6)])
    expect([...(theirs.rs ?? [])]).toEqual([...s.publicKey])
    expect([theirs.hash, theirs.rx, theirs.tx].map((bytes) => [...(bytes ?? [])])).toEqual(
      [third.hash, third.sending, third.receiving].map((bytes) => [...bytes]),
    )
  })

  it('[Q2] gives both ends each other’s key, one hash and the payload', async () => {
    const [dialled, answering] = await sockets()
    const [ana, ben] = [noiseKeys(), noiseKeys()]
    const payload = filled(maxPayload, 9)
    const [a, b] = await Promise.all([
      dialStream(dialled, systemClock, diallingSide({ keys: ben, payload, purpose: 'pairing' })),
      answerStream(answering, systemClock, answeringSide({ keys: ana })),
    ])
    if (a?.status !== 'open' || b?.status !== 'open') throw new Error('No stream')
    expect([...a.stream.remoteNoiseKey]).toEqual([...ana.publicKey])
    expect([...b.stream.remoteNoiseKey]).toEqual([...ben.publicKey])
    expect([...a.stream.handshakeHash]).toEqual([...b.stream.handshakeHash])
    expect([...b.stream.payload]).toEqual([...payload])
    expect([a.stream.purpose, b.stream.purpose, a.stream.isInitiator, b.stream.isInitiator]).toEqual([
      'pairing',
      'pairing',
      true,
      false,
    ])
    a.stream.destroy()
  })

  it('[Q3] tells the dialler that the invite is used or expired, and who asked', async () => {
    for (const status of ['used', 'expired'] as const) {
      const [dialled, answering] = await sockets()
      const keys = noiseKeys()
      const [a, b] = await Promise.all([
        dialStream(dialled, systemClock, diallingSide({ keys, purpose: 'pairing', payload: filled(99, 1) })),
        answerStream(answering, systemClock, answeringSide({ status: () => status })),
      ])
      expect([a?.status, b?.status]).toEqual([status, status])
      expect(b && 'remoteNoiseKey' in b && [...b.remoteNoiseKey]).toEqual([...keys.publicKey])
    }
  })
})

describe('a stranger', () => {
  const cases = {
    'another pre-shared key': diallingSide({ psk: filled(32, 8) }),
    'another journal': diallingSide({ context: filled(16, 2) }),
    'an unknown static key': diallingSide(),
    'an old timestamp': diallingSide({ timestamp: 0n }),
  }
  it.each(Object.entries(cases))('[Q4] with %s is hung up on without a word', async (_, side) => {
    const [dialled, answering] = await sockets()
    const heard: Buffer[] = []
    dialled.on('data', (data: Buffer) => heard.push(data))
    const isUnknown = side === cases['an unknown static key']
    const [a, b] = await Promise.all([
      dialStream(dialled, systemClock, side),
      answerStream(
        answering,
        systemClock,
        answeringSide({ accepts: () => !isUnknown, status: (_, at) => (at > 0n ? 'open' : null) }),
      ),
    ])
    expect([a, b]).toEqual([null, null])
    // Only the unknown key has shown a handshake message that deserved an answer.
    expect(heard.length).toBe(isUnknown ? 1 : 0)
  })

  const garbage = {
    'nothing in a frame': [0, 0],
    'another version': [2, 0, 2, 1],
    'another purpose': [2, 0, 1, 2],
    'no handshake message': [2, 0, 1, 1],
    'a frame too large': [1, 2],
    'a web request': [...Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    'an all-zero ephemeral key': [66, 0, 1, 1, ...filled(64, 0)],
  }
  it.each(Object.entries(garbage))('[Q5] who sends %s is hung up on without a word', async (_, bytes) => {
    const [dialled, answering] = await sockets()
    let heard = 0
    dialled.on('data', (data: Buffer) => (heard += data.length))
    const handshaken = answerStream(answering, systemClock, answeringSide())
    dialled.write(Buffer.from(bytes))
    expect(await handshaken).toBeNull()
    await gone(dialled)
    expect(heard).toBe(0)
  })

  it('[Q6] who is slow has five seconds in all', async () => {
    const [dialled, answering] = await sockets()
    const clock = createManualClock()
    const handshaken = answerStream(answering, clock, answeringSide())
    dialled.write(Buffer.of(66))
    clock.advance(handshakeLimitMs - 1)
    expect(answering.destroyed).toBe(false)
    clock.advance(1)
    expect(await handshaken).toBeNull()
    await gone(dialled)
  })

  it('[Q7] with a key of low order gets nowhere, at either end', () => {
    const sides = { psk: filled(32, 7), context: filled(16, 1) }
    const s = { publicKey: filled(32, 0), secretKey: filled(32, 1) }
    const e = { publicKey: filled(32, 0), secretKey: filled(32, 1) }
    const ours = createSpecifiedInitiator({ s, e, psk: sides.psk, prologue: prologue(1, sides.context) })
    const theirs = createNoise(false, 'paired', { ...sides, keys: noiseKeys(), accepts: () => true })
    theirs.recv(ours.first(filled(8, 1)))
    expect(() => theirs.send(Uint8Array.of(0))).toThrow()
  })
})

describe('a stream', () => {
  const ends = async (): Promise<[AuthenticatedStream, AuthenticatedStream]> => {
    const pair = await streamPair()
    open.push(...pair)
    return pair
  }

  it('[Q8] carries messages of every channel both ways, in order and whole', async () => {
    const [a, b] = await ends()
    const both = [a, b].map(
      (end) =>
        new Promise<[string, number[]][]>((resolve) => {
          const heard: [string, number[]][] = []
          end.onMessage(
            (channel, bytes) => heard.push([channel, [bytes.length, bytes[0] ?? -1]]) === 4 && resolve(heard),
          )
        }),
    )
    for (const end of [a, b]) {
      await end.send('control', filled(1, 1))
      await end.send('carrier', filled(maxMessage - 1, 2))
      await end.send('signaling', new Uint8Array())
      await end.send('addresses', filled(5, 3))
    }
    const expected = [
      ['control', [1, 1]],
      ['carrier', [maxMessage - 1, 2]],
      ['signaling', [0, -1]],
      ['addresses', [5, 3]],
    ]
    expect(await Promise.all(both)).toEqual([expected, expected])
  })

  it('[Q9] refuses to send a message that is too large', async () => {
    const [a] = await ends()
    await expect(a.send('carrier', filled(maxMessage, 0))).rejects.toThrow(RangeError)
  })

  /** A stream's listening end, and its dialler who says whatever bytes it likes. */
  async function saying() {
    const [dialled, answering] = await sockets()
    const side = diallingSide()
    const answered = answerStream(answering, systemClock, answeringSide())
    const noise = createNoise(true, 'paired', side)
    const frames = createHandshakeFrames(dialled)
    frames.write(Uint8Array.from([1, 1, ...noise.send(filled(8, 1))]))
    noise.recv(await frames.read())
    frames.write(noise.send(new Uint8Array()))
    frames.release()
    const raw = createSecretStream(dialled, noise, true)
    raw.on('error', () => undefined)
    const b = await answered
    if (b?.status !== 'open') throw new Error('No stream')
    return { stream: b.stream, answering, say: (message: Uint8Array) => void raw.write(Buffer.from(message)) }
  }

  it('[Q9] that hears a message too large ends, and passes nothing on', async () => {
    const { stream, answering, say } = await saying()
    let heard = 0
    stream.onMessage(() => heard++)
    say(filled(maxMessage + 1, 0))
    await gone(answering)
    expect(heard).toBe(0)
  })

  it('[Q9] leaves it to its listener what a message too large ends, and passes it on to nobody', async () => {
    const { stream, say } = await saying()
    const heard: [string, number][] = []
    const told = new Promise<void>((resolve) =>
      stream.onMessage((channel, { length }) => heard.push([channel, length]), resolve),
    )
    say(filled(4, 1))
    say(filled(maxMessage + 1, 0))
    await told
    expect(heard).toEqual([['carrier', 3]])
  })

  it('[Q62] passes over every channel that only a newer version has', async () => {
    const { stream, say } = await saying()
    const heard: [string, number][] = []
    const last = new Promise<void>((resolve) =>
      stream.onMessage((channel, { length }) => {
        heard.push([channel, length])
        if (channel === 'addresses') resolve()
      }),
    )
    for (let byte = channels.length; byte < 256; byte++) say(filled(byte, byte))
    say(filled(maxMessage, 200))
    say(filled(5, 1))
    say(filled(7, 3))
    await last
    expect(heard).toEqual([
      ['carrier', 4],
      ['addresses', 6],
    ])
  })

  it('[Q10] says all that was sent before it closes, then takes no more', async () => {
    const [a, b] = await ends()
    let heard = 0
    b.onMessage((_, bytes) => (heard += bytes.length))
    const ended = new Promise<void>((resolve) => b.onClose(resolve))
    for (let at = 0; at < 20; at++) void a.send('carrier', filled(50_000, at)).catch(() => undefined)
    a.close()
    await ended
    expect(heard).toBe(1_000_000)
    await expect(b.send('control', filled(1, 1))).rejects.toMatchObject({ failure: { code: 'not-paired' } })
  })

  it('[Q11] whose bytes are changed on the way ends', async () => {
    const { port, next } = await listenPlainly()
    const between = await listenPlainly()
    const accepted = next()
    const relayed = between.next().then((near) => {
      const far = connect(port, '127.0.0.1')
      open.push(near, far)
      far.pipe(near)
      return { near, far }
    })
    const dialled = connect(between.port, '127.0.0.1')
    open.push(dialled)
    const { near, far } = await relayed
    let isFlipping = false
    near.on('data', (data: Buffer) => {
      if (isFlipping) data[data.length - 1]! ^= 1
      far.write(data)
    })
    const answering = await accepted
    const [a, b] = await Promise.all([
      dialStream(dialled, systemClock, diallingSide()),
      answerStream(answering, systemClock, answeringSide()),
    ])
    if (a?.status !== 'open' || b?.status !== 'open') throw new Error('No stream')
    const heard: number[] = []
    b.stream.onMessage((_, bytes) => heard.push(bytes.length))
    isFlipping = true
    void a.stream.send('control', filled(10, 1))
    await gone(answering)
    expect(heard).toEqual([])
  })
})
