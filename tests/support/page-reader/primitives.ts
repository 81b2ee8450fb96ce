import { createHash, hkdfSync } from 'node:crypto'
import sodium from 'sodium-native'

/**
 * A reader of the vault, written from docs/vault-format.md alone: of the app's own code nothing is used here. What it
 * answers differently from the app is a fault of one of the two, or of the page.
 */

/** Why a vault is not opened, by the names of the page. */
export class Refused extends Error {
  readonly code: string

  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/** XChaCha20-Poly1305: the plaintext, or null. */
export function openAead(key: Uint8Array, nonce: Uint8Array, ad: Uint8Array, ciphertext: Uint8Array): Buffer | null {
  if (ciphertext.length < 16) return null
  const plaintext = Buffer.alloc(ciphertext.length - 16)
  try {
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(plaintext, null, ciphertext, ad, nonce, key)
  } catch {
    return null
  }
  return plaintext
}

/** XChaCha20-Poly1305: the ciphertext with its tag. */
export function sealAead(key: Uint8Array, nonce: Uint8Array, ad: Uint8Array, plaintext: Uint8Array): Buffer {
  const ciphertext = Buffer.alloc(plaintext.length + 16)
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(ciphertext, plaintext, ad, null, nonce, key)
  return ciphertext
}

/** KH of the page. */
export function keyedHash(key: Uint8Array, message: Uint8Array, length: number): Buffer {
  const hash = Buffer.alloc(length)
  sodium.crypto_generichash(hash, message, key)
  return hash
}

const stretched = new Map<string, Buffer>()

/** Argon2id, 64 bytes; memory in KiB. The same is worked out once: hundreds of vectors have the same slot. */
export function argon2id(passphrase: Uint8Array, salt: Uint8Array, memory: number, passes: number): Buffer {
  const asked = JSON.stringify([[...passphrase], [...salt], memory, passes])
  const known = stretched.get(asked)
  if (known) return known
  const made = Buffer.alloc(64)
  sodium.crypto_pwhash(made, passphrase, salt, passes, memory * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13)
  stretched.set(asked, Buffer.from(made))
  return Buffer.from(made)
}

/** A subkey of the master key. */
export const subkey = (master: Uint8Array, vaultId: Uint8Array, label: string): Buffer =>
  Buffer.from(hkdfSync('sha256', master, vaultId, label, 32))

export const sha256 = (...parts: readonly (Uint8Array | string)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
