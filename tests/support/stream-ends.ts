import { generateKeyPairSync } from 'node:crypto'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { answerStream, dialStream } from '../../electron/adapters/link/noise-stream'
import { systemClock } from '../../electron/adapters/system-clock'
import type {
  AnsweringSide,
  AuthenticatedStream,
  DiallingSide,
  NoiseKeys,
} from '../../electron/core/link/streams/streams'

/** A new X25519 key pair. */
export function noiseKeys(): NoiseKeys {
  const { privateKey } = generateKeyPairSync('x25519')
  const { x = '', d = '' } = privateKey.export({ format: 'jwk' })
  return {
    publicKey: Uint8Array.from(Buffer.from(x, 'base64url')),
    secretKey: Uint8Array.from(Buffer.from(d, 'base64url')),
  }
}

/** Bytes that are all the same. */
export const filled = (length: number, byte: number) => new Uint8Array(length).fill(byte)

/** A dialler with its own keys who takes whoever knows the pre-shared key. */
export function diallingSide(o: Partial<DiallingSide> = {}): DiallingSide {
  return {
    purpose: 'paired',
    keys: noiseKeys(),
    psk: filled(32, 7),
    context: filled(16, 1),
    timestamp: 1n,
    payload: new Uint8Array(),
    accepts: () => true,
    ...o,
  }
}

/** A listener to match `diallingSide`. */
export function answeringSide(o: Partial<DiallingSide> & Partial<AnsweringSide> = {}): AnsweringSide {
  const secrets = diallingSide(o)
  return { secrets: () => secrets, status: () => 'open', ...o }
}

/** A listening socket on 127.0.0.1 and what comes in, in turn. */
export async function listenPlainly(): Promise<{ port: number; next(): Promise<Socket>; server: Server }> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { port, server, next: async () => (await once(server, 'connection'))[0] as Socket }
}

/** Two sockets that are connected to one another. */
export async function socketPair(): Promise<[Socket, Socket]> {
  const { port, next, server } = await listenPlainly()
  const accepted = next()
  const dialled = connect(port, '127.0.0.1')
  await once(dialled, 'connect')
  const answering = await accepted
  server.close()
  return [dialled, answering]
}

/** A stream between two ends that agree: the dialler's end and the listener's. */
export async function streamPair(o: Partial<DiallingSide> = {}): Promise<[AuthenticatedStream, AuthenticatedStream]> {
  const [dialled, answering] = await socketPair()
  const [a, b] = await Promise.all([
    dialStream(dialled, systemClock, diallingSide(o)),
    answerStream(answering, systemClock, answeringSide(o)),
  ])
  if (a?.status !== 'open' || b?.status !== 'open') throw new Error('No stream')
  return [a.stream, b.stream]
}

/** Resolves when the socket is gone, for whatever reason. */
export const gone = (socket: Socket) =>
  new Promise<void>((resolve) =>
    socket.destroyed ? resolve() : socket.on('error', () => undefined).on('close', () => resolve()),
  )
