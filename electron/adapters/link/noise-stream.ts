import type { Socket } from 'node:net'
import SecretStream from '@hyperswarm/secret-stream'
import NoiseHandshake from 'noise-handshake'
import {
  type AuthenticatedStream,
  type InitiatorTerms,
  InviteRefused,
  type InviteStatus,
  maxMessage,
  type Purpose,
  type ResponderTerms,
  type Terms,
} from '../../core/link/streams'
import { createHandshakeFrames, type HandshakeFrames } from './handshake-frames'
import type { Replays } from './replays'

/** The first two bytes of the first frame: the version of the protocol, and what the stream is for. */
const protocolVersion = 1
const purposes = ['pairing', 'paired'] as const satisfies Purpose[]
const statuses = ['open', 'used', 'expired'] as const satisfies InviteStatus[]

/** A partner that says nothing for so long is gone; while there is nothing to say, this is said. ms */
const deadAfter = 20_000
const keepAliveEvery = 5000

const nothing = new Uint8Array(0)

/** Dials: Noise XXpsk0 as its initiator over a connected socket. Rejects where the other doesn't meet the terms. */
export async function initiate(socket: Socket, terms: InitiatorTerms, now: number): Promise<AuthenticatedStream> {
  return withFrames(socket, async (frames) => {
    const noise = handshakeOf(true, terms)
    const time = Buffer.alloc(8)
    time.writeBigUInt64LE(BigInt(now))
    frames.send(Buffer.concat([headOf(terms.purpose), noise.send(time)]))
    const status = statuses[noise.recv(await frames.next())[0] ?? -1]
    if (status === 'used' || status === 'expired') throw new InviteRefused(status)
    if (status !== 'open') throw new Error('an answer of no known form')
    frames.send(noise.send(Buffer.from(terms.payload)))
    return { noise, payload: nothing, purpose: terms.purpose, isInitiator: true }
  })
}

/** Answers whoever has connected, as the responder; null terms for a purpose mean that nobody is expected for it. */
export async function respond(
  socket: Socket,
  termsFor: (purpose: Purpose) => ResponderTerms | null,
  replays: Replays,
): Promise<AuthenticatedStream> {
  return withFrames(socket, async (frames) => {
    const first = await frames.next()
    const purpose = purposes[first[1] ?? -1]
    const terms = purpose && first[0] === protocolVersion ? termsFor(purpose) : null
    if (!purpose || !terms) throw new Error('nobody is expected for this')
    const noise = handshakeOf(false, terms)
    const message = first.subarray(headSize)
    const time = noise.recv(message)
    const isFresh = time.length === 8 && replays.isFresh(purpose, message.subarray(0, 32), timeOf(time))
    if (!isFresh) throw new Error('a first message that has come before')
    frames.send(noise.send(Buffer.from([statuses.indexOf(terms.status)])))
    if (terms.status !== 'open') throw new InviteRefused(terms.status)
    const payload = noise.recv(await frames.next())
    return { noise, payload, purpose, isInitiator: false }
  })
}

const headSize = 2
const headOf = (purpose: Purpose) => Buffer.from([protocolVersion, purposes.indexOf(purpose)])
const timeOf = (bytes: Uint8Array) =>
  Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true))

function handshakeOf(isInitiator: boolean, { noise: keys, psk, prologue, purpose }: Terms): NoiseHandshake {
  const pair = { publicKey: Buffer.from(keys.publicKey), secretKey: Buffer.from(keys.secretKey) }
  const noise = new NoiseHandshake('XXpsk0', isInitiator, pair, { psk: Buffer.from(psk) })
  noise.initialise(Buffer.concat([Buffer.from('twofold/1/stream'), headOf(purpose), prologue]))
  return noise
}

interface Done {
  readonly noise: NoiseHandshake
  readonly payload: Uint8Array
  readonly purpose: Purpose
  readonly isInitiator: boolean
}

async function withFrames(
  socket: Socket,
  shake: (frames: HandshakeFrames) => Promise<Done>,
): Promise<AuthenticatedStream> {
  const frames = createHandshakeFrames(socket)
  try {
    const done = await shake(frames)
    return streamOf(socket, frames.release(), done)
  } catch (error) {
    frames.release()
    // The status has to reach the other before the end does.
    if (error instanceof InviteRefused) socket.end()
    else socket.destroy()
    throw error
  }
}

function streamOf(socket: Socket, rest: Buffer, { noise, payload, purpose, isInitiator }: Done): AuthenticatedStream {
  const handshakeHash = Uint8Array.from(noise.hash)
  const remoteNoiseKey = Uint8Array.from(noise.rs)
  const secret = new SecretStream(isInitiator, socket, {
    handshake: { tx: noise.tx, rx: noise.rx, hash: noise.hash, publicKey: noise.rs, remotePublicKey: noise.rs },
    ...(rest.length > 0 ? { data: rest } : {}),
    keepAlive: keepAliveEvery,
    enableSend: false,
  })
  let isClosed = false
  const closing: (() => void)[] = []
  const waiting: (() => void)[] = []
  const goOn = () => {
    for (const resolve of waiting.splice(0)) resolve()
  }
  secret.setTimeout(deadAfter)
  secret.on('error', () => {})
  secret.on('drain', goOn)
  secret.on('close', () => {
    isClosed = true
    goOn()
    for (const listener of closing.splice(0)) listener()
  })

  return {
    purpose,
    isInitiator,
    remoteNoiseKey,
    handshakeHash,
    payload: Uint8Array.from(payload),
    send(channel, bytes) {
      if (bytes.length >= maxMessage) throw new RangeError('a message is longer than a stream carries')
      if (isClosed || secret.write(Buffer.concat([Buffer.from([channel]), bytes]))) return Promise.resolve()
      return new Promise((resolve) => void waiting.push(resolve))
    },
    onMessage(listener) {
      secret.on('data', (message) => {
        const [channel] = message
        if (channel === undefined || message.length > maxMessage) secret.destroy()
        else listener(channel, message.subarray(1))
      })
    },
    onClose(listener) {
      if (isClosed) listener()
      else closing.push(listener)
    },
    close: () => secret.destroy(),
  }
}
