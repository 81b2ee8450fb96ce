import {
  commitmentOf,
  handshakeOf,
  type Invite,
  inviteLife,
  inviteText,
  writeInvite,
} from '../../electron/core/exchange/pairing/invite'
import { joinerPayload, type PairingStart } from '../../electron/core/exchange/pairing/pairing'
import { concat, toHex, utf8 } from '../../electron/core/vault/bytes'
import { withChecksum } from './exchange-craft'
import { flipped, type People } from './exchange-people'
import { pairInMemory, startOf } from './pairing-in-memory'
import { seededRandomness } from './seeded-random'

/** An invite with all it says, in hex but for addresses and time, and what a handshake by it is made with. */
export interface InviteVector {
  name: string
  text: string
  link: string
  pairId: string
  secret: string
  person: string
  commitment: string
  expiresAt: number
  addresses: string[]
  psk: string
  prologue: string
}

/** What is pasted at a time, in ms, and the failure that it gives. */
export interface RefusedInvite {
  name: string
  pasted: string
  at: number
  outcome: string
}

/** One pairing by the first invite, message by message, in hex. */
export interface PairingVector {
  handshakeHash: string
  inviterNumber: string
  payload: string
  reveal: string
  joined: string
  confirm: string
  differ: string
  words: string[]
  digits: string
  key: string
}

/** What one side hears, instead of what the pairing above says, and the failure that it gives. */
export interface RefusedPairing {
  name: string
  side: 'inviter' | 'joiner'
  /** The joiner's payload, where the inviter hears another. */
  payload?: string
  /** The Noise key at the other end of the handshake, where it is another. */
  noise?: string
  hears: string[]
  outcome: string
}

/** When the invites were made, ms. */
export const invitedAt = Date.UTC(2027, 2, 14, 9)

/** Ana's invite with these addresses, and her number. */
export function inviteOfAna({ cipher, ana, epoch }: People, addresses: readonly string[]) {
  const random = seededRandomness(106)
  const [number, secret] = [random.bytes(32), random.bytes(32)]
  const person = ana.identity.person.publicKey
  const pairId = epoch.id
  const commitment = commitmentOf(cipher, { pairId, person, number })
  const expiresAt = invitedAt + inviteLife
  const invite: Invite = { pairId, secret, person, commitment, expiresAt, addresses }
  return { invite, number, bytes: writeInvite(cipher, invite) }
}

/** Invites, and what is none. */
export function invitesOf(people: People): { invites: InviteVector[]; refusedInvites: RefusedInvite[] } {
  const { cipher } = people
  const vectorOf = (name: string, addresses: readonly string[]): InviteVector => {
    const { invite, bytes } = inviteOfAna(people, addresses)
    const { pairId, secret, person, commitment, expiresAt } = invite
    const { psk, prologue } = handshakeOf(cipher, invite, bytes)
    return {
      name,
      ...inviteText(bytes),
      pairId: toHex(pairId),
      secret: toHex(secret),
      person: toHex(person),
      commitment: toHex(commitment),
      expiresAt,
      addresses: [...addresses],
      psk: toHex(psk),
      prologue: toHex(prologue),
    }
  }
  return {
    invites: [vectorOf('two addresses', ['192.168.1.20:41000', '[2001:db8::7]:41000']), vectorOf('no address', [])],
    refusedInvites: refusedInvitesOf(people),
  }
}

function refusedInvitesOf(people: People): RefusedInvite[] {
  const { cipher } = people
  const { invite, bytes } = inviteOfAna(people, ['192.168.1.20:41000'])
  const body = bytes.subarray(0, -4)
  const { text } = inviteText(bytes)
  const of = (name: string, pasted: string, outcome = 'invite-mangled', at = invitedAt): RefusedInvite => ({
    name,
    pasted,
    at,
    outcome,
  })
  const whole = (name: string, changed: Uint8Array, outcome?: string) =>
    of(name, inviteText(withChecksum(cipher, changed)).text, outcome)
  const countAt = 121
  const addresses = (...list: string[]) => writeInvite(cipher, { ...invite, addresses: list }).subarray(0, -4)
  return [
    of('nothing', ''),
    of('something else', 'Hello Ben'),
    of('a letter left out', text.slice(0, 20) + text.slice(21)),
    of('two letters swapped', `${text.slice(0, 20)}${text.charAt(21)}${text.charAt(20)}${text.slice(22)}`),
    of('the end left out', text.slice(0, -8)),
    of('a bit', inviteText(flipped(bytes, 300)).text),
    of('a bit of the version', inviteText(flipped(bytes, 1)).text),
    whole('a byte more', concat(body, new Uint8Array(1))),
    whole('an address that is cut', body.subarray(0, -1)),
    whole('nine addresses', addresses(...Array.from({ length: 9 }, (_, at) => `10.0.0.${at}:41000`))),
    whole('an empty address', addresses('')),
    whole('an address with a space', addresses('ana .local:1')),
    whole('an address beyond ASCII', addresses('zoë.local:1')),
    whole('fewer addresses than it says', Uint8Array.from([...body.subarray(0, countAt), 2, ...body.subarray(122)])),
    whole('version 0', Uint8Array.from([0, ...body.subarray(1)])),
    whole('a newer version', concat(Uint8Array.of(2), utf8('whatever it may hold')), 'invite-newer'),
    of('after its time', text, 'invite-expired', invite.expiresAt),
  ]
}

/** A pairing that both say yes to, and what breaks one off. */
export function pairingOf(people: People): { pairing: PairingVector; refusedPairings: RefusedPairing[] } {
  const { cipher, ana, ben } = people
  const { invite, number } = inviteOfAna(people, ['192.168.1.20:41000', '[2001:db8::7]:41000'])
  const handshakeHash = seededRandomness(107).bytes(64)
  const own = joinerPayload(cipher, seededRandomness(108), ben.identity, invite)
  const start = (name: 'ana' | 'ben'): PairingStart => ({
    ...startOf(people, name, { invite, handshakeHash }),
    randomness: seededRandomness(name === 'ana' ? 109 : 110),
  })
  const said = pairInMemory({ ...start('ana'), number, payload: own.payload }, { ...start('ben'), number: own.number })
  const [reveal = new Uint8Array(), confirm = new Uint8Array()] = said.inviter.sent
  const [joined = new Uint8Array()] = said.joiner.sent
  const { words = [], digits = '' } = said.inviter.compared ?? {}
  const pairing: PairingVector = {
    handshakeHash: toHex(handshakeHash),
    inviterNumber: toHex(number),
    payload: toHex(own.payload),
    reveal: toHex(reveal),
    joined: toHex(joined),
    confirm: toHex(confirm),
    differ: '04',
    words,
    digits,
    key: toHex(said.inviter.paired?.epoch.key ?? new Uint8Array()),
  }
  const stranger = joinerPayload(cipher, seededRandomness(111), ana.identity, invite).payload
  const noise = toHex(ana.identity.noise.publicKey)
  return {
    pairing,
    refusedPairings: refusedPairingsOf(pairing, {
      reveal,
      joined,
      stranger: toHex(stranger),
      noise,
      own: toHex(ben.identity.noise.publicKey),
    }),
  }
}

function refusedPairingsOf(
  { payload, confirm, differ }: PairingVector,
  o: { reveal: Uint8Array; joined: Uint8Array; stranger: string; noise: string; own: string },
): RefusedPairing[] {
  const [reveal, joined] = [toHex(o.reveal), toHex(o.joined)]
  const off = 'pairing-broken-off'
  const joiner = (name: string, hears: string[], outcome = off): RefusedPairing => ({
    name: `the joiner hears ${name}`,
    side: 'joiner',
    hears,
    outcome,
  })
  const inviter = (name: string, hears: string[], outcome = off, more: Partial<RefusedPairing> = {}) => ({
    name: `the inviter hears ${name}`,
    side: 'inviter' as const,
    hears,
    outcome,
    ...more,
  })
  const others = reveal.slice(0, 2 * 65) + payload.slice(64) + reveal.slice(2 * (65 + 230))
  const bit = (bytes: Uint8Array, at: number) => toHex(flipped(bytes, 8 * at))
  return [
    joiner('another number than the invite has fixed', [bit(o.reveal, 1)]),
    joiner('a changed certificate', [bit(o.reveal, 65 + 140)]),
    joiner('a certificate of another device', [others]),
    { ...joiner('another person than who invited', [others]), noise: o.own },
    joiner('no name', [reveal.slice(0, 2 * (65 + 230))]),
    joiner('a name that is not UTF-8', [`${reveal.slice(0, 2 * (65 + 230))}ff`]),
    joiner('nothing', ['']),
    joiner('a yes before the words', [confirm]),
    joiner('the joiner’s own message', [joined]),
    joiner('the first message twice', [reveal, reveal]),
    joiner('yes twice', [reveal, confirm, confirm]),
    joiner('a yes with a byte behind it', [reveal, `${confirm}00`]),
    joiner('no', [reveal, differ], 'words-differ'),
    inviter('a payload cut by one byte', [], off, { payload: payload.slice(0, -2) }),
    inviter('a payload of another device', [], off, { payload: o.stranger }),
    inviter('another device than the handshake has proven', [], off, { noise: o.noise }),
    inviter('a number that is cut', [joined.slice(0, 2 * 32)]),
    inviter('no name', [joined.slice(0, 2 * 33)]),
    inviter('a name of 241 bytes', [joined.slice(0, 2 * 33) + '61'.repeat(241)]),
    inviter('a name of nothing to see', [`${joined.slice(0, 2 * 33)}e2808b`]),
    inviter('its own message', [reveal]),
    inviter('a yes before the words', [confirm]),
    inviter('a message that there isn’t', [joined, '05']),
    inviter('no after a yes', [joined, confirm, differ], 'words-differ'),
  ]
}
