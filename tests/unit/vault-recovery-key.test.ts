import { describe, expect, it } from 'vitest'
import { formatRecoveryKey, parseRecoveryKey } from '../../electron/core/vault/recovery-key'
import { seededNumbers, seededRandomness } from '../support/seeded-random'

const key = seededRandomness(1).bytes(20)
const shown = formatRecoveryKey(key)

describe('a recovery key', () => {
  it('[V10] is shown as nine groups of four letters of which none looks like another', () => {
    expect(shown).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){8}$/u)
  })

  it('[V11] is read back however it was typed: case, dashes, spaces, O for 0, I and L for 1', () => {
    const random = seededNumbers(7)
    for (let round = 0; round < 200; round++) {
      const bytes = seededRandomness(round).bytes(20)
      const sloppy = formatRecoveryKey(bytes)
        .replaceAll('-', () => ['', ' ', '—', ' - '][Math.floor(random() * 4)] ?? '')
        .replaceAll('0', () => (random() < 0.5 ? 'o' : 'O'))
        .replaceAll('1', () => ['i', 'L', 'l', 'I'][Math.floor(random() * 4)] ?? '1')
      expect(parseRecoveryKey(random() < 0.5 ? sloppy.toLowerCase() : sloppy)).toEqual(bytes)
    }
  })

  it('[V12] with any one letter wrong, any two neighbours swapped, or a letter missing is called mistyped', () => {
    const letters = shown.replaceAll('-', '')
    const wrong = new Set<string>()
    for (let at = 0; at < letters.length; at++) {
      for (const letter of '0123456789ABCDEFGHJKMNPQRSTVWXYZU') {
        if (letter !== letters[at]) wrong.add(letters.slice(0, at) + letter + letters.slice(at + 1))
      }
      wrong.add(letters.slice(0, at) + letters.slice(at + 1))
      const swapped = letters.slice(0, at) + (letters[at + 1] ?? '') + (letters[at] ?? '') + letters.slice(at + 2)
      if (swapped !== letters) wrong.add(swapped)
    }
    for (const typed of wrong) expect(() => parseRecoveryKey(typed), typed).toThrow('recovery-key-mistyped')
  })
})
