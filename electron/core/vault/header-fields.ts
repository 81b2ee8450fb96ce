import type { Cipher, Randomness } from '../ports'
import { fromHex, toHex, utf8, viewOf } from './bytes'
import { type Heads, headsSize, readHeads, writeHeads } from './heads'

/** What vault.json says to nobody without the key. */
export interface HeaderFields {
  /** Rises with every change of a slot. */
  epoch: number
  /** The high-water mark: how far each stream was known to go. */
  marks: Heads
}

/** The fields as they stand in vault.json, in hex. */
export interface SealedFields {
  alg: 'xchacha20-poly1305'
  nonce: string
  ct: string
}

export const fieldsNonceSize = 24
const fieldsSize = 128
/** Always the same, whatever is in them. */
export const sealedFieldsSize = fieldsSize + 16
const marksAt = 8

interface Sealing {
  cipher: Cipher
  key: Uint8Array
  vaultId: string
}

/** The fields, sealed with a fresh nonce. */
export function sealFields(
  { cipher, key, vaultId }: Sealing,
  { epoch, marks }: HeaderFields,
  randomness: Randomness,
): SealedFields {
  const plaintext = new Uint8Array(fieldsSize)
  viewOf(plaintext).setUint32(0, epoch, true)
  plaintext.set(writeHeads(marks), marksAt)
  const nonce = randomness.bytes(fieldsNonceSize)
  const sealed = cipher.seal({ key, nonce, ad: associated(vaultId), plaintext })
  return { alg: 'xchacha20-poly1305', nonce: toHex(nonce), ct: toHex(sealed) }
}

/** What `sealFields` sealed under this key, or null if it is something else. */
export function openFields({ cipher, key, vaultId }: Sealing, sealed: SealedFields): HeaderFields | null {
  const nonce = fromHex(sealed.nonce)
  const plaintext = cipher.open({ key, nonce, ad: associated(vaultId), ciphertext: fromHex(sealed.ct) })
  if (!plaintext) return null
  const epoch = viewOf(plaintext).getUint32(0, true)
  const marks = readHeads(plaintext.subarray(marksAt, marksAt + headsSize))
  return marks && epoch > 0 ? { epoch, marks } : null
}

const associated = (vaultId: string) => utf8(JSON.stringify(['twofold/1/header-fields', 'twofold-vault', 3, vaultId]))
