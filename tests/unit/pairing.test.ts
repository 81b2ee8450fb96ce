import { describe, expect, it } from 'vitest'
import {
  joinerPayload,
  type PairingAnswer,
  type PairingStart,
  pairAsInviter,
  pairAsJoiner,
} from '../../electron/core/exchange/pairing/pairing'
import { concat, toHex, utf8 } from '../../electron/core/vault/bytes'
import { exchangePeople, flipped } from '../support/exchange-people'
import { noting, pairInMemory, startOf } from '../support/pairing-in-memory'
import { inviteOfAna } from '../support/pairing-vectors'
import { seededRandomness } from '../support/seeded-random'

const people = await exchangePeople(40)
const { cipher, ana, ben } = people
const random = seededRandomness(41)

/** Ana's and Ben's beginnings, by an invite of Ana's, after one handshake. */
function starts() {
  const { invite, number } = inviteOfAna(people, [])
  const handshakeHash = random.bytes(64)
  const own = joinerPayload(cipher, random, ben.identity, invite)
  const of = (who: 'ana' | 'ben'): PairingStart => ({
    ...startOf(people, who, { invite, handshakeHash }),
    randomness: random,
  })
  return { a: { ...of('ana'), number, payload: own.payload }, b: { ...of('ben'), number: own.number } }
}
const pair = (answers: { inviter?: PairingAnswer; joiner?: PairingAnswer }) => {
  const { a, b } = starts()
  return { ...pairInMemory(a, b, answers), a, b }
}

describe('a pairing', () => {
  it('[X42] shows both the same words and the name of the other, and others in another handshake', () => {
    const { inviter, joiner } = pair({})
    expect(inviter.compared).toEqual(joiner.compared)
    expect([inviter.partnerName, joiner.partnerName]).toEqual(['Ben', 'Ana'])
    expect(pair({}).inviter.compared).not.toEqual(inviter.compared)
    expect([inviter.paired, joiner.paired]).toEqual([null, null])
  })

  it('[X43] gives both the same key and the proven device of the other once each has said yes, compared or skipped', () => {
    for (const answers of [
      { inviter: 'match', joiner: 'match' },
      { inviter: 'skip', joiner: 'match' },
      { inviter: 'match', joiner: 'skip' },
    ] as const) {
      const { inviter, joiner, a, b } = pair(answers)
      expect([inviter.isPaired, joiner.isPaired]).toEqual([true, true])
      expect(inviter.paired?.epoch).toEqual(joiner.paired?.epoch)
      expect(inviter.paired?.device.signing).toEqual(ben.identity.signing.publicKey)
      expect(joiner.paired?.device.signing).toEqual(ana.identity.signing.publicKey)
      expect([inviter.wasCompared, joiner.wasCompared]).toEqual([
        answers.inviter === 'match',
        answers.joiner === 'match',
      ])
      // An old invite opens nothing: its secret has gone from both.
      expect([...a.invite.secret, ...b.invite.secret].some((byte) => byte !== 0)).toBe(false)
    }
  })

  it('[X44] is not done while one of the two has not answered', () => {
    for (const answers of [{ inviter: 'match' }, { joiner: 'match' }] as const) {
      const { inviter, joiner } = pair(answers)
      expect([inviter.isPaired, joiner.isPaired]).toEqual([false, false])
      expect([inviter.paired, joiner.paired].filter((paired) => paired !== null)).toHaveLength(1)
    }
  })

  it('[X45] is over for both where one says that the words differ, whatever the other has said', () => {
    for (const answers of [
      { inviter: 'differ' },
      { joiner: 'differ' },
      { inviter: 'match', joiner: 'differ' },
      { inviter: 'skip', joiner: 'differ' },
    ] as const) {
      const { inviter, joiner, inviting, joining, a, b } = pair(answers)
      expect([inviter.failure, joiner.failure]).toEqual(['words-differ', 'words-differ'])
      for (const machine of [inviting, joining]) machine.answer('match')
      expect([inviter.isPaired, joiner.isPaired]).toEqual([false, false])
      expect([...a.invite.secret, ...b.invite.secret].some((byte) => byte !== 0)).toBe(false)
    }
  })

  it('[X46] counts the first answer only, and none before the words are there', () => {
    const { a, b } = starts()
    const early = noting()
    const joining = pairAsJoiner(b, early.events)
    const inviting = pairAsInviter(a, early.events)
    for (const machine of [joining, inviting]) machine.answer('match')
    expect(early.told).toMatchObject({ paired: null, failure: null })
    const { inviter, inviting: answered } = pair({ inviter: 'match' })
    answered.answer('differ')
    answered.answer('match')
    expect(inviter).toMatchObject({ failure: null, isPaired: false })
    expect(inviter.sent).toHaveLength(2)
  })

  it('[X47] ends with a number that the inviter had not committed to, however the rest of it holds', () => {
    for (const at of [0, 15, 31]) {
      const { a, b } = starts()
      const { inviter, joiner } = pairInMemory({ ...a, number: flipped(a.number, 8 * at) }, b)
      expect(joiner).toMatchObject({ failure: 'pairing-broken-off', compared: null, sent: [] })
      expect(inviter).toMatchObject({ isPaired: false, paired: null })
    }
  })

  it('[X48] gives whoever stands between other words on the two sides', () => {
    // Two handshakes, each with its own hash, and Ana's messages passed on.
    const { a, b } = starts()
    const { inviter, joiner } = pairInMemory({ ...a, handshakeHash: random.bytes(64) }, b, {})
    expect(inviter.compared).not.toEqual(null)
    expect(joiner.compared).not.toEqual(inviter.compared)
  })

  it('[X49] says nothing of the secret or the key', () => {
    const secret = toHex(inviteOfAna(people, []).invite.secret)
    const { inviter, joiner } = pair({ inviter: 'match', joiner: 'match' })
    const all = [...inviter.sent, ...joiner.sent].map(toHex).join(' ')
    for (const kept of [secret, toHex(inviter.paired?.epoch.key ?? new Uint8Array()), ana.seeds.identity]) {
      expect(kept).toMatch(/^[0-9a-f]{64}$/)
      expect(all).not.toContain(kept)
    }
  })

  it('[X50] shows a name without what could make it look like something else, and never half a letter', () => {
    const shownOf = (name: string) => {
      const { a, b } = starts()
      return pairInMemory(a, { ...b, name }, {}).inviter.partnerName
    }
    expect(shownOf('  Zoë \u0007\u202Enosnhoj\n ')).toBe('Zoë nosnhoj')
    expect(shownOf('n'.repeat(100))).toBe('n'.repeat(60))
    expect(shownOf(`${'n'.repeat(59)}\u{1f600}`)).toBe('n'.repeat(59))
    expect(shownOf(`${'n'.repeat(59)}  n`)).toBe('n'.repeat(59))
  })

  it('[X12] ends at what comes out of order, in each of its states', () => {
    const { a, b } = starts()
    const { inviter, joiner } = pairInMemory(a, b)
    const [reveal, confirm] = inviter.sent
    const [joined] = joiner.sent
    if (!reveal || !confirm || !joined) throw new Error('three messages')
    const rubbish = [new Uint8Array(), Uint8Array.of(0), Uint8Array.of(9, 9), concat(confirm, confirm), utf8('hello')]
    const states = [
      { hears: [], wrong: { inviter: [reveal, confirm], joiner: [joined, confirm] } },
      { hears: ['first'], wrong: { inviter: [reveal, joined], joiner: [reveal, joined] } },
      { hears: ['first', 'confirm'], wrong: { inviter: [reveal, joined, confirm], joiner: [reveal, joined, confirm] } },
    ] as const
    for (const side of ['inviter', 'joiner'] as const) {
      const first = side === 'inviter' ? joined : reveal
      for (const { hears, wrong } of states) {
        for (const message of [...wrong[side], ...rubbish]) {
          const { told, events } = noting()
          const again = starts()
          // The same numbers as in the messages above.
          const machine =
            side === 'inviter'
              ? pairAsInviter({ ...again.a, payload: a.payload }, events)
              : pairAsJoiner({ ...again.b, number: b.number }, events)
          for (const said of hears) machine.hear(said === 'first' ? first : confirm)
          expect(told.failure).toBe(null)
          machine.hear(message)
          expect(told).toMatchObject({ failure: 'pairing-broken-off', isPaired: false })
        }
      }
    }
  })
})
