import { createRequire } from 'node:module'
import { createNoise } from '../../electron/adapters/link/noise-stream'
import { noisePskOf } from '../../electron/core/exchange/format/exchange-keys'
import { handshakeOf } from '../../electron/core/exchange/pairing/invite'
import { joinerPayload } from '../../electron/core/exchange/pairing/pairing'
import { writeCarrierMessage } from '../../electron/core/link/carriers/carrier-messages'
import { writeSessionMessage } from '../../electron/core/link/streams/session-messages'
import { channels, type NoiseKeys, type Purpose } from '../../electron/core/link/streams/streams'
import { concat, fromHex, toHex, utf8, viewOf } from '../../electron/core/vault/bytes'
import { flipped, type People } from './exchange-people'
import { inviteOfAna, invitedAt } from './pairing-vectors'
import { seededRandomness } from './seeded-random'

/** One end: its static and its ephemeral key, what it sends behind the handshake, and the messages in that. */
interface EndVector {
  noise: string
  ephemeral: string
  header: string
  key: string
  sends: string
  messages: string[]
}

/** A handshake with fixed keys, and the first bytes of the stream behind it; all of it in hex. */
export interface HandshakeVector {
  name: string
  purpose: number
  psk: string
  context: string
  time: number
  payload: string
  frames: string[]
  handshakeHash: string
  dialler: EndVector
  listener: EndVector
}

/** What one side is sent as this frame of the first handshake, whereupon it hangs up. */
export interface RefusedHandshake {
  name: string
  side: 'dialler' | 'listener'
  at: number
  frame: string
}

/** What the dialler hears behind the first handshake, whereupon it ends the stream. */
export interface RefusedStream {
  name: string
  hears: string
}

interface Secretstream {
  crypto_secretstream_xchacha20poly1305_init_pull(state: Buffer, header: Buffer, key: Buffer): void
  crypto_secretstream_xchacha20poly1305_push(
    state: Buffer,
    ciphertext: Buffer,
    message: Buffer,
    ad: null,
    tag: number,
  ): void
}
const sodium = createRequire(import.meta.url)('sodium-native') as Secretstream
const stateSize = 52
const overhead = 17
const tagOfMessage = 0

const frame = (bytes: Uint8Array, lengthSize: number) => {
  const length = new Uint8Array(4)
  viewOf(length).setUint32(0, bytes.length, true)
  return concat(length.subarray(0, lengthSize), bytes)
}

/** What one end sends behind the handshake: its stream id, a header, and these messages. */
export function sentBy(
  { cipher }: Pick<People, 'cipher'>,
  o: { handshakeHash: Uint8Array; end: number; key: Uint8Array; header: Uint8Array; messages: readonly Uint8Array[] },
): Uint8Array {
  const space = cipher.digest({ message: utf8('hyperswarm/secret-stream'), length: 32 })
  const name = cipher.digest({ message: concat(space, Uint8Array.of(o.end)), length: 32 })
  const id = cipher.hash({ key: o.handshakeHash, message: name, length: 32 })
  const state = Buffer.alloc(stateSize)
  // Both ends begin alike; for the one that sends the library would draw a header.
  sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, Buffer.from(o.header), Buffer.from(o.key))
  const sealed = o.messages.map((message) => {
    const bytes = Buffer.alloc(message.length + overhead)
    sodium.crypto_secretstream_xchacha20poly1305_push(state, bytes, Buffer.from(message), null, tagOfMessage)
    return frame(bytes, 3)
  })
  return concat(frame(concat(id, o.header), 3), ...sealed)
}

/** Both ends of a handshake with these keys, before the first frame. */
export function noiseEnds(people: Pick<People, 'cipher'>, vector: Omit<HandshakeVector, 'frames' | 'handshakeHash'>) {
  const purpose: Purpose = vector.purpose === 0 ? 'pairing' : 'paired'
  const end = (isInitiator: boolean, { noise, ephemeral }: EndVector) => {
    const keys = people.cipher.noiseKeys(fromHex(noise))
    const secrets = { psk: fromHex(vector.psk), context: fromHex(vector.context), keys, accepts: () => true }
    const state = createNoise(isInitiator, purpose, secrets)
    state.e = copied(people.cipher.noiseKeys(fromHex(ephemeral)))
    return state
  }
  return { dialler: end(true, vector.dialler), listener: end(false, vector.listener) }
}

const copied = ({ publicKey, secretKey }: NoiseKeys) => ({
  publicKey: Buffer.from(publicKey),
  secretKey: Buffer.from(secretKey),
})

/** Handshakes of both purposes, and what makes an end hang up. */
export function handshakesOf(people: People): {
  handshakes: HandshakeVector[]
  refusedHandshakes: RefusedHandshake[]
  refusedStreams: RefusedStream[]
} {
  const { cipher, epoch, ben } = people
  const { invite, bytes } = inviteOfAna(people, ['192.168.1.20:41000', '[2001:db8::7]:41000'])
  const joining = handshakeOf(cipher, invite, bytes)
  const { payload } = joinerPayload(cipher, seededRandomness(108), ben.identity, invite)
  const psk = noisePskOf(epoch)
  const paired = made(people, 'of paired devices', {
    purpose: 1,
    psk,
    context: epoch.id,
    payload: new Uint8Array(),
    seed: 170,
  })
  const pairing = made(people, 'of a pairing', {
    purpose: 0,
    psk: joining.psk,
    context: joining.prologue,
    payload,
    seed: 171,
  })
  return { handshakes: [paired, pairing], ...refusedOf(people, paired) }
}

function made(
  people: People,
  name: string,
  o: { purpose: number; psk: Uint8Array; context: Uint8Array; payload: Uint8Array; seed: number },
): HandshakeVector {
  const { ana, ben } = people
  const random = seededRandomness(o.seed)
  const end = (noise: string): EndVector => {
    const [ephemeral, header] = [random.bytes(32), random.bytes(24)].map(toHex)
    return { noise, ephemeral: ephemeral ?? '', header: header ?? '', key: '', sends: '', messages: [] }
  }
  const begun = {
    name,
    purpose: o.purpose,
    psk: toHex(o.psk),
    context: toHex(o.context),
    time: invitedAt,
    payload: toHex(o.payload),
    dialler: end(ben.seeds.noise),
    listener: end(ana.seeds.noise),
  }
  const { dialler, listener } = noiseEnds(people, begun)
  const time = new Uint8Array(8)
  viewOf(time).setBigUint64(0, BigInt(begun.time), true)
  // The library keeps views of what it is given, and wipes them.
  const first = dialler.send(time)
  listener.recv(Uint8Array.from(first))
  const second = listener.send(Uint8Array.of(0))
  dialler.recv(Uint8Array.from(second))
  const third = dialler.send(o.payload)
  listener.recv(Uint8Array.from(third))
  const handshakeHash = Uint8Array.from(dialler.hash ?? [])
  const sending = (which: EndVector, isListener: number, key: Uint8Array | null): EndVector => {
    const messages = messagesOf(people, o.purpose, isListener === 1)
    const sent = {
      handshakeHash,
      end: isListener,
      key: key ?? new Uint8Array(),
      header: fromHex(which.header),
      messages,
    }
    return { ...which, key: toHex(sent.key), sends: toHex(sentBy(people, sent)), messages: messages.map(toHex) }
  }
  return {
    ...begun,
    frames: [concat(Uint8Array.of(1, o.purpose), first), second, third].map((bytes) => toHex(frame(bytes, 2))),
    handshakeHash: toHex(handshakeHash),
    dialler: sending(begun.dialler, 0, dialler.tx),
    listener: sending(begun.listener, 1, listener.tx),
  }
}

/** What each end says first. */
function messagesOf({ ana }: People, purpose: number, isListener: boolean): Uint8Array[] {
  const on = (channel: (typeof channels)[number], bytes: Uint8Array) =>
    concat(Uint8Array.of(channels.indexOf(channel)), bytes)
  const hello = on('session', writeSessionMessage({ type: 'hello', version: 1, features: ['have-file'] }))
  const have = { writer: ana.writer, class: 'journal' as const, from: 1, to: 3, head: 'ab'.repeat(32) }
  const said =
    purpose === 0 ? [] : [hello, new Uint8Array(), on('carrier', writeCarrierMessage({ type: 'have', haves: [have] }))]
  return isListener ? [Uint8Array.of(255), ...said] : said.slice(0, 1)
}

function refusedOf(people: People, { frames, listener, dialler, handshakeHash }: HandshakeVector) {
  const [first = '', second = '', third = ''] = frames
  const bit = (hex: string, at: number) => toHex(flipped(fromHex(hex), 8 * at))
  const version = (hex: string, at: number, byte: string) => hex.slice(0, 2 * at) + byte + hex.slice(2 * at + 2)
  const refused =
    (side: RefusedHandshake['side'], at: number) =>
    (name: string, hex: string): RefusedHandshake => ({
      name,
      side,
      at,
      frame: hex,
    })
  const [toListener, toDialler, atLast] = [refused('listener', 1), refused('dialler', 2), refused('listener', 3)]
  const sends = fromHex(listener.sends)
  const own = {
    handshakeHash: fromHex(handshakeHash),
    end: 0,
    key: fromHex(listener.key),
    header: fromHex(listener.header),
  }
  return {
    refusedHandshakes: [
      toListener('version 2', version(first, 2, '02')),
      toListener('a purpose that there isn’t', version(first, 3, '02')),
      toListener('the other purpose', version(first, 3, '00')),
      toListener('a bit of the ephemeral key', bit(first, 4)),
      toListener('a bit of the sealed time', bit(first, 40)),
      toListener('a frame of 513 bytes', `0102${first.slice(4)}${'00'.repeat(513 - 58)}`),
      toListener('an empty frame', '0000'),
      toDialler('a bit of the answer', bit(second, 2 + 96)),
      toDialler('a bit of the static key', bit(second, 2 + 40)),
      atLast('a bit of the static key', bit(third, 4)),
      atLast('a byte more', toHex(frame(concat(fromHex(third).subarray(2), new Uint8Array(1)), 2))),
    ],
    refusedStreams: [
      {
        name: 'the stream id of the dialler',
        hears: toHex(sentBy(people, { ...own, messages: [Uint8Array.of(255)] })),
      },
      { name: 'what the dialler sends itself', hears: dialler.sends },
      { name: 'a bit of the header', hears: toHex(flipped(sends, 8 * 40)) },
      { name: 'a bit of the first message', hears: toHex(flipped(sends, 8 * 64)) },
      { name: 'a message of 16 bytes', hears: toHex(concat(sends.subarray(0, 59), frame(new Uint8Array(16), 3))) },
      {
        name: 'the first message twice',
        hears: toHex(concat(sends.subarray(0, 59 + 21), sends.subarray(59, 59 + 21))),
      },
    ],
  }
}
