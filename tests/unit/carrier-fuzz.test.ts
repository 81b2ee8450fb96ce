import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { readAddresses, writeAddresses } from '../../electron/core/link/streams/addresses'
import {
  maxChunk,
  maxHaveFile,
  readCarrierMessage,
  writeCarrierMessage,
} from '../../electron/core/link/carriers/carrier-messages'
import { readSessionMessage, writeSessionMessage } from '../../electron/core/link/streams/session-messages'
import { createMirrorParts, type FilePart } from '../../electron/core/link/mirror/mirror-parts'
import { createPartNotes, sealedNoteSize } from '../../electron/core/link/mirror/part-notes'
import { concat, fromHex, utf8, viewOf } from '../../electron/core/vault/bytes'
import { flipped } from '../support/exchange-people'
import { makeExchangeVectors } from '../support/exchange-vectors'
import { makeFolder, removeFolder } from '../support/vault-folder'

const { carrier, session } = await makeExchangeVectors()
const messages = carrier.map(({ message }) => fromHex(message))

/** A message with this text as its JSON. */
function withJson(json: string, bytes = new Uint8Array()): Uint8Array {
  const text = utf8(json)
  const length = new Uint8Array(2)
  viewOf(length).setUint16(0, text.length % 65_536, true)
  return concat(length, text, bytes)
}

/** Reads a message; what is read must be one that a carrier writes, but for what only a newer version says. */
function read(bytes: Uint8Array): string | null {
  const said = readCarrierMessage(bytes)
  if (!said || said === 'unknown') return said
  expect(readCarrierMessage(writeCarrierMessage(said.head, said.bytes))).toEqual(said)
  const most = said.head.type === 'chunk' ? maxChunk : said.head.type === 'have' && said.head.file ? maxHaveFile : 0
  expect(said.bytes.length <= most && said.bytes.length > 0 === most > 0).toBe(true)
  return said.head.type
}

describe('a message of the carrier', () => {
  it('[X28] with any bit turned over, cut anywhere, or of any bytes is none or one that a carrier writes', () => {
    for (const bytes of messages) {
      expect(read(bytes)).not.toBe(null)
      for (let bit = 0; bit < 8 * bytes.length; bit++) read(flipped(bytes, bit))
      const end = 2 + viewOf(bytes).getUint16(0, true)
      for (let length = 0; length < bytes.length; length++) {
        const type = read(bytes.subarray(0, length))
        if (length <= end) expect(type === null || length === bytes.length).toBe(true)
      }
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => read(bytes) === null))
  })

  it('[X28] of any JSON is none unless a carrier writes it, or passed over where its type is another', () => {
    const types = fc.constantFrom('have', 'want', 'offer', 'chunk', 'done', 'credit')
    const field = fc.oneof(fc.jsonValue(), fc.constantFrom(0, -1, 1, 1.5, 2 ** 53, 1e308, '', 'journal', null))
    const names = [
      'haves',
      'writer',
      'class',
      'from',
      'to',
      'head',
      'resume',
      'files',
      'bytes',
      'name',
      'number',
      'total',
      'file',
    ]
    const head = fc.dictionary(fc.constantFrom(...names, 'offset', '__proto__'), field, { maxKeys: 6 })
    fc.assert(
      fc.property(types, head, fc.uint8Array({ maxLength: 3 }), (type, fields, bytes) => {
        read(withJson(JSON.stringify({ type, ...fields }), bytes))
        read(withJson(JSON.stringify(fields), bytes))
      }),
      { numRuns: 500 },
    )
    fc.assert(fc.property(fc.json(), (json) => read(withJson(json)) === null))
    for (const [open, close] of [
      ['[', ']'],
      ['{"type":', '}'],
    ] as const) {
      const depth = Math.floor(60_000 / (open.length + close.length))
      expect(read(withJson(open.repeat(depth) + close.repeat(depth)))).toBe(null)
    }
    expect(read(withJson('{"type":"done","__proto__":{"type":"have"}}'))).toBe('done')
    expect(read(withJson('{"__proto__":{"type":"done"}}'))).toBe(null)
    for (const type of ['hello', '__proto__', 'constructor', 'toString', ''])
      expect(read(withJson(`{"type":"done","type":"${type}"}`))).toBe('unknown')
  })
})

describe('a message about the stream', () => {
  /** What is read, which must be what a device writes, but for what only a newer version says. */
  const readSession = (bytes: Uint8Array): string | null => {
    const said = readSessionMessage(bytes)
    if (!said || said === 'unknown') return said
    expect(readSessionMessage(writeSessionMessage(said))).toEqual(said)
    return said.type
  }

  it('[X401] with any bit turned over, cut anywhere, or of any bytes is none or one that a device writes', () => {
    for (const { message } of session) {
      const bytes = fromHex(message)
      for (let bit = 0; bit < 8 * bytes.length; bit++) readSession(flipped(bytes, bit))
      for (let length = 0; length < bytes.length; length++) expect(readSession(bytes.subarray(0, length))).toBe(null)
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => readSession(bytes) === null))
  })

  it('[X401] of any JSON is none, one that a device writes, or passed over where its type is another', () => {
    const field = fc.oneof(fc.jsonValue(), fc.constantFrom(0, 1, 1.5, 2 ** 53, '', 'have-file', null, ['have-file']))
    const fields = fc.dictionary(fc.constantFrom('version', 'features', 'reason', '__proto__'), field, { maxKeys: 4 })
    fc.assert(
      fc.property(fc.constantFrom('hello', 'end'), fields, (type, said) => {
        expect(['hello', 'end', null]).toContain(readSession(utf8(JSON.stringify({ type, ...said }))))
        expect(readSession(utf8(JSON.stringify(said)))).toBe(null)
      }),
      { numRuns: 500 },
    )
    fc.assert(fc.property(fc.json({ maxDepth: 3 }), (json) => [null, 'unknown'].includes(readSession(utf8(json)))))
    for (const type of ['__proto__', 'constructor', 'have', ''])
      expect(readSession(utf8(`{"type":"hello","type":"${type}"}`))).toBe('unknown')
    expect(readSession(utf8('['.repeat(4096)))).toBe(null)
  })
})

describe('what lies beside the mirror or comes host to host', () => {
  it('[X29] a part that was cut or changed on the disk is none, and is cleared away', async () => {
    const folder = await makeFolder()
    const notes = createPartNotes(createSodiumCipher(), new Uint8Array(32).fill(3))
    try {
      const open = async () =>
        createMirrorParts({
          files: diskFiles,
          randomness: systemRandomness,
          notes,
          path: folder,
          names: await readdir(folder),
        })
      const name = '0123456789abcdef'.repeat(2)
      const writer = carrier.flatMap(({ head }) => (head.type === 'want' ? [head.writer] : []))[0]
      if (!writer) throw new Error('a writer')
      const part: FilePart = {
        name,
        writer,
        class: 'journal',
        number: 3,
        total: 256,
        bytes: new Uint8Array(100).fill(7),
      }
      const { bytes: come, ...head } = part
      await (await open()).keep(head, [come])
      expect((await open()).current()).toEqual(part)
      const [file = ''] = await readdir(folder)
      const whole = (await diskFiles.read(join(folder, file), 10_000)) ?? new Uint8Array()
      const lay = async (bytes: Uint8Array) => {
        await writeFile(join(folder, file), bytes)
        const current = (await open()).current()
        if (current) return expect(current.bytes.length < current.total && current.bytes.length > 0).toBe(true)
        expect(await readdir(folder)).toEqual([])
      }
      for (let length = 0; length < whole.length; length += 7) await lay(whole.subarray(0, length))
      for (let bit = 0; bit < 8 * sealedNoteSize; bit += 11) {
        await lay(flipped(whole, bit))
        expect(await readdir(folder)).toEqual([])
      }
      for (const bytes of fc.sample(fc.uint8Array({ maxLength: 300 }), { numRuns: 40, seed: 1 })) await lay(bytes)
    } finally {
      await removeFolder(folder)
    }
  })

  it('[X29] addresses of any bytes are none, or at most eight that can be dialled', () => {
    const tries = (bytes: Uint8Array) => {
      const list = readAddresses(bytes)
      if (list) expect(readAddresses(writeAddresses(list))).toEqual(list)
      expect(list?.length ?? 0).toBeLessThanOrEqual(8)
    }
    const good = writeAddresses(['192.168.1.20:41000', '[2001:db8::7]:41000', 'ana.local:1'])
    expect(readAddresses(good)).toHaveLength(3)
    for (let bit = 0; bit < 8 * good.length; bit++) tries(flipped(good, bit))
    for (let length = 0; length < good.length; length++) expect(readAddresses(good.subarray(0, length))).toBe(null)
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), tries))
    fc.assert(fc.property(fc.json(), (json) => tries(utf8(json))))
    expect(readAddresses(utf8(`[${'"a:1",'.repeat(8)}"a:1"]`))).toBe(null)
    expect(readAddresses(utf8('['.repeat(2000)))).toBe(null)
  })
})
