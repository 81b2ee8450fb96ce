import { argon2id } from '@noble/hashes/argon2.js'
import { blake2b } from '@noble/hashes/blake2.js'
import { describe, expect, it } from 'vitest'
import { createSodiumCipher, givesKnownAnswers } from '../../electron/adapters/sodium-cipher'
import { seededRandomness } from '../support/seeded-random'
import { rememberingCipher } from '../support/vault-folder'

const random = seededRandomness(3)
const key = random.bytes(32)
const nonce = random.bytes(24)
const ad = random.bytes(48)

describe.each([
  { name: 'libsodium', createCipher: createSodiumCipher },
  { name: 'libsodium that remembers what it has stretched', createCipher: rememberingCipher },
])('the cipher port: $name', ({ createCipher }) => {
  it('[F27] opens what it sealed, and nothing in which one bit is another', () => {
    const cipher = createCipher()
    const plaintext = random.bytes(40)
    const ciphertext = cipher.seal({ key, nonce, ad, plaintext })
    expect(ciphertext).toHaveLength(56)
    expect(cipher.open({ key, nonce, ad, ciphertext })).toEqual(plaintext)
    const all = { key, nonce, ad, ciphertext }
    for (const part of ['key', 'nonce', 'ad', 'ciphertext'] as const) {
      for (let bit = 0; bit < all[part].length * 8; bit++) {
        const changed = all[part].slice()
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(cipher.open({ ...all, [part]: changed }), `${part} ${bit}`).toBe(null)
      }
    }
    for (let length = 0; length < ciphertext.length; length++) {
      expect(cipher.open({ ...all, ciphertext: ciphertext.subarray(0, length) })).toBe(null)
    }
  })

  it('[F28] hashes and stretches as another implementation does', () => {
    const cipher = createCipher()
    for (const length of [16, 32, 64]) {
      const message = random.bytes(100)
      expect(cipher.hash({ key, message, length })).toEqual(blake2b(message, { key, dkLen: length }))
    }
    const passphrase = random.bytes(12)
    const salt = random.bytes(16)
    const expected = argon2id(passphrase, salt, { m: 1024, t: 3, p: 1, dkLen: 64 })
    // Whoever has a key wipes it: the next one must not be the wiped one.
    for (let time = 0; time < 3; time++) {
      const stretched = cipher.stretch({ passphrase, salt, cost: { m: 1024, t: 3 } })
      expect(stretched).toEqual(expected)
      stretched.fill(0)
    }
    expect(cipher.stretch({ passphrase, salt, cost: { m: 1024, t: 4 } })).not.toEqual(expected)
  })

  it('[F29] compares by content and length', () => {
    const cipher = createCipher()
    expect(cipher.equal(key, key.slice())).toBe(true)
    expect(cipher.equal(key, key.subarray(1))).toBe(false)
    expect(cipher.equal(key, nonce)).toBe(false)
    expect(
      cipher.equal(
        key,
        key.map((byte, at) => (at === 31 ? byte ^ 1 : byte)),
      ),
    ).toBe(false)
  })

  it('[F30] is refused at the start when a primitive gives another answer than the known one', () => {
    const cipher = createCipher()
    expect(givesKnownAnswers(cipher)).toBe(true)
    const off = (bytes: Uint8Array) => bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte))
    expect(givesKnownAnswers({ ...cipher, seal: (o) => off(cipher.seal(o)) })).toBe(false)
    expect(givesKnownAnswers({ ...cipher, hash: (o) => off(cipher.hash(o)) })).toBe(false)
    expect(givesKnownAnswers({ ...cipher, stretch: (o) => off(cipher.stretch(o)) })).toBe(false)
  })
})
