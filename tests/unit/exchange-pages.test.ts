import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { maxFrame } from '../../electron/adapters/link/handshake-frames'
import { maxStrangers } from '../../electron/adapters/link/tcp'
import { maxContent, pieceSize } from '../../electron/core/exchange/format/exchange-file'
import { maxSlice, maxSlices, maxWriters } from '../../electron/core/exchange/format/file-content'
import { maxFile, maxParts } from '../../electron/core/exchange/format/file-head'
import { maxLiveWriters } from '../../electron/core/exchange/fold/live-writers'
import { updateLimits } from '../../electron/core/exchange/fold/update-check'
import { certificateSize } from '../../electron/core/exchange/pairing/certificate'
import { maxChunk, maxHaveFile, maxHaves, maxWanted } from '../../electron/core/link/carriers/carrier-messages'
import { carrierWindow } from '../../electron/core/link/carriers/carrier-window'
import { sealedNoteSize } from '../../electron/core/link/mirror/part-notes'
import { maxTimestamps } from '../../electron/core/link/streams/answering'
import {
  endReasons,
  maxFeatures,
  maxSessionMessage,
  ownFeatures,
} from '../../electron/core/link/streams/session-messages'
import { channels, maxMessage, maxPayload } from '../../electron/core/link/streams/streams'
import { addEntry, createJournalDoc } from '../../shared/journal-doc'
import { entryOf } from '../support/journal-entries'
import type { ExchangeVectors } from '../support/exchange-vectors'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const names = ['exchange-format.md', 'pairing.md', 'exchange-stream.md'] as const
const [format = '', pairing = '', stream = ''] = names.map((name) => read(`docs/${name}`).replace(/\s+/gu, ' '))
const published = JSON.parse(read('tests/vectors/exchange-1.json')) as ExchangeVectors
const figure = (value: number) => value.toLocaleString('en')
const kib = (bytes: number) => `${bytes / 1024} KiB`
const mib = (bytes: number) => `${bytes / 1024 / 1024} MiB`

describe('the pages of the exchange', () => {
  it('[X433] name the bounds that the code holds', () => {
    const { maxBytes, maxStructs, maxDepth, maxTypes, maxRoots } = updateLimits
    const inFormat = [figure(maxFile), figure(pieceSize), `1 to ${maxParts}`, figure(maxWriters), figure(maxSlices)]
    const ofUpdates = [
      mib(maxSlice),
      mib(maxBytes),
      figure(maxStructs),
      `| ${maxDepth} `,
      figure(maxTypes),
      `| ${maxRoots} `,
    ]
    for (const bound of [...inFormat, ...ofUpdates, `${maxLiveWriters} live writers`]) expect(format).toContain(bound)
    expect(maxContent).toBe(maxParts * pieceSize)
    expect(format).toContain(`(${sealedNoteSize - 24} with its tag)`)
    expect(pairing).toContain(`has ${certificateSize} bytes`)
    const ofStream = [`at most ${maxFrame}`, `at most ${maxPayload} bytes`, figure(maxTimestamps), kib(maxMessage)]
    const ofCarrier = [kib(maxChunk), kib(maxHaveFile), `${maxHaves} runs`, figure(maxWanted), mib(carrierWindow)]
    for (const bound of [...ofStream, ...ofCarrier, kib(maxSessionMessage), `${maxFeatures} words`])
      expect(stream).toContain(bound)
    expect(stream).toContain('at most eight strangers')
    expect(maxStrangers).toBe(8)
  })

  it('[X433] name every reason of a refusal, every channel, feature and field', () => {
    for (const { reason } of published.refusedFiles) expect(format).toContain(`\`${reason}\``)
    for (const told of published.journals.flatMap((each) => Object.values(each.told)))
      expect(format).toContain(`| \`${told}\``)
    for (const { outcome } of published.refusedPairings) expect(pairing).toContain(`\`${outcome}\``)
    for (const { outcome } of published.refusedInvites) expect(pairing).toContain(`\`${outcome}\``)
    for (const reason of endReasons) expect(stream).toContain(`| \`${reason}\``)
    for (const feature of ownFeatures) expect(stream).toContain(`\`${feature}\``)
    channels.forEach((_, byte) => expect(stream).toContain(`| ${byte} | `))
    for (const { head } of published.carrier) expect(stream).toContain(`| \`${head.type}\``)
    const doc = createJournalDoc()
    addEntry(doc, { ...entryOf(1), author: '' }, null)
    const [entry = {}] = Object.values(doc.getMap('entries').toJSON())
    for (const field of Object.keys(entry)) expect(format).toContain(`\`${field}\``)
  })

  it.each(names)('[X434] lead to pages and headings that there are: %s', (name) => {
    const links = [...read(`docs/${name}`).matchAll(/\]\((?<path>[^)#:]*)(?:#(?<heading>[^)]+))?\)/gu)]
    expect(links.length).toBeGreaterThan(5)
    for (const { groups: { path = '', heading } = {} } of links) {
      const there = read(path === '' ? `docs/${name}` : new URL(path, 'file:///docs/').pathname.slice(1))
      const headings = [...there.matchAll(/^#+ (.+)$/gmu)].map(([, text = '']) => slugOf(text))
      if (heading) expect(headings).toContain(heading)
    }
  })
})

/** As a page's heading is linked to. */
const slugOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-')
