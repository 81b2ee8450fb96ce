import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { formatAddress, parseAddress } from '../../../../shared/address'
import { AppError } from '../../../../shared/failure'
import type { Cipher } from '../../ports'
import { concat, fromUtf8, sameBytes, utf8, viewOf } from '../../vault/bytes'

/** How long an invite is good for at most, ms. */
export const inviteLife = 24 * 60 * 60 * 1000
export const maxAddresses = 8
const maxAddress = 255

/** What the inviter gives to the partner by any way that is not public. */
export interface Invite {
  readonly pairId: Uint8Array
  readonly secret: Uint8Array
  /** The inviter's identity key. */
  readonly person: Uint8Array
  /** Fixes the inviter's number before the other's is known. */
  readonly commitment: Uint8Array
  /** ms */
  readonly expiresAt: number
  /** `host:port`, at most eight. */
  readonly addresses: readonly string[]
}

const version = 1
const linkStart = 'twofold://invite#'
const idSize = 16
const keySize = 32
const checksumSize = 4
const fixedSize = 1 + idSize + 3 * keySize + 8 + 1

/** An invite as bytes: what its hash in the handshake's prologue is over. */
export function writeInvite(cipher: Cipher, invite: Invite): Uint8Array {
  const numbers = new Uint8Array(9)
  viewOf(numbers).setBigUint64(0, BigInt(invite.expiresAt), true)
  numbers[8] = invite.addresses.length
  const addresses = invite.addresses.map(utf8).flatMap((bytes) => [Uint8Array.of(bytes.length), bytes])
  const { pairId, secret, person, commitment } = invite
  const body = concat(Uint8Array.of(version), pairId, secret, person, commitment, numbers, ...addresses)
  return concat(body, checksumOf(cipher, body))
}

/** The invite as a person copies it: base64url (RFC 4648 §5), and the same behind `twofold://invite#`. */
export function inviteText(bytes: Uint8Array): { text: string; link: string } {
  const text = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
  return { text, link: linkStart + text }
}

/**
 * The invite in what a person pasted: its text or its link, with whatever spaces, line breaks and punctuation came along,
 * and for the link whatever stands before it. Throws `invite-mangled` or `invite-newer`.
 */
export function readInvite(cipher: Cipher, pasted: string): { invite: Invite; bytes: Uint8Array } {
  const bytes = bytesOf(pasted)
  const body = bytes.subarray(0, Math.max(0, bytes.length - checksumSize))
  // The checksum stays where it is in every version: any other text would be called newer by its first letter.
  if (!sameBytes(bytes.subarray(body.length), checksumOf(cipher, body))) throw mangled()
  const [ofVersion = 0] = body
  if (ofVersion > version) throw new AppError({ code: 'invite-newer', version: ofVersion })
  if (ofVersion !== version || body.length < fixedSize) throw mangled()
  const personAt = 1 + idSize + keySize
  const expiryAt = personAt + 2 * keySize
  const expiresAt = Number(viewOf(body).getBigUint64(expiryAt, true))
  const addresses = readAddresses(body)
  if (!addresses || !Number.isSafeInteger(expiresAt)) throw mangled()
  return {
    bytes,
    invite: {
      pairId: body.slice(1, 1 + idSize),
      secret: body.slice(1 + idSize, personAt),
      person: body.slice(personAt, personAt + keySize),
      commitment: body.slice(personAt + keySize, expiryAt),
      expiresAt,
      addresses,
    },
  }
}

const mangled = () => new AppError({ code: 'invite-mangled' })

function bytesOf(pasted: string): Uint8Array {
  // Whatever a mail program or a sentence has put between or around the letters; the checksum tells if one is amiss.
  const text = (pasted.split(/twofold:\/\/invite#/iu).at(-1) ?? '').replace(/[^\w-]/gu, '')
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
  } catch {
    throw mangled()
  }
}

function readAddresses(body: Uint8Array): string[] | null {
  const count = body[fixedSize - 1] ?? 0
  if (count > maxAddresses) return null
  const addresses: string[] = []
  let at = fixedSize
  for (let index = 0; index < count; index++) {
    const length = body[at] ?? 0
    const bytes = body.subarray(at + 1, at + 1 + length)
    if (length === 0 || bytes.length !== length) return null
    // ASCII alone: what is dialled must be what was read.
    if (bytes.some((byte) => byte < 0x21 || byte > 0x7e)) return null
    // One that a newer version could dial and this one can't is passed over.
    const address = parseAddress(fromUtf8(bytes))
    if (address) addresses.push(formatAddress(address))
    at += 1 + length
  }
  return at === body.length ? addresses : null
}

const checksumOf = (cipher: Cipher, body: Uint8Array) =>
  cipher.digest({ message: body, length: 16 }).subarray(0, checksumSize)

/** A list of addresses as an invite can carry it. */
export const inviteAddresses = (addresses: readonly string[]): string[] =>
  addresses.filter((address) => utf8(address).length <= maxAddress).slice(0, maxAddresses)

/** Binds the inviter's number to pair and person (RFC 6189 §4.4.1.1 tells why). */
export const commitmentOf = (cipher: Cipher, o: { pairId: Uint8Array; person: Uint8Array; number: Uint8Array }) =>
  cipher.digest({ message: concat(utf8('twofold/1/sas-commit'), o.pairId, o.person, o.number), length: keySize })

/** What the handshake of a pairing is made with: the secret itself never leaves the vault process. */
export function handshakeOf(cipher: Cipher, { secret, pairId }: Invite, bytes: Uint8Array) {
  return {
    psk: hkdf(sha256, secret, pairId, utf8('twofold/1/pairing-psk'), keySize),
    prologue: concat(utf8('twofold/1/pairing'), pairId, cipher.digest({ message: bytes, length: keySize })),
  }
}
