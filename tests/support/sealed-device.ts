import { randomBytes } from 'node:crypto'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { sealContent, type SealingKeys } from '../../electron/core/exchange/format/exchange-file'
import { carrierKeyOf, type Epoch } from '../../electron/core/exchange/format/exchange-keys'
import { fileKinds, hashSize } from '../../electron/core/exchange/format/file-head'
import type { ChainHead } from '../../electron/core/exchange/format/journal-writer'
import { makeWriter, type WriterId } from '../../electron/core/exchange/format/writer-id'
import type { LinkKeys } from '../../electron/core/protocol/link-protocol'
import { openCarrierBy } from '../../electron/core/link/mirror/open-carrier'
import { fromHex, toHex } from '../../electron/core/vault/bytes'
import { filled } from './stream-ends'

/** A file as its writer made it; the hash in hex. */
export interface MadeFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly writer: WriterId
  readonly number: number
  readonly hash: string
}

/** A device that seals and signs files in the real format, with any content. */
export interface SealedDevice {
  readonly id: string
  readonly signPk: Uint8Array
  readonly writer: WriterId
  /** The next file of the writer's chain of this kind (1 update, 3 coverage), of so many bytes of content. */
  make(size?: number, kind?: number): MadeFile
  /** A file at this place, whatever was made before. */
  makeAt(number: number, prev: string, kind?: number): MadeFile
}

/** The epoch of all these devices' files. */
export const sealedEpoch: Epoch = { epoch: 1, id: filled(16, 1), key: filled(32, 9) }

const cipher = createSodiumCipher()

/** Makes the function that verifies the files of these keys' devices. */
export const openCarrierFor = openCarrierBy(cipher)

/** A new device with one writer; its files have the size that so much content takes, at most one file's. */
export function sealedDevice(): SealedDevice {
  const id = toHex(systemRandomness.bytes(16))
  const { publicKey, secretKey } = cipher.signingKeys(systemRandomness.bytes(32))
  const writer = makeWriter(id, systemRandomness)
  const keys: SealingKeys = { cipher, randomness: systemRandomness, epoch: sealedEpoch, signingKey: secretKey }
  const none: ChainHead = { number: 0, head: new Uint8Array(hashSize) }
  const heads = { journal: none, coverage: none }

  const seal = (o: { after: ChainHead; kind: number; size: number }): MadeFile => {
    const content = Uint8Array.from(randomBytes(o.size))
    const [file] = sealContent(keys, { writer, document: 0, kind: o.kind, content, after: o.after })
    if (!file) throw new Error('Nothing sealed')
    const { name, number, bytes, hash } = file
    return { name, number, bytes, writer, hash: toHex(hash) }
  }
  return {
    id,
    signPk: publicKey,
    writer,
    make(size = 200, kind: number = fileKinds.update) {
      const chain = kind === fileKinds.coverage ? 'coverage' : 'journal'
      const file = seal({ after: heads[chain], kind, size })
      heads[chain] = { number: file.number, head: fromHex(file.hash) }
      return file
    },
    makeAt: (number, prev, kind = fileKinds.update) =>
      seal({ after: { number: number - 1, head: fromHex(prev) }, kind, size: 200 }),
  }
}

/** What the vault process of the device that writes as `own` gives its host. */
export const sealedLinkKeys = (own: WriterId, devices: readonly SealedDevice[]): LinkKeys => ({
  folder: 'ours',
  epoch: sealedEpoch.epoch,
  epochId: sealedEpoch.id,
  carrierKey: carrierKeyOf(sealedEpoch),
  devices: Object.fromEntries(devices.map(({ id, signPk }) => [id, signPk])),
  own: [own],
})
