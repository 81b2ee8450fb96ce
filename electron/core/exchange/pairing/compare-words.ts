import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { concat, utf8 } from '../../vault/bytes'

const wordBits = 11n
const wordCount = 4

/** What both see when nobody stands between them: four of 2,048 words (BIP 39's English list), 44 bits; or as digits. */
export interface ComparedWords {
  readonly words: string[]
  /** The same 44 bits as a decimal number of 14 digits, in groups. */
  readonly digits: string
}

/** The words of one handshake: from its hash, both numbers and both identities (as ZRTP's SAS, RFC 6189 §4.5.2). */
export function compareWords(o: {
  handshakeHash: Uint8Array
  inviterNumber: Uint8Array
  joinerNumber: Uint8Array
  inviter: Uint8Array
  joiner: Uint8Array
}): ComparedWords {
  const info = concat(utf8('twofold/1/sas'), o.inviter, o.joiner)
  const bytes = hkdf(sha256, concat(o.inviterNumber, o.joinerNumber), o.handshakeHash, info, 8)
  const bits = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) >> (64n - wordBits * BigInt(wordCount))
  const words = Array.from({ length: wordCount }, (_, at) => {
    const index = (bits >> (wordBits * BigInt(wordCount - 1 - at))) & 2047n
    return wordlist[Number(index)] ?? ''
  })
  const digits = bits.toString().padStart(14, '0')
  return { words, digits: [digits.slice(0, 5), digits.slice(5, 10), digits.slice(10)].join(' ') }
}
