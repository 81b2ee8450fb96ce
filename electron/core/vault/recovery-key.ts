import { sha256 } from '@noble/hashes/sha2.js'
import { AppError } from '../../../shared/failure'
import { recoveryKeyForm } from '../../../shared/recovery-key-groups'
import { concat, utf8 } from './bytes'

/** Crockford's base32: no I, L, O or U, so that a key on paper is read one way only. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const keyBytes = 20
const keyLetters = 32
const checkLetters = 4
const checkLabel = utf8('twofold/1/recovery-check')

/**
 * The form in which a recovery key of 20 bytes is shown: nine groups of four letters joined by dashes, of which the
 * last is a checksum of 20 bits.
 */
export function formatRecoveryKey(key: Uint8Array): string {
  const letters = toLetters(key) + checkOf(key)
  return letters.match(/.{4}/gu)?.join('-') ?? letters
}

/**
 * The 20 bytes of a recovery key as someone typed it: case, spaces and dashes don't matter, O reads as 0, I and L
 * as 1. Throws `recovery-key-mistyped` if letters are missing, foreign, or don't fit the checksum.
 */
export function parseRecoveryKey(typed: string): Uint8Array {
  const letters = recoveryKeyForm(typed)
  if (letters.length !== keyLetters + checkLetters) throw new AppError({ code: 'recovery-key-mistyped' })
  const key = fromLetters(letters.slice(0, keyLetters))
  if (!key || checkOf(key) !== letters.slice(keyLetters)) throw new AppError({ code: 'recovery-key-mistyped' })
  return key
}

const checkOf = (key: Uint8Array) => toLetters(sha256(concat(checkLabel, key)).subarray(0, 5)).slice(0, checkLetters)

function toLetters(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet.charAt((held >> bits) & 31)
    }
    held &= (1 << bits) - 1
  }
  return text
}

function fromLetters(letters: string): Uint8Array | null {
  const bytes = new Uint8Array(keyBytes)
  let held = 0
  let bits = 0
  let at = 0
  for (const letter of letters) {
    const value = alphabet.indexOf(letter)
    if (value < 0) return null
    held = (held << 5) | value
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = held >> bits
      held &= (1 << bits) - 1
    }
  }
  return bytes
}
