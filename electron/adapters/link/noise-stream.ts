import type { Socket } from 'node:net'
import NoiseState from 'noise-handshake'
import {
  type AnsweringSide,
  type DiallingSide,
  type Handshaken,
  type HandshakeSecrets,
  maxPayload,
  type Purpose,
  statuses,
} from '../../core/link/streams/streams'
import type { Clock } from '../../core/ports'
import { concat, utf8, viewOf } from '../../core/vault/bytes'
import { createHandshakeFrames, type HandshakeFrames } from './handshake-frames'
import { openMessages } from './message-stream'

/** A handshake that takes longer is given up, in milliseconds. */
export const handshakeLimitMs = 5000
const version = 1
const purposes: readonly Purpose[] = ['pairing', 'paired']
const nothing = new Uint8Array()

/** Noise XXpsk0 (Noise specification, revision 34) with the prologue of this protocol, version and purpose. */
export function createNoise(
  isInitiator: boolean,
  purpose: Purpose,
  { keys, psk, context }: HandshakeSecrets,
): NoiseState {
  // The library wipes and fills what it is given.
  const own = { publicKey: Uint8Array.from(keys.publicKey), secretKey: Uint8Array.from(keys.secretKey) }
  const noise = new NoiseState('XXpsk0', isInitiator, own, { psk: Uint8Array.from(psk) })
  noise.initialise(concat(utf8('twofold/1/stream'), Uint8Array.of(version, purposes.indexOf(purpose)), context))
  return noise
}

/** Opens a connected socket as the dialler; null, and the socket is gone, where the other end isn't who it should be. */
export const dialStream = (socket: Socket, clock: Clock, side: DiallingSide): Promise<Handshaken | null> =>
  withinLimit(socket, clock, (frames) => dial(socket, frames, side))

/** Opens an accepted socket as the listener; null, and the socket is gone without a word, for a stranger. */
export const answerStream = (socket: Socket, clock: Clock, side: AnsweringSide): Promise<Handshaken | null> =>
  withinLimit(socket, clock, (frames) => answer(socket, frames, side))

async function withinLimit(
  socket: Socket,
  clock: Clock,
  handshake: (frames: HandshakeFrames) => Promise<Handshaken | null>,
): Promise<Handshaken | null> {
  // Whatever breaks a socket ends in 'close'; an error event that nobody hears would end the process.
  socket.on('error', () => undefined)
  const stopWaiting = clock.after(handshakeLimitMs, () => socket.destroy())
  const handshaken = await handshake(createHandshakeFrames(socket)).catch(() => null)
  stopWaiting()
  if (!handshaken) socket.destroy()
  return handshaken
}

async function dial(socket: Socket, frames: HandshakeFrames, side: DiallingSide): Promise<Handshaken | null> {
  if (side.payload.length > maxPayload) return null
  const noise = createNoise(true, side.purpose, side)
  const timestamp = new Uint8Array(8)
  viewOf(timestamp).setBigUint64(0, side.timestamp, true)
  frames.write(concat(Uint8Array.of(version, purposes.indexOf(side.purpose)), noise.send(timestamp)))

  const answered = noise.recv(await frames.read())
  const status = statuses[answered.length === 1 ? (answered[0] ?? -1) : -1]
  const remoteNoiseKey = provenKey(noise)
  if (!status || !side.accepts(remoteNoiseKey)) return null
  // Said even where the invite is used: a live attempt is worth a warning there, a replayed one isn't.
  frames.write(noise.send(status === 'open' ? side.payload : nothing))
  frames.release()
  if (status !== 'open') {
    socket.end()
    return { status, remoteNoiseKey }
  }
  const stream = await openMessages(socket, noise, { purpose: side.purpose, isInitiator: true, payload: nothing })
  return stream && { status, stream }
}

async function answer(socket: Socket, frames: HandshakeFrames, side: AnsweringSide): Promise<Handshaken | null> {
  const first = await frames.read()
  const purpose = first[0] === version ? purposes[first[1] ?? -1] : undefined
  const secrets = purpose && side.secrets(purpose)
  if (!purpose || !secrets) return null
  const noise = createNoise(false, purpose, secrets)
  const timestamp = noise.recv(first.subarray(2))
  if (timestamp.length !== 8) return null
  const status = side.status(purpose, viewOf(timestamp).getBigUint64(0, true))
  if (!status) return null
  frames.write(noise.send(Uint8Array.of(statuses.indexOf(status))))

  const payload = Uint8Array.from(noise.recv(await frames.read()))
  const remoteNoiseKey = provenKey(noise)
  if (payload.length > maxPayload || !secrets.accepts(remoteNoiseKey)) return null
  frames.release()
  if (status !== 'open') {
    socket.destroy()
    return { status, remoteNoiseKey }
  }
  const stream = await openMessages(socket, noise, { purpose, isInitiator: false, payload })
  return stream && { status, stream }
}

function provenKey({ rs }: NoiseState): Uint8Array {
  if (!rs) throw new Error('No static key')
  return Uint8Array.from(rs)
}
