import sodium from 'sodium-native'
import { fromHex, toHex, utf8 } from '../core/vault/bytes'
import type { Cipher } from '../core/ports'

/**
 * The cipher port on libsodium's native build. Before it is handed out it must give the known answers below: a build that
 * computes something else would write what no other build can read. All memory is V8's own: Electron's V8 takes none from
 * outside (electron/electron#35801), so `sodium_malloc` would end the process there.
 */
export function createSodiumCipher(): Cipher {
  if (!givesKnownAnswers(cipher)) throw new Error('libsodium does not give the known answers')
  return cipher
}

const cipher: Cipher = {
  seal({ key, nonce, ad, plaintext }) {
    const ciphertext = new Uint8Array(plaintext.length + sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES)
    sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(ciphertext, plaintext, ad, null, nonce, key)
    return ciphertext
  },
  open({ key, nonce, ad, ciphertext }) {
    const length = ciphertext.length - sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES
    if (length < 0) return null
    const plaintext = new Uint8Array(length)
    try {
      sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(plaintext, null, ciphertext, ad, nonce, key)
    } catch {
      return null
    }
    return plaintext
  },
  hash({ key, message, length }) {
    const hash = new Uint8Array(length)
    sodium.crypto_generichash(hash, message, key)
    return hash
  },
  digest({ message, length }) {
    const hash = new Uint8Array(length)
    sodium.crypto_generichash(hash, message)
    return hash
  },
  stretch({ passphrase, salt, cost }) {
    const key = new Uint8Array(64)
    sodium.crypto_pwhash(key, passphrase, salt, cost.t, cost.m * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13)
    return key
  },
  equal: (a, b) => a.length === b.length && sodium.sodium_memcmp(a, b),
  signingKeys(seed) {
    const publicKey = new Uint8Array(sodium.crypto_sign_PUBLICKEYBYTES)
    const secretKey = new Uint8Array(sodium.crypto_sign_SECRETKEYBYTES)
    sodium.crypto_sign_seed_keypair(publicKey, secretKey, seed)
    return { publicKey, secretKey }
  },
  sign({ secretKey, message }) {
    const signature = new Uint8Array(sodium.crypto_sign_BYTES)
    sodium.crypto_sign_detached(signature, message, secretKey)
    return signature
  },
  verify({ publicKey, message, signature }) {
    const isSized =
      publicKey.length === sodium.crypto_sign_PUBLICKEYBYTES && signature.length === sodium.crypto_sign_BYTES
    return isSized && sodium.crypto_sign_verify_detached(signature, message, publicKey)
  },
  noiseKeys(secretKey) {
    const publicKey = new Uint8Array(sodium.crypto_scalarmult_BYTES)
    sodium.crypto_scalarmult_base(publicKey, secretKey)
    return { publicKey, secretKey }
  },
}

/**
 * Checks each primitive against one answer: XChaCha20-Poly1305 from draft-irtf-cfrg-xchacha-03 A.3.1, keyed BLAKE2b
 * and Argon2id (8 MiB, one pass) as @noble/hashes computes them too, BLAKE2b of 'abc' from RFC 7693 appendix A, Ed25519
 * from RFC 8032 7.1 test 2, X25519 from RFC 7748 5.2 (one iteration).
 */
export function givesKnownAnswers(candidate: Cipher): boolean {
  const range = (from: number, length: number) => Uint8Array.from({ length }, (_, at) => from + at)
  const sealed = candidate.seal({
    key: range(0x80, 32),
    nonce: range(0x40, 24),
    ad: fromHex('50515253c0c1c2c3c4c5c6c7'),
    plaintext: utf8(
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
    ),
  })
  const hashed = candidate.hash({ key: range(0, 32), message: range(0, 3), length: 32 })
  const stretched = candidate.stretch({ passphrase: range(97, 8), salt: range(0, 16), cost: { m: 8192, t: 1 } })
  const signer = candidate.signingKeys(fromHex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'))
  const signature = candidate.sign({ secretKey: signer.secretKey, message: fromHex('72') })
  const noise = candidate.noiseKeys(Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 9 : 0)))
  return (
    toHex(candidate.digest({ message: utf8('abc'), length: 64 })).startsWith('ba80a53f981c4d0d6a2797b69f12f6e9') &&
    toHex(signature) ===
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00' &&
    candidate.verify({ publicKey: signer.publicKey, message: fromHex('72'), signature }) &&
    !candidate.verify({ publicKey: signer.publicKey, message: fromHex('73'), signature }) &&
    toHex(noise.publicKey) === '422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079' &&
    toHex(sealed.subarray(-16)) === 'c0875924c1c7987947deafd8780acf49' &&
    toHex(hashed) === 'e14fc9161564dd081204f2dd6146a9ffbef66f95d5dc80e0a225e213c09dad7b' &&
    toHex(stretched) ===
      'f0b5a2ff1c4ed5f278836ad15a2548413d8998fe8a432d759c5ec0e741dd4710a94081d695615f174bd95b3a10ffeb40261b33dbe1abe9dcf0c051a61a5ef694'
  )
}
