/** What is used of sodium-native 5, which comes without types. Each function writes into its first argument. */
declare module 'sodium-native' {
  const crypto_aead_xchacha20poly1305_ietf_ABYTES: number
  function crypto_aead_xchacha20poly1305_ietf_encrypt(
    ciphertext: Uint8Array,
    plaintext: Uint8Array,
    ad: Uint8Array,
    nsec: null,
    nonce: Uint8Array,
    key: Uint8Array,
  ): void
  /** Throws where the tag doesn't hold. */
  function crypto_aead_xchacha20poly1305_ietf_decrypt(
    plaintext: Uint8Array,
    nsec: null,
    ciphertext: Uint8Array,
    ad: Uint8Array,
    nonce: Uint8Array,
    key: Uint8Array,
  ): void

  /** BLAKE2b, keyed where a key is given. */
  function crypto_generichash(hash: Uint8Array, message: Uint8Array, key?: Uint8Array): void

  const crypto_pwhash_ALG_ARGON2ID13: number
  /** `memory` in bytes. Throws where there is not so much. */
  function crypto_pwhash(
    key: Uint8Array,
    passphrase: Uint8Array,
    salt: Uint8Array,
    passes: number,
    memory: number,
    algorithm: number,
  ): void

  /** Throws unless both are of one length. */
  function sodium_memcmp(a: Uint8Array, b: Uint8Array): boolean

  const crypto_sign_PUBLICKEYBYTES: number
  const crypto_sign_SECRETKEYBYTES: number
  const crypto_sign_BYTES: number
  function crypto_sign_seed_keypair(publicKey: Uint8Array, secretKey: Uint8Array, seed: Uint8Array): void
  function crypto_sign_detached(signature: Uint8Array, message: Uint8Array, secretKey: Uint8Array): void
  function crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean

  const crypto_scalarmult_BYTES: number
  function crypto_scalarmult_base(publicKey: Uint8Array, secretKey: Uint8Array): void
}
