import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Cipher } from '../../ports'
import { concat, fromUtf8, utf8, viewOf } from '../../vault/bytes'

const nonceSize = 24
const tagSize = 16
/** Every note takes the same room, so that its length says nothing; what it holds is never longer, in bytes. */
const noteSize = 512
const label = utf8('twofold/1/part')

/** How long a sealed note is, in bytes. */
export const sealedNoteSize = nonceSize + noteSize + tagSize

/** Seals what the host notes beside a file that isn't whole yet: whose it is and where it belongs. */
export interface PartNotes {
  /** `sealedNoteSize` bytes; another nonce makes others of the same note. */
  seal(note: string, nonce: Uint8Array): Uint8Array
  /** The note at the beginning of these bytes; null where there is none that these keys have sealed. */
  open(bytes: Uint8Array): string | null
}

/** Notes under a key of their own, which is made of the journal's carrier key. */
export function createPartNotes(cipher: Cipher, carrierKey: Uint8Array): PartNotes {
  const key = hkdf(sha256, carrierKey, undefined, label, 32)
  return {
    seal(note, nonce) {
      const text = utf8(note)
      if (text.length > noteSize - 2) throw new RangeError('Note too long')
      const plaintext = new Uint8Array(noteSize)
      viewOf(plaintext).setUint16(0, text.length, true)
      plaintext.set(text, 2)
      return concat(nonce, cipher.seal({ key, nonce, ad: label, plaintext }))
    },
    open(bytes) {
      if (bytes.length < sealedNoteSize) return null
      const [nonce, ciphertext] = [bytes.subarray(0, nonceSize), bytes.subarray(nonceSize, sealedNoteSize)]
      const plaintext = cipher.open({ key, nonce, ad: label, ciphertext })
      return plaintext && fromUtf8(plaintext.subarray(2, 2 + viewOf(plaintext).getUint16(0, true)))
    },
  }
}
