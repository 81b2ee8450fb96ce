import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { FailureCode } from '../../../../shared/failure'
import type { Cipher, Randomness } from '../../ports'
import { concat, fromUtf8, sameBytes, utf8, wipe } from '../../vault/bytes'
import { type Certificate, certificateSize, certifyDevice, readDevices } from './certificate'
import { type ComparedWords, compareWords } from './compare-words'
import type { Epoch } from '../format/exchange-keys'
import type { Identity } from './identity'
import { commitmentOf, type Invite } from './invite'

const keySize = 32
const maxName = 240
/** What the two vault processes say to each other once the handshake is done. */
const said = { reveal: 1, joined: 2, confirm: 3, differ: 4 } as const

export type PairingAnswer = 'match' | 'skip' | 'differ'

/** The partner as the pairing has proven them, and the key that the two now share. */
export interface Paired {
  readonly epoch: Epoch
  readonly name: string
  readonly certificates: readonly Uint8Array[]
  readonly device: Certificate
}

export interface PairingEvents {
  /** To the partner's vault process. */
  send(bytes: Uint8Array): void
  /** The words are known: the two people compare them. */
  onCompare(words: ComparedWords, partnerName: string): void
  /** This person has said yes: what is paired may be kept, to be believed once the partner has said yes as well. */
  onAnswered(paired: Paired, compared: boolean): void
  /** Both have said yes. */
  onPaired(): void
  onFailed(code: Extract<FailureCode, 'words-differ' | 'pairing-broken-off'>): void
}

export interface Pairing {
  hear(bytes: Uint8Array): void
  answer(answer: PairingAnswer): void
  /** Forgets every secret of it. */
  end(): void
}

export interface PairingStart {
  readonly cipher: Cipher
  readonly randomness: Randomness
  readonly invite: Invite
  readonly identity: Identity
  readonly name: string
  readonly handshakeHash: Uint8Array
  /** The key that the handshake has proven: the certificate must name the same. */
  readonly remoteNoiseKey: Uint8Array
}

/** What the joiner's device sends within the handshake, and the number in it. */
export function joinerPayload(cipher: Cipher, randomness: Randomness, identity: Identity, { pairId }: Invite) {
  const number = randomness.bytes(keySize)
  return { number, payload: concat(number, certifyDevice(cipher, identity, pairId)) }
}

/** The inviter's side, begun when the handshake has brought the joiner's payload. */
export function pairAsInviter(
  start: PairingStart & { number: Uint8Array; payload: Uint8Array },
  events: PairingEvents,
): Pairing {
  const { cipher, randomness, invite, identity } = start
  const random = randomness.bytes(keySize)
  const joinerNumber = start.payload.slice(0, keySize)
  const partner = provenDevice(start, [start.payload.slice(keySize)])
  const talk = createTalk(start, events)
  if (!partner) return talk.broken()
  const certificate = certifyDevice(cipher, identity, invite.pairId)
  events.send(concat(Uint8Array.of(said.reveal), start.number, random, certificate, utf8(start.name)))
  return talk.begin((type, body) => {
    const name = type === said.joined ? readName(body.subarray(keySize)) : null
    if (name === null || body.length < keySize) return null
    const numbers = { inviterNumber: start.number, joinerNumber }
    const people = { inviter: identity.person.publicKey, joiner: partner.device.person }
    const epoch = epochOf(start, random, body.subarray(0, keySize))
    return { ...partner, name, epoch, compared: { ...numbers, ...people, handshakeHash: start.handshakeHash } }
  })
}

/** The joiner's side, begun when the handshake is done; `number` is the one in its payload. */
export function pairAsJoiner(start: PairingStart & { number: Uint8Array }, events: PairingEvents): Pairing {
  const { cipher, randomness, invite, identity } = start
  const random = randomness.bytes(keySize)
  return createTalk(start, events).begin((type, body) => {
    const certificateAt = 2 * keySize
    const nameAt = certificateAt + certificateSize
    if (type !== said.reveal || body.length < nameAt) return null
    const inviterNumber = body.slice(0, keySize)
    const partner = provenDevice(start, [body.slice(certificateAt, nameAt)])
    const name = readName(body.subarray(nameAt))
    if (!partner || name === null || !sameBytes(partner.device.person, invite.person)) return null
    const { pairId, person } = invite
    // Without the commitment a thief of the invite could look for keys that give equal words.
    if (!cipher.equal(commitmentOf(cipher, { pairId, person, number: inviterNumber }), invite.commitment)) return null
    events.send(concat(Uint8Array.of(said.joined), random, utf8(start.name)))
    const numbers = { inviterNumber, joinerNumber: start.number }
    const people = { inviter: person, joiner: identity.person.publicKey }
    const epoch = epochOf(start, body.subarray(keySize, certificateAt), random)
    return { ...partner, name, epoch, compared: { ...numbers, ...people, handshakeHash: start.handshakeHash } }
  })
}

interface Learned extends Paired {
  readonly compared: Parameters<typeof compareWords>[0]
}

/** What both sides do alike: learn of the other once, compare, answer, and end at anything out of order. */
function createTalk(start: PairingStart, events: PairingEvents) {
  let learned: Learned | null = null
  let mine = false
  let theirs = false
  let ended = false

  function end() {
    ended = true
    wipe(start.invite.secret)
  }
  function fail(code: Parameters<PairingEvents['onFailed']>[0]) {
    if (ended) return
    end()
    if (learned) wipe(learned.epoch.key)
    events.onFailed(code)
  }
  function settle() {
    if (!mine || !theirs || ended) return
    end()
    events.onPaired()
  }

  function begin(learn: (type: number, body: Uint8Array) => Learned | null): Pairing {
    return {
      hear(bytes) {
        if (ended) return
        const [type = 0] = bytes
        if (type === said.differ) return fail('words-differ')
        if (!learned) {
          learned = learn(type, bytes.subarray(1))
          return learned ? events.onCompare(compareWords(learned.compared), learned.name) : fail('pairing-broken-off')
        }
        if (type !== said.confirm || bytes.length > 1 || theirs) return fail('pairing-broken-off')
        theirs = true
        settle()
      },
      answer(answer) {
        if (ended || !learned || mine) return
        if (answer === 'differ') {
          events.send(Uint8Array.of(said.differ))
          return fail('words-differ')
        }
        mine = true
        const { epoch, name, certificates, device } = learned
        events.onAnswered({ epoch, name, certificates, device }, answer === 'match')
        events.send(Uint8Array.of(said.confirm))
        settle()
      },
      end,
    }
  }

  return {
    begin,
    broken(): Pairing {
      fail('pairing-broken-off')
      return { hear: () => {}, answer: () => {}, end }
    },
  }
}

/** The one device that these certificates leave standing, if it is the one at the other end of the handshake. */
function provenDevice({ cipher, invite, remoteNoiseKey }: PairingStart, certificates: readonly Uint8Array[]) {
  const devices = readDevices(cipher, certificates)
  const device = devices?.find(({ noise }) => sameBytes(noise, remoteNoiseKey))
  return device && sameBytes(device.pairId, invite.pairId) ? { device, certificates } : null
}

function epochOf({ invite, handshakeHash }: PairingStart, inviterRandom: Uint8Array, joinerRandom: Uint8Array): Epoch {
  const material = concat(invite.secret, inviterRandom, joinerRandom)
  const key = hkdf(sha256, material, handshakeHash, concat(utf8('twofold/1/pair'), invite.pairId), keySize)
  wipe(material)
  return { epoch: 1, id: invite.pairId, key }
}

function readName(bytes: Uint8Array): string | null {
  if (bytes.length === 0 || bytes.length > maxName) return null
  try {
    // A name is shown: no line of it may be made to look like something else, and no letter of it be cut in two.
    const name = fromUtf8(bytes).replace(/\p{C}/gu, '').trim().slice(0, 60)
    return name.replace(/\p{Cs}/gu, '').trim() || null
  } catch {
    return null
  }
}
