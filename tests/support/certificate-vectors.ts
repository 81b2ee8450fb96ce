import { certifyDevice, readDevices } from '../../electron/core/exchange/pairing/certificate'
import type { Cipher } from '../../electron/core/ports'
import { toHex } from '../../electron/core/vault/bytes'
import { craftCertificate } from './exchange-craft'
import { flipped, type People, type Person } from './exchange-people'
import { seededRandomness } from './seeded-random'

/** A list of certificates in hex, and the devices that it leaves standing. */
export interface CertificatesVector {
  name: string
  certificates: string[]
  devices: { device: string; signing: string; noise: string }[]
}

export interface RefusedCertificates {
  name: string
  certificates: string[]
}

export interface Step {
  device: string
  signing: Uint8Array
  noise: Uint8Array
  action: 'added' | 'removed'
}

/** A list as its person would sign it: numbered on from `list`, each step naming the one before. */
export function certified(
  cipher: Cipher,
  { identity }: Person,
  o: { pairId: Uint8Array; list?: readonly Uint8Array[]; steps: readonly Step[] },
): Uint8Array[] {
  const list = [...(o.list ?? [])]
  for (const step of o.steps) {
    const last = list.at(-1)
    list.push(
      craftCertificate(cipher, {
        ...step,
        pairId: o.pairId,
        person: identity.person.publicKey,
        signedBy: identity.person.secretKey,
        seq: list.length + 1,
        prev: last ? cipher.digest({ message: last, length: 32 }) : new Uint8Array(32),
        action: step.action === 'added' ? 0 : 1,
      }),
    )
  }
  return list
}

/** A device as a step names it, the same for the same seed. */
export function deviceOfSeed(cipher: Cipher, seed: number): Omit<Step, 'action'> {
  const random = seededRandomness(seed)
  return {
    device: toHex(random.bytes(16)),
    signing: cipher.signingKeys(random.bytes(32)).publicKey,
    noise: cipher.noiseKeys(random.bytes(32)).publicKey,
  }
}

/** Lists that hold, and lists that don't. */
export function certificatesOf(people: People): {
  certificates: CertificatesVector[]
  refusedCertificates: RefusedCertificates[]
} {
  const { cipher, epoch, ana, ben } = people
  const pairId = epoch.id
  const { device, signing, noise } = ana.identity
  const laptop = { device, signing: signing.publicKey, noise: noise.publicKey }
  const phone = deviceOfSeed(cipher, 105)
  const one = [certifyDevice(cipher, ana.identity, pairId)]
  const extend = (steps: Step[], list = one) => certified(cipher, ana, { pairId, list, steps })
  const three = extend([
    { ...phone, action: 'added' },
    { ...laptop, action: 'removed' },
  ])
  const [first, second, third] = three
  if (!first || !second || !third) throw new Error('three steps')
  const fields = {
    ...laptop,
    pairId,
    person: ana.identity.person.publicKey,
    signedBy: ana.identity.person.secretKey,
    seq: 1,
    prev: new Uint8Array(32),
    action: 0,
  }
  const crafted = (changes: Partial<Parameters<typeof craftCertificate>[1]>) =>
    craftCertificate(cipher, { ...fields, ...changes })
  const after = { seq: 2, prev: cipher.digest({ message: first, length: 32 }) }
  const bens = { person: ben.identity.person.publicKey, signedBy: ben.identity.person.secretKey }
  return {
    certificates: [
      good(cipher, 'one device', one),
      good(cipher, 'another added, the first removed', three),
      good(
        cipher,
        'removed and added again',
        extend([
          { ...laptop, action: 'removed' },
          { ...laptop, action: 'added' },
        ]),
      ),
      good(cipher, 'none left', extend([{ ...laptop, action: 'removed' }])),
    ],
    refusedCertificates: [
      bad('no certificate', []),
      bad('without the first', [second, third]),
      bad('without the second', [first, third]),
      bad('in another order', [second, first, third]),
      bad('the first twice', [first, first]),
      bad('counted from 0', [crafted({ seq: 0 })]),
      bad('a number left out', [first, crafted({ ...phone, ...after, seq: 3 })]),
      bad('another before it', [first, crafted({ ...phone, ...after, prev: fields.prev })]),
      bad('something before the first', [crafted({ prev: after.prev })]),
      bad('a step of the partner', [first, crafted({ ...phone, ...after, ...bens })]),
      bad('a step for another pair', [first, crafted({ ...phone, ...after, pairId: new Uint8Array(16) })]),
      bad('signed by the partner', [crafted({ signedBy: ben.identity.person.secretKey })]),
      bad('a bit of a key', [flipped(first, 8 * 140)]),
      bad('a bit of the signature', [flipped(first, 8 * 229)]),
      bad('a newer version', [crafted({ version: 2 })]),
      bad('an action that there isn’t', [crafted({ action: 2 })]),
      bad('cut by one byte', [first.subarray(0, -1)]),
    ],
  }
}

function good(cipher: Cipher, name: string, list: readonly Uint8Array[]): CertificatesVector {
  const devices = readDevices(cipher, list)
  if (!devices) throw new Error(`${name} does not hold`)
  return {
    name,
    certificates: list.map(toHex),
    devices: devices.map(({ device, signing, noise }) => ({ device, signing: toHex(signing), noise: toHex(noise) })),
  }
}

const bad = (name: string, list: readonly Uint8Array[]): RefusedCertificates => ({
  name,
  certificates: list.map(toHex),
})
