import { wordlist } from '@scure/bip39/wordlists/english.js'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { compareWords } from '../../electron/core/exchange/pairing/compare-words'
import {
  handshakeOf,
  type Invite,
  inviteAddresses,
  inviteText,
  readInvite,
} from '../../electron/core/exchange/pairing/invite'
import { toHex } from '../../electron/core/vault/bytes'
import { failureOf } from '../../shared/failure'
import { exchangePeople, flipped } from '../support/exchange-people'
import { withChecksum } from '../support/exchange-craft'
import { inviteOfAna } from '../support/pairing-vectors'
import { seededRandomness } from '../support/seeded-random'

const people = await exchangePeople(30)
const { cipher } = people
const { invite, bytes } = inviteOfAna(people, ['192.168.1.20:41000', '[2001:db8::7]:41000'])
const { text, link } = inviteText(bytes)

function outcome(pasted: string): Invite | string {
  try {
    return readInvite(cipher, pasted).invite
  } catch (error) {
    return failureOf(error).code
  }
}

describe('an invite', () => {
  it('[X30] is found however mail, a chat or a person has broken or quoted it', () => {
    const lines = text.match(/.{1,40}/g) ?? []
    for (const pasted of [
      `  ${text}\n`,
      lines.join(' \r\n\t'),
      lines.map((line) => `> ${line}`).join('\n'),
      `“${text}”`,
      `„${link}“.`,
      `«\u00a0${link}\u00a0»`,
      `[${link}]`,
      `*${text}*`,
      `\u200b${lines.join('\u00ad')}\ufeff`,
      link.replace('twofold://invite', 'TWOFOLD://Invite'),
      `İşte davet: ${link}`,
      `My invite, for you:\n${link.replace('#', '#\n')}`,
      `twofold://invite#old, no, this one: ${link}`,
    ]) {
      expect(outcome(pasted), pasted).toEqual(invite)
    }
  })

  it('[X31] with a letter more, less, changed or swapped is mangled, at every place', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    for (let at = 0; at < text.length; at++) {
      const [before, letter, after] = [text.slice(0, at), text.charAt(at), text.slice(at + 1)]
      const other = letters.charAt((letters.indexOf(letter) + 32 + (at % 7)) % 64)
      expect(outcome(before + other + after), `changed ${at}`).toBe('invite-mangled')
      expect(outcome(before + after), `less ${at}`).toBe('invite-mangled')
      expect(outcome(before + other + letter + after), `more ${at}`).toBe('invite-mangled')
      const swapped = before + after.charAt(0) + letter + after.slice(1)
      if (swapped !== text && after) expect(outcome(swapped), `swapped ${at}`).toBe('invite-mangled')
    }
    expect(outcome(text.toLowerCase())).toBe('invite-mangled')
    expect(outcome(`${text}${'A'.repeat(100_000)}`)).toBe('invite-mangled')
  })

  it('[X32] of any newer version says which, and only where its checksum holds', () => {
    for (let version = 2; version < 256; version++) {
      const newer = withChecksum(cipher, Uint8Array.of(version, 1, 2, 3))
      expect(outcome(inviteText(newer).text)).toBe('invite-newer')
      expect(outcome(inviteText(flipped(newer, 9)).text)).toBe('invite-mangled')
    }
    const failure = () => readInvite(cipher, inviteText(withChecksum(cipher, Uint8Array.of(7))).text)
    expect(failure).toThrow(expect.objectContaining({ failure: { code: 'invite-newer', version: 7 } }))
  })

  it('[X33] names at most eight addresses, and none too long for it', () => {
    const many = Array.from({ length: 10 }, (_, at) => `10.0.0.${at}:41000`)
    const own = inviteAddresses([`${'a'.repeat(250)}:41000`, ...many])
    expect(own).toEqual(many.slice(0, 8))
    expect(outcome(inviteText(inviteOfAna(people, own).bytes).text)).toMatchObject({ addresses: own })
  })

  it('[X34] keys another handshake with any bit of it turned over', () => {
    const seen = new Set<string>()
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      seen.add(toHex(handshakeOf(cipher, invite, flipped(bytes, bit)).prologue))
    }
    seen.add(toHex(handshakeOf(cipher, invite, bytes).prologue))
    expect(seen.size).toBe(8 * bytes.length + 1)
    const other = { ...invite, secret: flipped(invite.secret, 0) }
    expect(handshakeOf(cipher, other, bytes).psk).not.toEqual(handshakeOf(cipher, invite, bytes).psk)
  })
})

describe('the four words', () => {
  const random = seededRandomness(31)
  const [handshakeHash, a, b] = [random.bytes(64), random.bytes(32), random.bytes(32)]
  const of = (changes: Partial<Parameters<typeof compareWords>[0]> = {}) =>
    compareWords({ handshakeHash, inviterNumber: a, joinerNumber: b, inviter: b, joiner: a, ...changes })

  it('[X40] come from the one list of BIP 39, and say the same 44 bits as the digits, the first word first', () => {
    const list = createHash('sha256').update(`${wordlist.join('\n')}\n`)
    expect(list.digest('hex')).toBe('2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda')
    const seen = new Set<string>()
    for (let run = 0; run < 200; run++) {
      const { words, digits } = of({ handshakeHash: random.bytes(64) })
      expect(words).toHaveLength(4)
      expect(digits).toMatch(/^\d{5} \d{5} \d{4}$/)
      const value = words.reduce((sum, word) => sum * 2048n + BigInt(wordlist.indexOf(word)), 0n)
      expect(BigInt(digits.replaceAll(' ', ''))).toBe(value)
      seen.add(digits)
    }
    expect(seen.size).toBe(200)
  })

  it('[X41] are others for another handshake, number or person, and for sides that are swapped', () => {
    const one = new Uint8Array(32).fill(1)
    const seen = [
      {},
      { handshakeHash: flipped(handshakeHash, 511) },
      { inviterNumber: one },
      { joinerNumber: one },
      { inviterNumber: b, joinerNumber: a },
      { inviter: a, joiner: b },
      { inviter: one },
      { joiner: one },
    ].map((changes) => of(changes).words.join(' '))
    expect(new Set(seen).size).toBe(seen.length)
    expect(of()).toEqual(of())
  })
})
