import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { blake2b } from '@noble/hashes/blake2.js'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { diskFiles } from '../../electron/adapters/disk-files'
import { readCertificate, readDevices } from '../../electron/core/exchange/pairing/certificate'
import { openCarrierPart } from '../../electron/core/exchange/format/carrier-part'
import { openPiece, pieceSize } from '../../electron/core/exchange/format/exchange-file'
import {
  readCoverageContent,
  readSnapshotContent,
  readUpdateContent,
} from '../../electron/core/exchange/format/file-content'
import { createMirrorReader } from '../../electron/core/exchange/journal/mirror-reader'
import { readCarrierMessage } from '../../electron/core/link/carriers/carrier-messages'
import { readSessionMessage } from '../../electron/core/link/streams/session-messages'
import { sessionOfClient } from '../../shared/mark-clients'
import { concat, fromHex, fromUtf8, toHex, utf8 } from '../../electron/core/vault/bytes'
import { craftFile, keyByTheBook, plaintextOf } from '../support/exchange-craft'
import { type ExchangeVectors, makeExchangeVectors, vectorPeople } from '../support/exchange-vectors'
import { meaningOf } from '../support/file-vectors'
import { rightFile } from '../support/refused-file-vectors'
import { makeFolder, removeFolder } from '../support/vault-folder'

const published = JSON.parse(
  readFileSync(new URL('../vectors/exchange-1.json', import.meta.url), 'utf8'),
) as ExchangeVectors
const people = await vectorPeople()
const { cipher, epoch, ana, carrier } = people

/** What a content of this kind says, or null where it says nothing. */
function read(kind: number, content: Uint8Array): object | null {
  const reader = [readUpdateContent, readSnapshotContent, readCoverageContent][kind - 1]
  const said = reader?.(content)
  return said && said !== 'newer' ? meaningOf(said) : null
}

describe('the published vectors of the exchange', () => {
  it('[X1] are what this version writes from the same randomness, byte for byte', async () => {
    expect(await makeExchangeVectors()).toEqual(published)
  })

  it('[X410] hold client ids that another library finds by the writers and numbers that the files name', () => {
    const idOf = (writer: string, session: string) => {
      const hash = blake2b(concat(utf8('twofold/1/client'), fromHex(writer), fromHex(session)), { dkLen: 32 })
      return Buffer.from(hash).readUIntLE(0, 6)
    }
    for (const { writer, session, id, letters } of published.clients)
      expect([id, letters]).toEqual([idOf(writer, session), 13 * 2 ** 48 + idOf(writer, session)])
    for (const { writer, content } of published.files.filter(({ name }) => name === 'an update')) {
      const said = readUpdateContent(fromHex(content))
      if (!said || said === 'newer') throw new Error('no update')
      const named = said.sessions.map(({ tag, session }) => idOf(writer.slice(0, 32) + tag, session))
      const clients = said.slices.flatMap((slice) => [...Y.parseUpdateMeta(slice).to.keys()])
      expect(clients.map(sessionOfClient)).toEqual(named)
    }
  })

  it('[X411] are read without sessions where an earlier version wrote them, and named as newer where a later one did', () => {
    for (const { kind, content } of published.files.filter(({ kind, count }) => kind < 3 && count === 1)) {
      const reader = kind === 1 ? readUpdateContent : readSnapshotContent
      const [bytes, said] = [fromHex(content), reader(fromHex(content))]
      if (!said || said === 'newer') throw new Error('no content')
      const before = bytes.subarray(6 + 16 * said.sessions.length)
      expect(reader(before)).toEqual({ ...said, sessions: [] })
      expect(reader(concat(Uint8Array.of(255, 255, 3, 0), before))).toBe('newer')
    }
  })

  it('[X2] hold the keys that HKDF of another library gives for the labels of the page', () => {
    const [id, key, hash] = [published.epoch.id, published.epoch.key, published.epoch.live.handshakeHash].map(fromHex)
    if (!id || !key || !hash) throw new Error('three keys')
    const of = (label: string, salt = id, more?: Uint8Array) => toHex(keyByTheBook(key, salt, label, more))
    expect(published.epoch).toMatchObject({
      carrier: of('carrier'),
      noisePsk: of('noise-psk'),
      content: Object.fromEntries(
        Object.keys(published.epoch.content).map((writer) => [writer, of('content', id, fromHex(writer))]),
      ),
      live: { room: of('live-room', concat(id, hash)), password: of('live-pass', concat(id, hash)) },
    })
  })

  for (const file of published.files) {
    it(`[X3] are verified, opened and read: ${file.name}`, () => {
      const bytes = fromHex(file.file)
      const carried = openCarrierPart(carrier, bytes)
      if (typeof carried === 'string') throw new Error(carried)
      const { writer, document, kind, number, index, count } = file
      const place = { writer, document, kind, number, prev: fromHex(file.prev), index, count }
      expect(carried).toEqual({ ...place, hash: fromHex(file.hash) })
      const piece = openPiece({ cipher, epoch }, bytes, carried)
      expect(piece && toHex(piece)).toBe(file.content)
      if (count === 1) expect(read(kind, fromHex(file.content))).toEqual(file.means)
    })

    it(`[X4] are what the page says, written by a writer that knows only the page: ${file.name}`, () => {
      const bytes = fromHex(file.file)
      const signer = file.writer === ana.writer ? published.people['Ana'] : published.people['Ben']
      const crafted = craftFile(cipher, {
        magic: 'TFEX',
        version: 1,
        zeros: 0,
        epoch: published.epoch.epoch,
        epochId: fromHex(published.epoch.id),
        nonce: bytes.subarray(28, 52),
        carrierKey: fromHex(published.epoch.carrier),
        contentKey: fromHex(published.epoch.content[file.writer] ?? ''),
        signingKey: cipher.signingKeys(fromHex(signer?.['signing'] ?? '')).secretKey,
        writer: file.writer,
        document: file.document,
        kind: file.kind,
        index: file.index,
        count: file.count,
        number: BigInt(file.number),
        prev: fromHex(file.prev),
        plaintext: plaintextOf(fromHex(file.content), bytes.length),
      })
      expect({ file: toHex(crafted.bytes), hash: toHex(crafted.hash) }).toEqual({ file: file.file, hash: file.hash })
    })
  }

  it('[X4] are what the page says, where a content is too long for one file', () => {
    const { byte, length, files } = published.longContent
    let prev: Uint8Array = new Uint8Array(32)
    for (const [index, file] of files.entries()) {
      const piece = new Uint8Array(Math.min(pieceSize, length - index * pieceSize)).fill(byte)
      const crafted = craftFile(cipher, {
        ...rightFile(people),
        nonce: fromHex(file.nonce),
        index,
        count: files.length,
        number: BigInt(index + 1),
        prev,
        plaintext: plaintextOf(piece, file.size),
      })
      expect(toHex(crafted.hash)).toBe(file.hash)
      expect(toHex(cipher.digest({ message: crafted.bytes.subarray(52, -150), length: 32 }))).toBe(file.contentHash)
      prev = crafted.hash
    }
    expect(files).toHaveLength(2)
  })

  it('[X5] are one journal in a mirror: chained, the parts joined, the newer kind named', async () => {
    const folder = await makeFolder()
    try {
      for (const { fileName, file } of published.files) await writeFile(join(folder, fileName), file, 'hex')
      for (const [at, { file, zeros }] of published.refusedFiles.entries()) {
        const name = at.toString(16).padStart(32, '0')
        await writeFile(join(folder, name), concat(fromHex(file), new Uint8Array(zeros)))
      }
      const { devices } = carrier
      const reader = createMirrorReader({ files: diskFiles, cipher, folder, epoch, devices })
      const unreadable = published.refusedFiles.filter(({ reason }) => reason === 'unreadable').length
      const { contents, coverages } = await reader.read(await reader.list())
      expect(coverages.map(({ time }) => time)).toEqual(expect.arrayContaining([null, 1_772_350_200_000]))
      expect(contents.filter(({ kind }) => kind === 'damaged')).toHaveLength(unreadable)
      const whole = contents.filter(({ kind }) => kind !== 'damaged')
      const bens = published.people['Ben']?.['writer']
      expect(new Set(whole.map(({ writer, first, number, kind }) => `${writer} ${first} ${number} ${kind}`))).toEqual(
        new Set([
          `${ana.writer} 1 1 update`,
          `${ana.writer} 2 3 update`,
          `${ana.writer} 4 4 snapshot`,
          `${bens} 1 1 update`,
          `${bens} 2 2 newer`,
        ]),
      )
      const joined = whole.find(({ first, number }) => first !== number)
      expect(joined && meaningOf({ sessions: joined.sessions, deps: joined.deps, slices: joined.slices })).toEqual(
        published.joined.means,
      )
      expect(read(1, fromHex(published.joined.content))).toEqual(published.joined.means)
    } finally {
      await removeFolder(folder)
    }
  })

  for (const { name, file, zeros, reason } of published.refusedFiles) {
    it(`[X6] that fail are refused by their reason: ${name}, ${reason}`, () => {
      const bytes = concat(fromHex(file), new Uint8Array(zeros))
      const carried = openCarrierPart(carrier, bytes)
      if (reason !== 'unreadable') return expect(carried).toBe(reason)
      if (typeof carried === 'string') throw new Error(carried)
      expect(openPiece({ cipher, epoch }, bytes, carried)).toBe(null)
    })
  }

  for (const { name, kind, content } of published.refusedContents) {
    it(`[X6] that say nothing are refused: a content of kind ${kind} with ${name}`, () => {
      expect(read(kind, fromHex(content))).toBe(null)
    })
  }

  for (const { name, certificates, devices } of published.certificates) {
    it(`[X7] tell whose devices stand: ${name}`, () => {
      const list = certificates.map(fromHex)
      expect(
        readDevices(cipher, list)?.map(({ device, signing, noise }) => [device, toHex(signing), toHex(noise)]),
      ).toEqual(devices.map(({ device, signing, noise }) => [device, signing, noise]))
      expect(list.map((step) => readCertificate(cipher, step)?.seq)).toEqual(list.map((_, at) => at + 1))
    })
  }

  for (const { name, certificates } of published.refusedCertificates) {
    it(`[X7] that are no list of a person's devices are refused: ${name}`, () => {
      expect(readDevices(cipher, certificates.map(fromHex))).toBe(null)
    })
  }

  it('[X8] of the carrier are read as they were written', () => {
    for (const { head, bytes, message } of published.carrier) {
      expect(readCarrierMessage(fromHex(message))).toEqual({ head, bytes: fromHex(bytes) })
      expect(message).toContain(toHex(new TextEncoder().encode(JSON.stringify(head))))
      expect(fromUtf8(fromHex(message).subarray(2)).startsWith('{"type":')).toBe(true)
    }
  })

  for (const { name, message, head } of published.laterCarrier) {
    it(`[X400] of the carrier that only a newer version says are passed over, whole or in part: ${name}`, () => {
      const bytes = new Uint8Array()
      expect(readCarrierMessage(fromHex(message))).toEqual(head ? { head, bytes } : 'unknown')
    })
  }

  it('[X400] of the stream itself are read as they were written', () => {
    for (const { said, message } of published.session) {
      expect(readSessionMessage(fromHex(message))).toEqual(said)
      expect(fromUtf8(fromHex(message))).toBe(JSON.stringify(said))
    }
  })

  for (const { name, message, said } of published.laterSession) {
    it(`[X400] of the stream itself that only a newer version says are passed over, whole or in part: ${name}`, () => {
      expect(readSessionMessage(fromHex(message))).toEqual(said ?? 'unknown')
    })
  }

  for (const { name, message, zeros } of published.refusedSession) {
    it(`[X400] that nobody says of the stream itself are refused: ${name}`, () => {
      expect(readSessionMessage(concat(fromHex(message), new Uint8Array(zeros)))).toBe(null)
    })
  }

  for (const { name, message, zeros } of published.refusedCarrier) {
    it(`[X8] that no carrier says are refused: ${name}`, () => {
      expect(readCarrierMessage(concat(fromHex(message), new Uint8Array(zeros)))).toBe(null)
    })
  }
})
