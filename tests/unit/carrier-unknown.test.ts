import { afterEach, describe, expect, it } from 'vitest'
import { type CarrierMessage, maxChunk, writeCarrierMessage } from '../../electron/core/link/carriers/carrier-messages'
import { createFaultyFiles } from '../support/faulty-files'
import { diskFiles } from '../../electron/adapters/disk-files'
import { carrierEnd, type CarrierEnd, connectCarriers, type Tamper, untouched } from '../support/carrier-ends'
import { sealedDevice } from '../support/sealed-device'
import { removeFolder } from '../support/vault-folder'

const folders: string[] = []
afterEach(async () => void (await Promise.all(folders.splice(0).map(removeFolder))))

async function twoEnds(files = diskFiles) {
  const [ana, ben] = [sealedDevice(), sealedDevice()]
  const known = [ana, ben]
  const [a, b] = [await carrierEnd(known, ana), await carrierEnd(known, ben, undefined, files)]
  folders.push(a.folder, b.folder)
  return { ana, ben, a, b }
}
const until = (end: CarrierEnd, name: string) => end.news.next('arrived', ({ names }) => names.includes(name))

/** A message that only a newer version says; nobody is bound by the types of this one. */
const later = (said: object, bytes?: Uint8Array) => writeCarrierMessage(said as CarrierMessage, bytes)

describe('what only a newer version says', () => {
  it('[I404] is passed over between all that a carrier says, whatever is behind it, and so are fields', async () => {
    const { ana, ben, a, b } = await twoEnds()
    const [files, own] = [[ana.make(), ana.make(150_000), ana.make(30, 3)], ben.make(100_000)]
    await a.keep(...files)
    await b.keep(own)
    const beside: Tamper = ({ head, bytes }) => [
      later({ type: 'forecast', chunk: head }),
      later({ type: 'forecast' }, new Uint8Array(50_000)),
      later(
        {
          ...head,
          more: ['of', { it: 1 }],
          ...('haves' in head && { haves: head.haves.map((have) => ({ ...have, sum: 3 })) }),
        },
        bytes,
      ),
    ]
    const { reasons, stop } = connectCarriers(a, b, beside, beside)
    await Promise.all([until(b, files[2]!.name), until(b, files[1]!.name), until(a, own.name)])
    await stop()
    expect([reasons, await b.names()]).toEqual([[], await a.names()])
  })

  it('[I406] costs no more than what is known: nothing of a flood of it waits to be worked on', async () => {
    const { ana, a, b } = await twoEnds()
    const file = ana.make()
    await a.keep(file)
    const big = new Uint8Array(60_000)
    // Twice what may wait, all at once.
    const flood = (said: object, bytes?: Uint8Array) => Array.from({ length: 100 }, () => later(said, bytes))
    const unknown = connectCarriers(a, b, (said) => [...flood({ type: 'forecast' }, big), ...untouched(said)])
    await until(b, file.name)
    await unknown.stop()
    expect(unknown.reasons).toEqual([])
    const known = connectCarriers(a, b, () => flood({ type: 'done', more: 'x'.repeat(60_000) }))
    await known.down
    await known.stop()
    expect(known.reasons).toEqual(['flood'])
  })
})

describe('a carrier that is at fault', () => {
  const have = (said: Parameters<Tamper>[0]) => said.head.type === 'have'
  const name = 'a'.repeat(32)
  const chunk = { type: 'chunk', name, number: 1, offset: 0, total: 9 } as const
  const cases: [string, string, (said: Parameters<Tamper>[0], writer: string) => readonly Uint8Array[]][] = [
    ['what is no message', 'malformed', () => [new Uint8Array(50).fill(7)]],
    ['half a message', 'malformed', (said) => untouched(said).map((bytes) => bytes.subarray(0, -1))],
    ['a number that is none', 'malformed', () => [later({ type: 'offer', files: -1, bytes: 0 })]],
    ['too much in a chunk', 'malformed', () => [later(chunk, new Uint8Array(maxChunk + 1))]],
    ['what nobody asked for', 'unexpected', () => [later(chunk, new Uint8Array(9))]],
    ['an offer for nothing', 'unexpected', () => [later({ type: 'offer', files: 1, bytes: 9 })]],
    ['to be done with nothing', 'unexpected', () => [later({ type: 'done' })]],
    [
      'announcements without end',
      'flood',
      (_, writer) =>
        Array.from({ length: 200 }, (__, at) => {
          const run = { writer, class: 'journal', from: at + 1, to: at + 1, head: 'ff' }
          return later({ type: 'have', haves: Array.from({ length: 200 }, () => run) })
        }),
    ],
  ]
  it.each(cases)('[I405] by saying %s is told of it: %s', async (_, reason, spoil) => {
    const { ana, a, b } = await twoEnds()
    await a.keep(ana.make())
    const { down, reasons, stop } = connectCarriers(a, b, (said) =>
      have(said) ? spoil(said, ana.writer) : untouched(said),
    )
    await down
    await stop()
    expect(reasons).toEqual([reason])
  })

  it('[I405] is not the one whose file the disk takes not: the stream ends for what failed here', async () => {
    const faulty = createFaultyFiles(diskFiles)
    const { ana, a, b } = await twoEnds(faulty.files)
    await a.keep(ana.make())
    faulty.plan((at) => (at === 'create' ? { failure: { code: 'disk-full' } } : null))
    const { down, reasons, stop } = connectCarriers(a, b)
    expect((await b.news.next('failed')).failure).toEqual({ code: 'disk-full' })
    await down
    await stop()
    expect([reasons, await b.names()]).toEqual([['failed'], []])
  })
})
