import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import type { CarrierKeys } from '../../electron/core/exchange/format/carrier-part'
import type { SealingKeys } from '../../electron/core/exchange/format/exchange-file'
import { carrierKeyOf, type Epoch } from '../../electron/core/exchange/format/exchange-keys'
import { type Identity, identityOf, makeIdentity } from '../../electron/core/exchange/pairing/identity'
import type { IdentitySeeds } from '../../electron/core/exchange/partner/pairs-store'
import { makeWriter, type WriterId } from '../../electron/core/exchange/format/writer-id'
import type { Cipher } from '../../electron/core/ports'
import { seededRandomness } from './seeded-random'

/** A person with one device and one writer, and what that device seals with. */
export interface Person {
  readonly name: string
  readonly seeds: IdentitySeeds
  readonly identity: Identity
  readonly writer: WriterId
  readonly sealing: SealingKeys
}

/** Ana and Ben in one epoch, and what a host of either has of it. */
export interface People {
  readonly cipher: Cipher
  readonly epoch: Epoch
  readonly ana: Person
  readonly ben: Person
  readonly carrier: CarrierKeys
}

/** The same two people for the same seed, with real keys and the real cipher. */
export async function exchangePeople(seed: number): Promise<People> {
  const cipher = createSodiumCipher()
  const randomness = seededRandomness(seed)
  const epoch = { epoch: 1, id: randomness.bytes(16), key: randomness.bytes(32) }
  const person = (name: string): Person => {
    const seeds = makeIdentity(randomness)
    const identity = identityOf(cipher, seeds)
    const sealing = { cipher, randomness, epoch, signingKey: identity.signing.secretKey }
    return { name, seeds, identity, writer: makeWriter(identity.device, randomness), sealing }
  }
  const [ana, ben] = [person('Ana'), person('Ben')]
  const devices = Object.fromEntries(
    [ana, ben].map(({ identity }) => [identity.device, identity.signing.publicKey] as const),
  )
  const carrier = { cipher, epoch: epoch.epoch, epochId: epoch.id, carrierKey: carrierKeyOf(epoch), devices }
  return { cipher, epoch, ana, ben, carrier }
}

/** A copy with one bit turned over. */
export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice()
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}
