import { expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { sealContent, type SealingKeys } from '../../electron/core/exchange/format/exchange-file'
import { writeCoverageContent, writeUpdateContent } from '../../electron/core/exchange/format/file-content'
import { fileKinds, hashSize } from '../../electron/core/exchange/format/file-head'
import { createMirrorReader } from '../../electron/core/exchange/journal/mirror-reader'
import { exchangePeople, flipped } from '../support/exchange-people'

const people = await exchangePeople(77)
const { cipher, epoch, carrier, ana } = people
const makeReader = () =>
  createMirrorReader({ files: diskFiles, cipher, folder: '/nowhere', epoch, devices: carrier.devices })
const seal = (content: Uint8Array, o: { kind?: number; document?: number; keys?: SealingKeys } = {}) =>
  sealContent(o.keys ?? ana.sealing, {
    writer: ana.writer,
    document: o.document ?? 0,
    kind: o.kind ?? fileKinds.update,
    content,
    after: { number: 0, head: new Uint8Array(hashSize) },
  })
const words = writeUpdateContent({ sessions: [], deps: new Map(), slices: [new Uint8Array([0, 0])] })

it('[X53] what is sealed can be read back by every reader, of one part or of several', async () => {
  const long = writeUpdateContent({ sessions: [], deps: new Map(), slices: [new Uint8Array(5_000_000)] })
  const coverage = seal(writeCoverageContent({ vector: new Map(), time: 0 }), { kind: fileKinds.coverage })
  for (const files of [seal(words), seal(long), coverage]) {
    const reader = makeReader()
    for (const file of files) expect(await reader.canRead(file)).toBe(true)
  }
})

it('[X53] what no reader could read is noticed before it counts as saved', async () => {
  const [whole] = seal(words)
  if (!whole) throw new Error('no file')
  const other = await exchangePeople(78)
  const damaged = { ...whole, bytes: flipped(whole.bytes, whole.bytes.length * 4) }
  const bad = [
    damaged,
    ...seal(words.subarray(1)),
    ...seal(words, { kind: 9 }),
    ...seal(words, { document: 5 }),
    ...seal(words, { keys: other.ana.sealing }),
    ...seal(words, { keys: { ...ana.sealing, signingKey: other.ana.sealing.signingKey } }),
  ]
  for (const file of bad) expect(await makeReader().canRead(file)).toBe(false)
})
