import { createHash, generateKeyPairSync, randomBytes, sign, verify, type KeyObject } from 'node:crypto'
import { makeWriter, type WriterId, writerBytes, writerOfBytes } from '../../electron/core/exchange/writer-id'
import type { OpenCarrier } from '../../electron/core/link/mirror'
import { systemRandomness } from '../../electron/adapters/system-randomness'

/** A file as its writer made it. */
export interface MadeFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly writer: WriterId
  readonly number: number
  readonly hash: string
}

/** A device whose files a test makes. */
export interface TestDevice {
  readonly id: string
  readonly writer: WriterId
  /** The next file of the writer's chain of this kind (1 update, 3 coverage), of so many bytes beside its head. */
  make(size?: number, kind?: number): MadeFile
  /** A file at this place, whatever was made before. */
  makeAt(number: number, prev: string, kind?: number): MadeFile
}

/** A device that signs files in a format of the tests' own: as verifiable as the real one, with nothing sealed. */
export interface PlainDevice extends TestDevice {
  readonly publicKey: KeyObject
}

const headSize = 24 + 1 + 8 + 32
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const none = '0'.repeat(64)

/** A new device with one writer. */
export function plainDevice(): PlainDevice {
  const id = randomBytes(16).toString('hex')
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const writer = makeWriter(id, systemRandomness)
  const heads = { journal: { number: 0, hash: none }, coverage: { number: 0, hash: none } }

  const seal = (o: { number: number; prev: string; kind: number; size: number }): MadeFile => {
    const head = Buffer.alloc(headSize)
    head.set(writerBytes(writer), 0)
    head[24] = o.kind
    head.writeBigUInt64LE(BigInt(o.number), 25)
    head.write(o.prev, 33, 'hex')
    const body = Buffer.concat([head, randomBytes(o.size)])
    const bytes = Uint8Array.from(Buffer.concat([body, sign(null, body, privateKey)]))
    return { name: randomBytes(16).toString('hex'), bytes, writer, number: o.number, hash: hashOf(bytes) }
  }
  return {
    id,
    publicKey,
    writer,
    make(size = 200, kind = 1) {
      const chain = kind === 3 ? 'coverage' : 'journal'
      const { number, hash } = heads[chain]
      const file = seal({ number: number + 1, prev: hash, kind, size })
      heads[chain] = { number: file.number, hash: file.hash }
      return file
    },
    makeAt: (number, prev, kind = 1) => seal({ number, prev, kind, size: 200 }),
  }
}

/** Verifies the files of these devices. */
export function plainOpenCarrier(...devices: readonly PlainDevice[]): OpenCarrier {
  return (bytes) => {
    if (bytes.length < headSize + 64) return { reason: 'damaged' }
    const body = Buffer.from(bytes.subarray(0, -64))
    const writer = writerOfBytes(body.subarray(0, 24))
    const device = devices.find((one) => writer.startsWith(one.id))
    if (!device) return { reason: 'unknown-device' }
    if (!verify(null, body, device.publicKey, bytes.subarray(-64))) return { reason: 'bad-signature' }
    const prev = body.subarray(33, headSize).toString('hex')
    return { writer, kind: body[24] ?? 0, number: Number(body.readBigUInt64LE(25)), prev, hash: hashOf(bytes) }
  }
}
