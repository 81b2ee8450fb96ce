import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { type CarriedFile, carrierSize, openCarrierPart } from '../../electron/core/exchange/format/carrier-part'
import { readCertificate, readDevices } from '../../electron/core/exchange/pairing/certificate'
import { maxContent, openPiece, sealContent } from '../../electron/core/exchange/format/exchange-file'
import { contentKeyOf } from '../../electron/core/exchange/format/exchange-keys'
import {
  readCoverageContent,
  readSnapshotContent,
  readUpdateContent,
  type Vector,
  writeCoverageContent,
  writeSnapshotContent,
  writeUpdateContent,
} from '../../electron/core/exchange/format/file-content'
import { headSize } from '../../electron/core/exchange/format/file-head'
import { createMirrorReader } from '../../electron/core/exchange/journal/mirror-reader'
import { type WriterId, writerOfBytes } from '../../electron/core/exchange/format/writer-id'
import type { SessionName } from '../../electron/core/exchange/format/session'
import { concat, fromHex, toHex } from '../../electron/core/vault/bytes'
import { certificatesOf } from '../support/certificate-vectors'
import { craftFile, plaintextOf } from '../support/exchange-craft'
import { exchangePeople, flipped } from '../support/exchange-people'
import { filesOf, longOf } from '../support/file-vectors'
import { rightFile } from '../support/refused-file-vectors'
import { makeFolder, removeFolder } from '../support/vault-folder'
import { seededRandomness } from '../support/seeded-random'

const people = await exchangePeople(60)
const { cipher, epoch, ana, ben, carrier } = people
const reasons = ['too-large', 'not-ours', 'newer-version', 'damaged', 'unknown-device', 'bad-signature']
const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

const writer = fc.oneof(fc.constantFrom(ana.writer, ben.writer), bytesOf(24).map(writerOfBytes))
const number = fc.nat(Number.MAX_SAFE_INTEGER)
const mapOf = <T>(value: fc.Arbitrary<T>) =>
  fc.array(fc.tuple(writer, value), { maxLength: 4 }).map((pairs) => new Map<WriterId, T>(pairs))
const content = fc.record({
  sessions: fc.array(fc.record({ tag: bytesOf(8).map(toHex), session: bytesOf(8).map(toHex) }), { maxLength: 4 }),
  deps: mapOf(number),
  vector: mapOf(fc.record({ number, head: bytesOf(32).map(toHex) })),
  time: number,
  slices: fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 }),
})
const forms = [
  { write: writeUpdateContent, read: readUpdateContent },
  { write: writeSnapshotContent, read: readSnapshotContent },
  { write: writeCoverageContent, read: readCoverageContent },
]
const only = (said: Said, ...keys: (keyof Said)[]) => Object.fromEntries(keys.map((key) => [key, said[key]]))
type Said = {
  sessions: SessionName[]
  deps: Map<WriterId, number>
  vector: Vector
  time: number
  slices: Uint8Array[]
}

/** What was read holds no more than the bytes that it was read from. */
function isBacked(read: unknown, length: number): boolean {
  const nothing = { sessions: [], deps: new Map(), vector: new Map(), slices: [] }
  const { sessions, deps, vector, slices } = read === 'newer' ? nothing : { ...nothing, ...(read as Partial<Said>) }
  const sizes = slices.reduce((sum, slice) => sum + slice.length + 4, 0)
  return sessions.length * 16 + deps.size * 32 + vector.size * 64 + sizes <= length
}

describe('the content of a file', () => {
  it('[X20] [X420] is read as it was written, and cut anywhere or with more behind it is none; a coverage may lack its time', () => {
    fc.assert(
      fc.property(content, (said: Said) => {
        expect(readUpdateContent(writeUpdateContent(said))).toEqual(only(said, 'sessions', 'deps', 'slices'))
        expect(readSnapshotContent(writeSnapshotContent(said))).toEqual(only(said, 'sessions', 'vector', 'slices'))
        const coverage = { vector: said.vector, time: said.time }
        expect(readCoverageContent(writeCoverageContent(coverage))).toEqual(coverage)
        // Of a coverage an earlier version said no time, and a later one may say more than this.
        const timeless = { ...coverage, time: null }
        expect(readCoverageContent(writeCoverageContent(timeless))).toEqual(timeless)
        expect(readCoverageContent(concat(writeCoverageContent(coverage), new Uint8Array(1)))).toEqual(coverage)
        for (const { write, read } of forms) {
          const bytes = write(said)
          const older = write === writeCoverageContent ? bytes.length - 8 : null
          for (let length = 0; length < bytes.length; length++)
            if (length !== older) expect(read(bytes.subarray(0, length))).toBe(null)
          if (older === null) expect(read(concat(bytes, new Uint8Array(1)))).toBe(null)
        }
      }),
      { numRuns: 15 },
    )
  })

  it('[X20] with any bit turned over, or of any bytes, is none or one that its bytes hold', () => {
    const tries = (bytes: Uint8Array) => {
      for (const { read } of forms) expect(isBacked(read(bytes), bytes.length)).toBe(true)
    }
    fc.assert(
      fc.property(content, (said: Said) => {
        for (const { write } of forms) {
          const bytes = write(said)
          for (let bit = 0; bit < 8 * bytes.length; bit++) tries(flipped(bytes, bit))
        }
      }),
      { numRuns: 2 },
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), tries), { numRuns: 500 })
    const counts = fc.constantFrom(
      '0000',
      '0100',
      '0010',
      '0110',
      'ffff',
      'ffff02000000',
      'ffff02000100',
      'ffff0200ffff',
    )
    const slices = fc.constantFrom('', '00000000', '01000000', '00000400', '01000400', 'ffffffff')
    fc.assert(
      fc.property(counts, slices, fc.uint8Array({ maxLength: 200 }), (count, slice, rest) => {
        tries(concat(fromHex(count), fromHex(slice), rest))
        tries(concat(fromHex(count), rest, fromHex(slice), new Uint8Array(40)))
      }),
      { numRuns: 400 },
    )
  })
})

describe('a file', () => {
  const files = filesOf(people).files.map(({ file }) => fromHex(file))
  const [whole = new Uint8Array()] = files
  const place = openCarrierPart(carrier, whole) as CarriedFile

  it('[X21] with any bit turned over, cut anywhere, or of any bytes is refused by a reason', () => {
    const refused = (bytes: Uint8Array) => {
      expect(reasons).toContain(openCarrierPart(carrier, bytes))
    }
    for (const bytes of files.filter(({ length }) => length <= 512)) {
      for (let bit = 0; bit < 8 * bytes.length; bit++) refused(flipped(bytes, bit))
      for (let length = 0; length < bytes.length; length++) refused(bytes.subarray(0, length))
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), refused), { numRuns: 300 })
    // Behind a head that is right, as whoever has seen a file can write it.
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (rest) => refused(concat(whole.subarray(0, headSize), rest))),
      { numRuns: 300 },
    )
    const from = fc.tuple(fc.constantFrom(...files), fc.constantFrom(...files), fc.nat(256))
    fc.assert(
      fc.property(from, ([a, b, at]) => {
        const mixed = concat(a.subarray(0, at), b.subarray(at))
        if (!files.some((file) => toHex(file) === toHex(mixed))) refused(mixed)
      }),
      { numRuns: 300 },
    )
  })

  it('[X22] of which a bit of head or content is another, or that stands elsewhere, does not open', () => {
    const keys = { cipher, epoch }
    expect(openPiece(keys, whole, place)).not.toBe(null)
    for (let bit = 0; bit < 8 * (whole.length - carrierSize); bit++) {
      expect(openPiece(keys, flipped(whole, bit), place)).toBe(null)
    }
    for (let length = 0; length < whole.length; length++) {
      expect(openPiece(keys, whole.subarray(0, length), place)).toBe(null)
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (rest) => openPiece(keys, rest, place) === null))
    const elsewhere = [
      { writer: ben.writer },
      { document: 1 },
      { kind: 2 },
      { number: 2 },
      { prev: flipped(place.prev, 0) },
      { index: 1, count: 2 },
    ]
    for (const other of elsewhere) expect(openPiece(keys, whole, { ...place, ...other })).toBe(null)
    const others = [
      { ...epoch, key: flipped(epoch.key, 0) },
      { ...epoch, id: flipped(epoch.id, 0) },
      { ...epoch, epoch: 2 },
    ]
    for (const other of others) expect(openPiece({ cipher, epoch: other }, whole, place)).toBe(null)
  })

  it('[X23] that a certified device has signed is read or named, whatever stands in it', async () => {
    const right = rightFile(people)
    const crafted = fc.record({
      document: fc.constantFrom(0, 0, 0, 1, 255),
      kind: fc.constantFrom(0, 1, 2, 3, 4, 255),
      index: fc.constantFrom(0, 0, 0, 1, 2, 65_535),
      count: fc.constantFrom(0, 1, 1, 2, 3, 64, 65, 65_535),
      number: fc.oneof(fc.bigInt(0n, 5n), fc.bigInt(0n, 2n ** 64n - 1n)),
      plaintext: fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        content.map((said) => plaintextOf(writeUpdateContent(said))),
      ),
      nonce: bytesOf(24),
      contentKey: fc.constantFrom(right.contentKey, right.contentKey, contentKeyOf(epoch, ben.writer)),
    })
    const folder = await makeFolder()
    try {
      const files = fc
        .sample(crafted, { numRuns: 300, seed: 1 })
        .map((o) => craftFile(cipher, { ...right, ...o }).bytes)
      for (const [at, bytes] of files.entries()) {
        const carried = openCarrierPart(carrier, bytes)
        if (typeof carried === 'string') expect(carried).toBe('damaged')
        else {
          expect(carried.number).toBeGreaterThan(carried.index)
          expect(carried.count).toBeGreaterThan(carried.index)
          openPiece({ cipher, epoch }, bytes, carried)
        }
        await writeFile(join(folder, at.toString(16).padStart(32, '0')), bytes)
      }
      const { devices } = carrier
      const reader = createMirrorReader({ files: diskFiles, cipher, folder, epoch, devices })
      const { contents } = await reader.read(await reader.list())
      expect(new Set(contents.map(({ kind }) => kind))).toEqual(new Set(['update', 'damaged', 'newer']))
    } finally {
      await removeFolder(folder)
    }
  })

  it('[X14] too long for anybody to read is sealed by nobody', () => {
    const sealing = { ...ana.sealing, randomness: { bytes: () => expect.fail('something is being sealed') } }
    const after = { number: 0, head: new Uint8Array(32) }
    const content = new Uint8Array(maxContent + 1)
    expect(() => sealContent(sealing, { writer: ana.writer, document: 0, kind: 2, content, after })).toThrow(RangeError)
  })

  it('[X13] in parts is read as one content again, each in its place', () => {
    const long = longOf(people)
    const content = new Uint8Array(long.length).fill(long.byte)
    const after = { number: 4, head: new Uint8Array(32).fill(1) }
    const sealing = { ...ana.sealing, randomness: seededRandomness(61) }
    const parts = sealContent(sealing, { writer: ana.writer, document: 0, kind: 1, content, after })
    const read = parts.map(({ bytes }) => {
      const carried = openCarrierPart(carrier, bytes)
      if (typeof carried === 'string') throw new Error(carried)
      return { carried, piece: openPiece({ cipher, epoch }, bytes, carried) }
    })
    expect(read.map(({ carried: { number, index, count } }) => [number, index, count])).toEqual([
      [5, 0, 2],
      [6, 1, 2],
    ])
    expect(read[1]?.carried.prev).toEqual(read[0]?.carried.hash)
    const joined = concat(...read.map(({ piece }) => piece ?? new Uint8Array()))
    expect(Buffer.compare(joined, content)).toBe(0)
    expect(parts.every(({ bytes }) => bytes.length <= 4 * 1024 * 1024)).toBe(true)
  })
})

describe('a certificate', () => {
  const list = certificatesOf(people).certificates[1]?.certificates.map(fromHex) ?? []
  const [first = new Uint8Array()] = list

  it('[X24] with any bit turned over, cut anywhere, or of any bytes is none', () => {
    expect(readDevices(cipher, list)).toHaveLength(1)
    for (let bit = 0; bit < 8 * first.length; bit++) {
      expect(readCertificate(cipher, flipped(first, bit)), `bit ${bit}`).toBe(null)
    }
    for (let length = 0; length < first.length; length++) {
      expect(readCertificate(cipher, first.subarray(0, length))).toBe(null)
    }
    const random = fc.oneof(
      bytesOf(230),
      bytesOf(229).map((rest) => concat(Uint8Array.of(1), rest)),
    )
    fc.assert(
      fc.property(random, (bytes) => {
        expect(readCertificate(cipher, bytes)).toBe(null)
        expect(readDevices(cipher, [first, bytes])).toBe(null)
      }),
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => readCertificate(cipher, bytes) === null))
    // Keys and signatures that are no points, or such of small order.
    for (const fill of [0, 1, 255]) {
      const forged = first.slice().fill(fill, 17, 49).fill(fill, 166)
      expect(readCertificate(cipher, forged)).toBe(null)
    }
  })

  it('[X24] in a list with any bit turned over leaves no device standing', () => {
    for (const at of [1, 2]) {
      for (let bit = 0; bit < 8 * first.length; bit += 7) {
        const changed = list.map((step, index) => (index === at ? flipped(step, bit) : step))
        expect(readDevices(cipher, changed)).toBe(null)
      }
    }
  })
})
