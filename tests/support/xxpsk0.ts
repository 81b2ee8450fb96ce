import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto'
import { blake2b } from '@noble/hashes/blake2.js'
import { hmac } from '@noble/hashes/hmac.js'

const concat = (...parts: Uint8Array[]) => Uint8Array.from(Buffer.concat(parts))
const nothing = new Uint8Array()

function dh(secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), secretKey])
  const spki = Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), publicKey])
  return diffieHellman({
    privateKey: createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }),
    publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }),
  })
}

interface Pair {
  publicKey: Uint8Array
  secretKey: Uint8Array
}

/**
 * The dialler's half of Noise_XXpsk0_25519_ChaChaPoly_BLAKE2b, written from the specification (revision 34, sections 5
 * and 9) with other primitives than the app's: OpenSSL's X25519 and ChaCha20-Poly1305, noble's BLAKE2b.
 */
export function createSpecifiedInitiator(o: { s: Pair; e: Pair; psk: Uint8Array; prologue: Uint8Array }) {
  const name = Buffer.from('Noise_XXpsk0_25519_ChaChaPoly_BLAKE2b')
  let h: Uint8Array = concat(name, new Uint8Array(64 - name.length))
  let ck = h
  let key = nothing
  let counter = 0

  const mixHash = (data: Uint8Array) => (h = blake2b(concat(h, data)))
  const hkdf = (material: Uint8Array) => {
    const temporary = hmac(blake2b, ck, material)
    const first = hmac(blake2b, temporary, Uint8Array.of(1))
    const second = hmac(blake2b, temporary, concat(first, Uint8Array.of(2)))
    return [first, second, hmac(blake2b, temporary, concat(second, Uint8Array.of(3)))] as const
  }
  const setKey = (bytes: Uint8Array) => {
    key = bytes.slice(0, 32)
    counter = 0
  }
  const mixKey = (material: Uint8Array) => {
    const [first, second] = hkdf(material)
    ck = first
    setKey(second)
  }
  const mixKeyAndHash = (material: Uint8Array) => {
    const [first, second, third] = hkdf(material)
    ck = first
    mixHash(second)
    setKey(third)
  }
  const nonce = () => {
    const bytes = Buffer.alloc(12)
    bytes.writeUInt32LE(counter++, 4)
    return bytes
  }
  const encryptAndHash = (plaintext: Uint8Array) => {
    const cipher = createCipheriv('chacha20-poly1305', key, nonce(), { authTagLength: 16 })
    cipher.setAAD(h, { plaintextLength: plaintext.length })
    const sealed = concat(cipher.update(plaintext), cipher.final(), cipher.getAuthTag())
    mixHash(sealed)
    return sealed
  }
  const decryptAndHash = (sealed: Uint8Array) => {
    const decipher = createDecipheriv('chacha20-poly1305', key, nonce(), { authTagLength: 16 })
    decipher.setAAD(h, { plaintextLength: sealed.length - 16 })
    decipher.setAuthTag(sealed.subarray(-16))
    const plaintext = concat(decipher.update(sealed.subarray(0, -16)), decipher.final())
    mixHash(sealed)
    return plaintext
  }

  mixHash(o.prologue)
  return {
    first(payload: Uint8Array) {
      mixKeyAndHash(o.psk)
      mixHash(o.e.publicKey)
      mixKey(o.e.publicKey)
      return concat(o.e.publicKey, encryptAndHash(payload))
    },
    second(message: Uint8Array) {
      const remoteE = message.subarray(0, 32)
      mixHash(remoteE)
      mixKey(remoteE)
      mixKey(dh(o.e.secretKey, remoteE))
      const remoteS = decryptAndHash(message.subarray(32, 80))
      mixKey(dh(o.e.secretKey, remoteS))
      const payload = decryptAndHash(message.subarray(80))
      return {
        remoteS,
        payload,
        third: (last: Uint8Array) => {
          const s = encryptAndHash(o.s.publicKey)
          mixKey(dh(o.s.secretKey, remoteE))
          const message = concat(s, encryptAndHash(last))
          const [sending, receiving] = hkdf(nothing)
          return { message, hash: h, sending: sending.slice(0, 32), receiving: receiving.slice(0, 32) }
        },
      }
    },
  }
}
