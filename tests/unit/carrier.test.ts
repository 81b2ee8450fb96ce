import { writeFile } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { LinkNews } from '../../electron/core/protocol/link-protocol'
import { createCarrierProgress } from '../../electron/core/link/carriers/carrier-progress'
import { createCarrierWants } from '../../electron/core/link/carriers/carrier-wants'
import {
  type CarrierMessage,
  readCarrierMessage,
  writeCarrierMessage,
} from '../../electron/core/link/carriers/carrier-messages'
import { carrierEnd, type CarrierEnd, connectCarriers, type Tamper, untouched } from '../support/carrier-ends'
import { createManualClock } from '../support/manual-clock'
import { sealedDevice } from '../support/sealed-device'
import { removeFolder } from '../support/vault-folder'

const folders: string[] = []
afterEach(async () => void (await Promise.all(folders.splice(0).map(removeFolder))))

/** Two ends that know each other and a third device. */
async function twoEnds() {
  const [ana, ben, cat] = [sealedDevice(), sealedDevice(), sealedDevice()]
  const known = [ana, ben, cat]
  const [a, b] = [await carrierEnd(known, ana), await carrierEnd(known, ben)]
  folders.push(a.folder, b.folder)
  return { ana, ben, cat, a, b, known }
}
const same = async (a: CarrierEnd, b: CarrierEnd) => expect(await b.names()).toEqual(await a.names())
const until = (end: CarrierEnd, name: string) => end.news.next('arrived', ({ names }) => names.includes(name))

describe('two carriers', () => {
  it('[I8] bring two mirrors to the same files, a third device’s included, in readable order', async () => {
    const { ana, ben, cat, a, b } = await twoEnds()
    const ofAna = Array.from({ length: 40 }, () => ana.make())
    const [ofBen, ofCat, coverage] = [ben.make(), cat.make(), ana.make(10, 3)]
    await a.keep(...ofAna, ofCat, coverage)
    await b.keep(ofBen)
    const { stop } = connectCarriers(a, b)
    await Promise.all([until(a, ofBen.name), until(b, ofCat.name), until(b, ofAna[39]!.name)])
    await same(a, b)
    const order = b.news.all.flatMap((news) => (news.type === 'arrived' ? news.names : []))
    expect(order.filter((name) => ofAna.some((file) => file.name === name))).toEqual(ofAna.map(({ name }) => name))
    await stop()
  })

  it('[I9] pass on a new file at once, and only what is new', async () => {
    const { ana, ben, a, b } = await twoEnds()
    await a.keep(ana.make(), ana.make())
    const wants: CarrierMessage[] = []
    const { atA, atB, stop } = connectCarriers(b, a, (said) => {
      if (said.head.type === 'want') wants.push(said.head)
      return untouched(said)
    })
    await b.news.next('arrived', ({ names }) => names.length > 0)
    for (const [from, to, at, device] of [
      [a, b, atB, ana],
      [b, a, atA, ben],
    ] as const) {
      const made = device.make()
      const file = await from.mirror.keep(made.name, made.bytes)
      if (file) at.added(file)
      await until(to, made.name)
    }
    // The new one has come with its announcement.
    expect(wants.map((head) => head.type === 'want' && [head.from, head.to])).toEqual([[1, 2]])
    await same(a, b)
    await stop()
  })

  it('[I10] go on where a file was cut, without a byte twice, even after a restart', async () => {
    const { ana, a, b, known, ben } = await twoEnds()
    const files = Array.from({ length: 5 }, () => ana.make(3_600_000))
    const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0)
    await a.keep(...files)
    let [carried, end] = [0, b]
    for (const part of [0.3, 0.6, 0.9, 1]) {
      const { down, stop } = connectCarriers(a, end, (said) => {
        if (carried >= total * part && part < 1) {
          void stop()
          return []
        }
        carried += said.bytes.length
        return untouched(said)
      })
      if (part === 1) await until(end, files[4]!.name)
      else await down
      await stop()
      // Twice on the same mirror, once on one that is opened anew.
      if (part === 0.6) end = await carrierEnd(known, ben, b.folder)
    }
    expect(carried).toBe(total)
    await same(a, end)
  })

  it('[I11] say how far a large journal has come in', async () => {
    const { ana, a, b } = await twoEnds()
    const files = Array.from({ length: 3 }, () => ana.make(1_000_000))
    await a.keep(...files)
    const announced = files.reduce((sum, { bytes }) => sum + bytes.length, 0)
    const { stop } = connectCarriers(a, b)
    await b.news.next('incoming', ({ incoming }) => incoming === null)
    const said = b.news.all.flatMap((news) => (news.type === 'incoming' ? [news.incoming] : []))
    expect(said[0]).toEqual({ verified: 0, announced })
    expect(said.slice(-2)).toEqual([{ verified: announced, announced }, null])
    const verified = said.flatMap((incoming) => incoming?.verified ?? [])
    expect(verified).toEqual(verified.toSorted((x, y) => x - y))
    await stop()
  })

  it('[I11] say it ten times a second at most, and at the end', () => {
    const clock = createManualClock(0)
    const said: LinkNews[] = []
    const progress = createCarrierProgress({ clock, tell: (news) => said.push(news) })
    const announced = 8_000_000
    for (let at = 0; at <= 8; at++) {
      progress.show(at * 1_000_000, announced)
      clock.advance(40)
    }
    expect(said).toEqual(
      [0, 3, 6, 8].map((at) => ({ type: 'incoming', incoming: { verified: at * 1_000_000, announced } })),
    )
  })

  it('[I13] say that own files lie elsewhere above the own head', async () => {
    const { ana, a, b } = await twoEnds()
    const files = [ana.make(), ana.make(), ana.make()]
    await a.keep(files[0]!)
    await b.keep(...files)
    const { stop } = connectCarriers(a, b)
    expect(await a.news.next('own-ahead')).toEqual({ type: 'own-ahead', writer: ana.writer, number: 3 })
    await until(a, files[2]!.name)
    await stop()
  })

  it('[I14] do not fetch again what a snapshot has replaced, and mend what is damaged', async () => {
    const { ana, a, b, known, ben } = await twoEnds()
    const files = [ana.make(), ana.make(), ana.make()]
    await a.keep(...files)
    await b.keep(...files)
    await b.mirror.drop([files[0]!.name])
    const more = ana.make()
    await a.keep(more)
    const first = connectCarriers(a, b)
    await until(b, more.name)
    await first.stop()
    expect((await b.names()).includes(files[0]!.name)).toBe(false)

    await writeFile(`${b.folder}/mirror/ours/${files[1]!.name}`, 'damaged')
    const again = await carrierEnd(known, ben, b.folder)
    const second = connectCarriers(a, again)
    await until(again, files[1]!.name)
    expect(await again.mirror.read(files[1]!.name)).toEqual(files[1]!.bytes)
    await second.stop()
  })
})

describe('a carrier that', () => {
  const isFirstChunk = ({ head }: Parameters<Tamper>[0]) => head.type === 'chunk' && head.offset === 0
  const rewritten = (said: Parameters<Tamper>[0], change: Record<string, unknown>) => {
    // A hostile carrier isn't bound by the types.
    return [writeCarrierMessage({ ...said.head, ...change }, said.bytes)]
  }
  const stray = (said: Parameters<Tamper>[0], head: CarrierMessage, bytes?: Uint8Array) => [
    ...untouched(said),
    writeCarrierMessage(head, bytes),
  ]
  const unknown = sealedDevice()
  const name = 'a'.repeat(32)
  const have = (writer = unknown.writer) => ({ writer, class: 'journal' as const, from: 1, to: 1, head: 'ff' })
  const cases: Record<string, (own: CarrierEnd) => Tamper> = {
    'flips a bit': () => (said) =>
      isFirstChunk(said)
        ? [writeCarrierMessage(said.head, said.bytes.with(90, 1 ^ (said.bytes[90] ?? 0)))]
        : untouched(said),
    'truncates a file': () => (said) =>
      isFirstChunk(said) ? rewritten(said, { total: said.bytes.length - 1 }) : untouched(said),
    'says a file is longer': () => (said) =>
      isFirstChunk(said) ? rewritten(said, { total: 4_194_304 }) : untouched(said),
    'says a file is too large': () => (said) =>
      isFirstChunk(said) ? rewritten(said, { total: 4_194_305 }) : untouched(said),
    'repeats a chunk': () => (said) =>
      isFirstChunk(said) ? [...untouched(said), ...untouched(said)] : untouched(said),
    'begins in the middle': () => (said) => (isFirstChunk(said) ? rewritten(said, { offset: 10 }) : untouched(said)),
    'sends a file under another number': () => (said) =>
      isFirstChunk(said) ? rewritten(said, { number: 2 }) : untouched(said),
    'sends a number that nobody asked for': () => (said) =>
      isFirstChunk(said) ? rewritten(said, { number: 99 }) : untouched(said),
    'sends a chunk that nobody asked for': () => (said) =>
      said.head.type === 'have'
        ? stray(said, { type: 'chunk', name, number: 1, offset: 0, total: 9 }, new Uint8Array(9))
        : untouched(said),
    'offers twice': () => (said) =>
      said.head.type === 'offer' ? [...untouched(said), ...untouched(said)] : untouched(said),
    'is done before the file is whole': () => (said) =>
      said.head.type === 'chunk' ? [writeCarrierMessage({ type: 'done' })] : untouched(said),
    'announces a device that nobody certified': () => (said) =>
      said.head.type === 'have' ? stray(said, { type: 'have', haves: [have()] }) : untouched(said),
    'announces without end': (own) => (said) =>
      said.head.type === 'have'
        ? Array.from({ length: 200 }, (_, at) =>
            writeCarrierMessage({
              type: 'have',
              haves: Array.from({ length: 200 }, () => ({ ...have(own.own.writer), from: at + 1, to: at + 1 })),
            }),
          )
        : untouched(said),
    'speaks another language': () => () => [new Uint8Array(50).fill(7)],
    'names a path': () => (said) =>
      isFirstChunk(said) ? rewritten(said, { name: '../../../../../etc/passwd-passwd-pas' }) : untouched(said),
    'asks twice at once': () => (said) =>
      said.head.type === 'have'
        ? [0, 1].map(() =>
            writeCarrierMessage({ type: 'want', ...have(), to: 4000, head: undefined } as unknown as CarrierMessage),
          )
        : untouched(said),
  }
  it.each(Object.entries(cases))(
    '[I15] %s loses its stream, and leaves nothing that does not verify',
    async (_, make) => {
      const { ana, ben, a, b } = await twoEnds()
      const files = [ana.make(100_000), ana.make(100_000)]
      await a.keep(...files)
      await b.keep(...Array.from({ length: 20 }, () => ben.make()))
      const before = await b.names()
      const { down, stop } = connectCarriers(a, b, make(a))
      await down
      await stop()
      expect(await b.names()).toEqual(before)
      const honest = connectCarriers(a, b)
      await until(b, files[1]!.name)
      expect(await b.names()).toEqual([...before, ...files.map(({ name }) => name)].sort())
      await honest.stop()
    },
  )

  it('[I16] withholds files costs no more than those, and only until they are announced again', async () => {
    const { ana, a, b } = await twoEnds()
    const files = [ana.make(), ana.make(), ana.make()]
    await a.keep(...files)
    const withheld: Tamper = (said) =>
      said.head.type === 'chunk' && said.head.name === files[1]!.name ? [] : untouched(said)
    const first = connectCarriers(a, b, withheld)
    await until(b, files[2]!.name)
    await first.stop()
    const second = connectCarriers(a, b)
    await until(b, files[1]!.name)
    await same(a, b)
    await second.stop()
  })

  it('[I24] supersedes a file that is asked for: what was announced meanwhile is asked for next', async () => {
    const { ana, b } = await twoEnds()
    const wants = createCarrierWants(b.mirror)
    const coverage = (number: number) =>
      wants.heard({ writer: ana.writer, class: 'coverage', from: number, to: number, head: '00'.repeat(32) })
    coverage(1)
    const first = wants.next()
    expect(first).toMatchObject({ class: 'coverage', from: 1, to: 1 })
    coverage(2)
    if (first) wants.answered(first, 0)
    const second = wants.next()
    expect(second).toMatchObject({ class: 'coverage', from: 2, to: 2 })
    if (second) wants.answered(second, 0)
    expect(wants.next()).toBeNull()
  })

  it('[I17] says only what can be read back', () => {
    const want = { type: 'want' as const, writer: unknown.writer, class: 'journal' as const, from: 1, to: 4097 }
    expect(readCarrierMessage(writeCarrierMessage(want))).toBeNull()
    const whole = writeCarrierMessage({ type: 'credit', bytes: 5 })
    expect(readCarrierMessage(whole)).toMatchObject({ head: { type: 'credit', bytes: 5 } })
    for (let at = 0; at < whole.length; at++) expect(readCarrierMessage(whole.subarray(0, at))).toBeNull()
    expect(readCarrierMessage(new Uint8Array([...whole, 1]))).toBeNull()
  })
})
