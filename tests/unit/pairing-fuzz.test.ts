import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inviteText, readInvite, writeInvite } from '../../electron/core/exchange/pairing/invite'
import { joinerPayload, pairAsInviter, pairAsJoiner } from '../../electron/core/exchange/pairing/pairing'
import { concat, fromUtf8 } from '../../electron/core/vault/bytes'
import { formatAddress, parseAddress } from '../../shared/address'
import { AppError } from '../../shared/failure'
import { withChecksum } from '../support/exchange-craft'
import { exchangePeople, flipped } from '../support/exchange-people'
import { noting, pairInMemory, startOf } from '../support/pairing-in-memory'
import { inviteOfAna } from '../support/pairing-vectors'
import { seededRandomness } from '../support/seeded-random'

const people = await exchangePeople(70)
const { cipher, ben } = people

/** Reads what is pasted; any failure that an invite doesn't have is thrown on. */
function outcome(pasted: string): string {
  try {
    const { invite, bytes } = readInvite(cipher, pasted)
    const addresses = addressesIn(bytes)
    expect(writeInvite(cipher, { ...invite, addresses })).toEqual(bytes)
    // One that can't be dialled is passed over; each of the others is read as it is dialled.
    expect(invite.addresses).toEqual(addresses.map(parseAddress).flatMap((each) => (each ? formatAddress(each) : [])))
    return 'read'
  } catch (error) {
    if (error instanceof AppError && error.failure.code.startsWith('invite-')) return error.failure.code
    throw error
  }
}

/** The addresses as they stand in an invite's bytes, whatever they are. */
function addressesIn(bytes: Uint8Array): string[] {
  const addresses: string[] = []
  for (let at = 122; at < bytes.length - 4; at += 1 + (bytes[at] ?? 0)) {
    addresses.push(fromUtf8(bytes.subarray(at + 1, at + 1 + (bytes[at] ?? 0))))
  }
  return addresses
}

describe('what is pasted as an invite', () => {
  const { bytes } = inviteOfAna(people, ['192.168.1.20:41000', 'ana.local:41000'])
  const { text, link } = inviteText(bytes)

  it('[X25] with any bit turned over, cut anywhere, or of any letters is mangled', () => {
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      expect(outcome(inviteText(flipped(bytes, bit)).text), `bit ${bit}`).toBe('invite-mangled')
    }
    for (let length = 0; length < text.length; length++) {
      expect(outcome(text.slice(0, length))).toBe('invite-mangled')
      expect(outcome(link.slice(0, length))).toBe('invite-mangled')
    }
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (any) => outcome(any) === 'invite-mangled'))
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (any) => outcome(inviteText(any).text) === 'invite-mangled'),
    )
  })

  it('[X25] of which the checksum holds is read exactly, newer, or mangled', () => {
    const seen = new Set<string>()
    const body = bytes.subarray(0, -4)
    const bodies = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 400 }),
      fc.uint8Array({ maxLength: 120 }).map((rest) => concat(body.subarray(0, 121), rest)),
      fc.nat(8 * body.length - 1).map((bit) => flipped(body, bit)),
    )
    fc.assert(
      fc.property(bodies, (any) => void seen.add(outcome(inviteText(withChecksum(cipher, any)).text))),
      { numRuns: 600, seed: 3 },
    )
    expect(seen).toEqual(new Set(['read', 'invite-newer', 'invite-mangled']))
  })
})

describe('what is heard in a pairing', () => {
  const { invite, number } = inviteOfAna(people, [])
  const handshakeHash = seededRandomness(71).bytes(64)
  const joiner = joinerPayload(cipher, seededRandomness(72), ben.identity, invite)
  const a = (payload = joiner.payload) => ({ ...startOf(people, 'ana', { invite, handshakeHash }), number, payload })
  const b = () => ({ ...startOf(people, 'ben', { invite, handshakeHash }), number: joiner.number })
  const { inviter, joiner: joined } = pairInMemory(a(), b())
  const [reveal = new Uint8Array(), confirm = new Uint8Array()] = inviter.sent
  const [answer = new Uint8Array()] = joined.sent

  /** Lets one side hear these messages; nothing of it may throw, and no pairing come of it without an answer. */
  function heard(side: 'inviter' | 'joiner', ...messages: readonly Uint8Array[]) {
    const { told, events } = noting()
    const machine = side === 'inviter' ? pairAsInviter(a(), events) : pairAsJoiner(b(), events)
    for (const bytes of messages) machine.hear(bytes)
    expect(told).toMatchObject({ paired: null, isPaired: false })
    expect([null, 'words-differ', 'pairing-broken-off']).toContain(told.failure)
    return told
  }

  it('[X26] as a first message with any bit of number or certificate turned over, or cut, breaks it off', () => {
    const nameAt = 1 + 64 + 230
    for (let bit = 0; bit < 8 * reveal.length; bit++) {
      const { failure } = heard('joiner', flipped(reveal, bit))
      const isProven = bit >= 8 && bit < 8 * nameAt && (bit < 8 * 33 || bit >= 8 * 65)
      if (isProven) expect(failure, `bit ${bit}`).toBe('pairing-broken-off')
      if (bit < 8) expect(failure).not.toBe(null)
    }
    for (let length = 0; length <= nameAt; length++) {
      expect(heard('joiner', reveal.subarray(0, length)).failure).toBe('pairing-broken-off')
    }
    for (let length = 0; length <= 33; length++) {
      expect(heard('inviter', answer.subarray(0, length)).failure).toBe('pairing-broken-off')
    }
    for (let bit = 0; bit < 8 * answer.length; bit++) heard('inviter', flipped(answer, bit))
  })

  it('[X26] of any bytes, in any state, breaks it off, and never pairs anybody', () => {
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.tuple(fc.constantFrom(1, 2, 3, 4), fc.uint8Array({ maxLength: 400 })).map(([type, rest]) => {
        return concat(Uint8Array.of(type), rest)
      }),
      fc.constantFrom(reveal, answer, confirm, Uint8Array.of(4)),
    )
    fc.assert(
      fc.property(fc.constantFrom('inviter', 'joiner'), fc.array(any, { maxLength: 5 }), (side, messages) => {
        heard(side, ...messages)
        const first = side === 'inviter' ? answer : reveal
        const told = heard(side, first, ...messages)
        const isHonest = messages.length === 0 || (messages.length === 1 && messages[0] === confirm)
        const [said] = messages
        if (!isHonest && said && (said.length !== 1 || said[0] !== 3)) expect(told.failure).not.toBe(null)
      }),
      { numRuns: 300 },
    )
  })

  it('[X27] as the payload of a handshake with any bit of its certificate turned over, or cut, gets no answer', () => {
    const outcome = (payload: Uint8Array) => {
      const { told, events } = noting()
      const machine = pairAsInviter(a(payload), events)
      machine.hear(answer)
      machine.answer('match')
      return { failure: told.failure, sent: told.sent.length, paired: told.paired }
    }
    const off = { failure: 'pairing-broken-off', sent: 0, paired: null }
    const { payload } = joiner
    for (let bit = 8 * 32; bit < 8 * payload.length; bit++) expect(outcome(flipped(payload, bit))).toEqual(off)
    for (let length = 0; length < payload.length; length++) expect(outcome(payload.subarray(0, length))).toEqual(off)
    expect(outcome(concat(payload, new Uint8Array(1)))).toEqual(off)
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (any) => outcome(any).failure === off.failure))
  })
})
