import type { Cipher, Randomness } from '../../ports'
import { fromHex, toHex } from '../../vault/bytes'
import type { IdentitySeeds } from '../partner/pairs-store'

const seedSize = 32
const deviceSize = 16

export interface KeyPair {
  readonly publicKey: Uint8Array
  readonly secretKey: Uint8Array
}

/** The keys of this vault's owner and of this device. */
export interface Identity {
  /** Ed25519: who this person is; it signs devices and nothing else. */
  readonly person: KeyPair
  /** 16 bytes in hex. */
  readonly device: string
  /** Ed25519: signs what this device writes. */
  readonly signing: KeyPair
  /** X25519: by it this device is known on a stream. */
  readonly noise: KeyPair
}

/** New seeds for a vault. */
export const makeIdentity = (randomness: Randomness): IdentitySeeds => ({
  identity: toHex(randomness.bytes(seedSize)),
  device: toHex(randomness.bytes(deviceSize)),
  signing: toHex(randomness.bytes(seedSize)),
  noise: toHex(randomness.bytes(seedSize)),
})

/** The keys of these seeds. */
export const identityOf = (cipher: Cipher, seeds: IdentitySeeds): Identity => ({
  person: cipher.signingKeys(fromHex(seeds.identity)),
  device: seeds.device,
  signing: cipher.signingKeys(fromHex(seeds.signing)),
  noise: cipher.noiseKeys(fromHex(seeds.noise)),
})

/** What stands for a person as an author: 16 bytes of BLAKE2b of their identity key, in hex. */
export const personIdOf = (cipher: Cipher, publicKey: Uint8Array): string =>
  toHex(cipher.digest({ message: publicKey, length: 16 }))
