import type { Socket } from 'node:net'
import SecretStream from '@hyperswarm/secret-stream'
import type NoiseState from 'noise-handshake'
import { reportUnexpected } from '../../../shared/background'
import { AppError } from '../../../shared/failure'
import { type AuthenticatedStream, channels, maxMessage } from '../../core/link/streams/streams'

/** A sign of life goes out when nothing else has for so long, in milliseconds. */
const keepAliveMs = 6000
/** A stream on which nothing came in for so long is dead, in milliseconds. */
const deadAfterMs = 20_000
/** How long a stream that is being closed may take to get its last bytes out, in milliseconds. */
const lastWordsMs = 1000
/** The listener's first message: the dialler's static key was welcome. No channel has this byte. */
const welcome = 255

type Given = Pick<AuthenticatedStream, 'purpose' | 'isInitiator' | 'payload'>

/**
 * Messages over a socket whose handshake is complete (secretstream by libsodium, its keys from the handshake). Resolves
 * once the other end has accepted this one, or to null where it hangs up instead.
 */
export function openMessages(socket: Socket, noise: NoiseState, given: Given): Promise<AuthenticatedStream | null> {
  const { hash, rs } = noise
  if (!hash || !rs) throw incomplete()
  socket.setNoDelay(true)
  const remoteNoiseKey = Uint8Array.from(rs)
  const handshakeHash = Uint8Array.from(hash)
  const secret = createSecretStream(socket, noise, given.isInitiator)
  secret.setTimeout(deadAfterMs)
  const stream = createMessages(socket, secret, { ...given, remoteNoiseKey, handshakeHash })
  if (given.isInitiator) return welcomed(secret, stream)
  secret.write(Buffer.of(welcome))
  return Promise.resolve(stream)
}

const incomplete = () => new Error('The handshake is not complete')

/** What encrypts all that follows a complete handshake, by the handshake's keys. */
export function createSecretStream(socket: Socket, noise: NoiseState, isInitiator: boolean): SecretStream {
  const { tx, rx, hash, rs } = noise
  if (!tx || !rx || !hash || !rs) throw incomplete()
  // Its own public key is a label to the library, of no use here.
  const labels = { publicKey: rs, remotePublicKey: rs }
  const handshake = { tx: Buffer.from(tx), rx: Buffer.from(rx), hash: Buffer.from(hash), ...labels }
  return new SecretStream(isInitiator, socket, { handshake, keepAlive: keepAliveMs, enableSend: false })
}

function welcomed(secret: SecretStream, stream: AuthenticatedStream): Promise<AuthenticatedStream | null> {
  return new Promise((resolve) => {
    secret.once('data', (first: Uint8Array) => {
      secret.pause()
      const isWelcome = first.length === 1 && first[0] === welcome
      if (!isWelcome) stream.destroy()
      resolve(isWelcome ? stream : null)
    })
    stream.onClose(() => resolve(null))
    secret.resume()
  })
}

/** What the other end has said ends its own stream at most, whatever it makes go wrong here. */
function orElse(destroy: () => void): (work: () => void) => void {
  return (work) => {
    try {
      work()
    } catch (error) {
      reportUnexpected(error, 'a message')
      destroy()
    }
  }
}

function createMessages(
  socket: Socket,
  secret: SecretStream,
  known: Given & Pick<AuthenticatedStream, 'remoteNoiseKey' | 'handshakeHash'>,
): AuthenticatedStream {
  let isOpen = true
  const onEnd = new Set<() => void>()
  const waiting = new Set<{ resolve(): void; reject(error: Error): void }>()
  const settle = (how: (one: { resolve(): void; reject(error: Error): void }) => void) => {
    const all = [...waiting]
    waiting.clear()
    all.forEach(how)
  }
  const destroy = () => {
    secret.destroy()
    socket.destroy()
  }
  const orDestroy = orElse(destroy)
  // The other end has said its last: nothing that this one says would be heard.
  secret.on('error', () => undefined).on('end', destroy)
  secret.on('drain', () => settle(({ resolve }) => resolve()))
  secret.on('close', () => {
    isOpen = false
    settle(({ reject }) => reject(new AppError({ code: 'not-paired' })))
    for (const ended of onEnd) ended()
    onEnd.clear()
  })
  return {
    ...known,
    async send(channel, bytes) {
      if (!isOpen) throw new AppError({ code: 'not-paired' })
      const message = Buffer.alloc(1 + bytes.length)
      if (message.length > maxMessage) throw new RangeError('Message too large')
      message[0] = channels.indexOf(channel)
      message.set(bytes, 1)
      if (secret.write(message)) return
      await new Promise<void>((resolve, reject) => waiting.add({ resolve, reject }))
    },
    onMessage(heard, tooLarge = destroy) {
      secret.on('data', (message: Uint8Array) => {
        if (message.length > maxMessage) return orDestroy(tooLarge)
        const channel = channels[message[0] ?? -1]
        if (channel) orDestroy(() => heard(channel, Uint8Array.from(message.subarray(1))))
      })
      secret.resume()
    },
    onClose(ended) {
      if (isOpen) onEnd.add(ended)
      else ended()
    },
    close() {
      if (!isOpen) return
      secret.end()
      setTimeout(destroy, lastWordsMs).unref()
    },
    destroy,
  }
}
