import type { Cipher } from '../../ports'
import { concat, fromHex, sameBytes, toHex, utf8, viewOf } from '../../vault/bytes'
import type { Identity } from './identity'

/** One step in the list of a person's devices: signed by their identity key, each step naming the one before. */
export interface Certificate {
  readonly pairId: Uint8Array
  readonly person: Uint8Array
  /** 1 for the first step. */
  readonly seq: number
  /** Hash of the step before; zeros before the first. */
  readonly prev: Uint8Array
  /** 16 bytes in hex. */
  readonly device: string
  readonly signing: Uint8Array
  readonly noise: Uint8Array
  readonly action: 'added' | 'removed'
}

const version = 1
const idSize = 16
const keySize = 32
const signatureSize = 64
const pairAt = 1
const personAt = pairAt + idSize
const seqAt = personAt + keySize
const prevAt = seqAt + 4
const deviceAt = prevAt + keySize
const signingAt = deviceAt + idSize
const noiseAt = signingAt + keySize
const actionAt = noiseAt + keySize
const bodySize = actionAt + 1
/** Every certificate takes as many bytes. */
export const certificateSize = bodySize + signatureSize

const actions = ['added', 'removed'] as const
/** Longest list of a person's devices, removed ones included. */
const maxSteps = 64
const signed = (body: Uint8Array) => concat(utf8('twofold/1/device-cert'), body)

/** The first certificate of a pairing: this device, added by its owner. */
export function certifyDevice(cipher: Cipher, identity: Identity, pairId: Uint8Array): Uint8Array {
  const body = new Uint8Array(bodySize)
  body[0] = version
  body.set(pairId, pairAt)
  body.set(identity.person.publicKey, personAt)
  viewOf(body).setUint32(seqAt, 1, true)
  body.set(fromHex(identity.device), deviceAt)
  body.set(identity.signing.publicKey, signingAt)
  body.set(identity.noise.publicKey, noiseAt)
  const signature = cipher.sign({ secretKey: identity.person.secretKey, message: signed(body) })
  return concat(body, signature)
}

/** The certificate in these bytes if its signature is right, else null. */
export function readCertificate(cipher: Cipher, bytes: Uint8Array): Certificate | null {
  if (bytes.length !== certificateSize || bytes[0] !== version) return null
  const action = actions[bytes[actionAt] ?? -1]
  const person = bytes.slice(personAt, seqAt)
  const [body, signature] = [bytes.subarray(0, bodySize), bytes.subarray(bodySize)]
  if (!action || !cipher.verify({ publicKey: person, message: signed(body), signature })) return null
  return {
    pairId: bytes.slice(pairAt, personAt),
    person,
    seq: viewOf(bytes).getUint32(seqAt, true),
    prev: bytes.slice(prevAt, deviceAt),
    device: toHex(bytes.subarray(deviceAt, signingAt)),
    signing: bytes.slice(signingAt, noiseAt),
    noise: bytes.slice(noiseAt, actionAt),
    action,
  }
}

/**
 * The devices of one person that a list of certificates leaves standing, or null where it is no such list: every step
 * signed by the same person for the same pair, numbered on, and naming the one before.
 */
export function readDevices(cipher: Cipher, list: readonly Uint8Array[]): Certificate[] | null {
  if (list.length === 0 || list.length > maxSteps) return null
  const standing = new Map<string, Certificate>()
  let prev: Uint8Array = new Uint8Array(keySize)
  let first: Certificate | null = null
  for (const [at, bytes] of list.entries()) {
    const step = readCertificate(cipher, bytes)
    if (!step || step.seq !== at + 1 || !sameBytes(step.prev, prev)) return null
    first ??= step
    if (!sameBytes(step.person, first.person) || !sameBytes(step.pairId, first.pairId)) return null
    if (step.action === 'added') standing.set(step.device, step)
    else standing.delete(step.device)
    prev = cipher.digest({ message: bytes, length: keySize })
  }
  return [...standing.values()]
}
