import { readFileSync } from 'node:fs'
import { Duplex } from 'node:stream'
import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createSecretStream } from '../../electron/adapters/link/message-stream'
import { answerStream } from '../../electron/adapters/link/noise-stream'
import { systemClock } from '../../electron/adapters/system-clock'
import { fromHex, toHex } from '../../electron/core/vault/bytes'
import { type ExchangeVectors, vectorPeople } from '../support/exchange-vectors'
import { type HandshakeVector, noiseEnds } from '../support/handshake-vectors'
import { answeringSide, gone, socketPair } from '../support/stream-ends'
import { createSpecifiedInitiator } from '../support/xxpsk0'

const { handshakes, refusedHandshakes, refusedStreams } = JSON.parse(
  readFileSync(new URL('../vectors/exchange-1.json', import.meta.url), 'utf8'),
) as ExchangeVectors
const { cipher } = await vectorPeople()
const [paired] = handshakes as [HandshakeVector]
const noiseOf = (frame: string, skipped: number) => fromHex(frame).subarray(2 + skipped)

/** Both ends after the three frames. */
function shaken(vector: HandshakeVector) {
  const { dialler, listener } = noiseEnds({ cipher }, vector)
  const [first = '', second = '', third = ''] = vector.frames
  dialler.send(listener.recv(noiseOf(first, 2)))
  dialler.recv(noiseOf(second, 0))
  dialler.send(fromHex(vector.payload))
  listener.send(Uint8Array.of(0))
  listener.recv(noiseOf(third, 0))
  return { dialler, listener }
}

/** What an end makes of these bytes: the messages, and whether it went on. */
async function heard(vector: HandshakeVector, end: 'dialler' | 'listener', bytes: string) {
  const socket = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() })
  const secret = createSecretStream(socket as Socket, shaken(vector)[end], end === 'dialler')
  const messages: string[] = []
  let isOver = false
  secret.on('data', (message: Uint8Array) => messages.push(toHex(message)))
  secret.on('error', () => undefined).on('close', () => (isOver = true))
  secret.resume()
  socket.push(fromHex(bytes))
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
  secret.destroy()
  return { messages, isOver }
}

describe('the published handshakes', () => {
  it.each(handshakes)('[Q130] are what both ends send and make of it: $name', (vector) => {
    const { dialler, listener } = shaken(vector)
    for (const end of [dialler, listener]) expect(toHex(end.hash ?? new Uint8Array())).toBe(vector.handshakeHash)
    expect([dialler.tx, listener.tx, dialler.rx].map((key) => toHex(key ?? new Uint8Array()))).toEqual([
      vector.dialler.key,
      vector.listener.key,
      vector.listener.key,
    ])
  })

  it.each(handshakes)('[Q130] are XXpsk0 as an independent computation has it: $name', (vector) => {
    const { noise, ephemeral } = vector.dialler
    const prologue = Buffer.concat([
      Buffer.from('twofold/1/stream'),
      Buffer.of(1, vector.purpose),
      fromHex(vector.context),
    ])
    const keys = { s: cipher.noiseKeys(fromHex(noise)), e: cipher.noiseKeys(fromHex(ephemeral)) }
    const ours = createSpecifiedInitiator({ ...keys, psk: fromHex(vector.psk), prologue: Uint8Array.from(prologue) })
    const time = Buffer.alloc(8)
    time.writeBigUInt64LE(BigInt(vector.time))
    const [first = '', second = '', third = ''] = vector.frames
    expect(toHex(ours.first(time))).toBe(toHex(noiseOf(first, 2)))
    const answered = ours.second(noiseOf(second, 0))
    expect([...answered.payload]).toEqual([0])
    const last = answered.third(fromHex(vector.payload))
    expect([toHex(last.message), toHex(last.hash), toHex(last.sending)]).toEqual([
      toHex(noiseOf(third, 0)),
      vector.handshakeHash,
      vector.dialler.key,
    ])
  })

  it.each(handshakes)('[Q131] the first bytes of the stream hold these messages: $name', async (vector) => {
    const said = (messages: string[]) => messages.filter((message) => message !== '')
    expect((await heard(vector, 'dialler', vector.listener.sends)).messages).toEqual(said(vector.listener.messages))
    expect((await heard(vector, 'listener', vector.dialler.sends)).messages).toEqual(said(vector.dialler.messages))
  })

  it.each(refusedHandshakes.filter(({ at }) => at === 1))(
    '[Q132] a frame that isn’t one is hung up on: the first, with $name',
    async ({ frame }) => {
      const [dialled, answering] = await socketPair()
      const keys = cipher.noiseKeys(fromHex(paired.listener.noise))
      const side = answeringSide({ keys, psk: fromHex(paired.psk), context: fromHex(paired.context) })
      const ended = gone(dialled)
      const answered = answerStream(answering, systemClock, side)
      dialled.write(fromHex(frame))
      expect(await answered).toBe(null)
      await ended
    },
  )

  it.each(refusedHandshakes.filter(({ at }) => at > 1))(
    '[Q132] a frame that isn’t one is hung up on: of the $side, frame $at with $name',
    ({ at, frame }) => {
      const { dialler, listener } = noiseEnds({ cipher }, paired)
      const [first = '', second = ''] = paired.frames
      dialler.send(listener.recv(noiseOf(first, 2)))
      if (at === 2) return expect(() => dialler.recv(noiseOf(frame, 0))).toThrow()
      listener.send(Uint8Array.of(0))
      dialler.recv(noiseOf(second, 0))
      expect(() => listener.recv(noiseOf(frame, 0))).toThrow()
    },
  )

  it.each(refusedStreams)('[Q133] a stream that isn’t the other end’s is ended: $name', async ({ hears }) => {
    const { messages, isOver } = await heard(paired, 'dialler', hears)
    expect(isOver).toBe(true)
    expect(messages.length).toBeLessThan(2)
  })
})
