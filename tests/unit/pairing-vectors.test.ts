import { hkdfSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { describe, expect, it } from 'vitest'
import { handshakeOf, inviteText, readInvite } from '../../electron/core/exchange/pairing/invite'
import { pairAsInviter, pairAsJoiner } from '../../electron/core/exchange/pairing/pairing'
import { concat, fromHex, toHex, utf8 } from '../../electron/core/vault/bytes'
import { failureOf } from '../../shared/failure'
import { keyByTheBook } from '../support/exchange-craft'
import { type ExchangeVectors, vectorPeople } from '../support/exchange-vectors'
import { noting, startOf } from '../support/pairing-in-memory'
import { makeSide } from '../support/pairing-side'

const published = JSON.parse(
  readFileSync(new URL('../vectors/exchange-1.json', import.meta.url), 'utf8'),
) as ExchangeVectors
const people = await vectorPeople()
const { cipher, ana, ben } = people

describe('the published vectors of an invite', () => {
  for (const invite of published.invites) {
    it(`[X9] say the same as text and as link, and key the handshake as the page says: ${invite.name}`, () => {
      const { text, link, pairId, secret, person, commitment, expiresAt, addresses } = invite
      for (const pasted of [text, link]) {
        const { invite: read, bytes } = readInvite(cipher, pasted)
        expect(read).toEqual({
          pairId: fromHex(pairId),
          secret: fromHex(secret),
          person: fromHex(person),
          commitment: fromHex(commitment),
          expiresAt,
          addresses,
        })
        expect(inviteText(bytes)).toEqual({ text, link })
        const { psk, prologue } = handshakeOf(cipher, read, bytes)
        expect([toHex(psk), toHex(prologue)]).toEqual([invite.psk, invite.prologue])
        expect(invite.psk).toBe(toHex(keyByTheBook(fromHex(secret), fromHex(pairId), 'pairing-psk')))
        const hash = cipher.digest({ message: Buffer.from(text, 'base64url'), length: 32 })
        expect(invite.prologue).toBe(toHex(concat(utf8('twofold/1/pairing'), fromHex(pairId), hash)))
      }
    })
  }

  for (const { name, pasted, at, outcome } of published.refusedInvites) {
    it(`[X10] that fail are refused by name: ${name}, ${outcome}`, async () => {
      const { pairing } = await makeSide('Ben', at)
      const failure = await pairing.join(pasted).then(
        () => 'joining',
        (error: unknown) => failureOf(error).code,
      )
      expect(failure).toBe(outcome)
    })
  }

  it('[X10] and the ones that hold are joined', async () => {
    for (const { link, expiresAt } of published.invites) {
      const { pairing } = await makeSide('Ben', expiresAt - 1)
      await pairing.join(link)
      expect(pairing.stage()).toEqual({ stage: 'joining' })
    }
  })
})

/** One side at its beginning, as the published pairing has it. */
function sideOf(side: 'inviter' | 'joiner', o: { payload?: string; noise?: string } = {}) {
  const { pairing, invites } = published
  const { invite } = readInvite(cipher, invites[0]?.text ?? '')
  const start = startOf(people, side === 'inviter' ? 'ana' : 'ben', {
    invite,
    handshakeHash: fromHex(pairing.handshakeHash),
  })
  const remoteNoiseKey = o.noise ? fromHex(o.noise) : start.remoteNoiseKey
  const { told, events } = noting()
  // The one number that each draws is in its message.
  const [message, at] = side === 'inviter' ? [pairing.reveal, 33] : [pairing.joined, 1]
  const randomness = { bytes: () => fromHex(message).slice(at, at + 32) }
  const begin = { ...start, remoteNoiseKey, randomness }
  const payload = fromHex(o.payload ?? pairing.payload)
  const machine =
    side === 'inviter'
      ? pairAsInviter({ ...begin, number: fromHex(pairing.inviterNumber), payload }, events)
      : pairAsJoiner({ ...begin, number: payload.slice(0, 32) }, events)
  return { told, machine }
}

describe('the published vector of a pairing', () => {
  const { pairing } = published

  it('[X11] is what both sides say, and gives both the same words, digits and key', () => {
    const sides = [
      { ...sideOf('inviter'), hears: pairing.joined, says: [pairing.reveal, pairing.confirm], name: 'Ben' },
      { ...sideOf('joiner'), hears: pairing.reveal, says: [pairing.joined, pairing.confirm], name: 'Ana' },
    ]
    for (const { machine, told, hears, says, name } of sides) {
      machine.hear(fromHex(hears))
      expect(told).toMatchObject({ compared: { words: pairing.words, digits: pairing.digits }, partnerName: name })
      machine.answer('match')
      expect(told.isPaired).toBe(false)
      machine.hear(fromHex(pairing.confirm))
      expect(told.sent.map(toHex)).toEqual(says)
      expect(told.paired && toHex(told.paired.epoch.key)).toBe(pairing.key)
      expect(told.paired?.epoch).toMatchObject({ epoch: 1, id: fromHex(published.invites[0]?.pairId ?? '') })
      expect(told).toMatchObject({ isPaired: true, wasCompared: true, failure: null })
    }
  })

  it('[X11] is what the page says, by HKDF of another library', () => {
    const { secret = '', pairId = '' } = published.invites[0] ?? {}
    const [reveal, joined, hash] = [pairing.reveal, pairing.joined, pairing.handshakeHash].map(fromHex)
    if (!reveal || !joined || !hash) throw new Error('three messages')
    const [anas, bens] = [reveal.slice(1, 33), fromHex(pairing.payload).slice(0, 32)]
    expect(toHex(anas)).toBe(pairing.inviterNumber)
    const material = concat(fromHex(secret), reveal.slice(33, 65), joined.slice(1, 33))
    expect(pairing.key).toBe(toHex(keyByTheBook(material, hash, 'pair', fromHex(pairId))))
    const identities = [ana, ben].map(({ identity }) => identity.person.publicKey)
    const info = concat(utf8('twofold/1/sas'), ...identities)
    const bits = Buffer.from(hkdfSync('sha256', concat(anas, bens), hash, info, 8)).readBigUInt64BE() >> 20n
    expect(BigInt(pairing.digits.replaceAll(' ', ''))).toBe(bits)
    expect(pairing.words).toEqual([33n, 22n, 11n, 0n].map((shift) => wordlist[Number((bits >> shift) & 2047n)]))
  })

  for (const { name, side, hears, outcome, ...others } of published.refusedPairings) {
    it(`[X12] broken off by what is wrong or out of order: ${name}, ${outcome}`, () => {
      const { told, machine } = sideOf(side, others)
      for (const bytes of hears) machine.hear(fromHex(bytes))
      expect(told).toMatchObject({ failure: outcome, isPaired: false, paired: null })
      machine.answer('match')
      for (const bytes of [pairing.reveal, pairing.joined, pairing.confirm]) machine.hear(fromHex(bytes))
      expect(told).toMatchObject({ failure: outcome, isPaired: false, paired: null })
    })
  }
})
