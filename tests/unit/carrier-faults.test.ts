import { afterEach, describe, expect, it } from 'vitest'
import { writeFile } from 'node:fs/promises'
import { writeCarrierMessage } from '../../electron/core/link/carriers/carrier-messages'
import { carrierEnd, type CarrierEnd, connectCarriers, type Tamper, untouched } from '../support/carrier-ends'
import { type MadeFile, sealedDevice } from '../support/sealed-device'
import { seededNumbers } from '../support/seeded-random'
import { removeFolder } from '../support/vault-folder'

const folders: string[] = []
afterEach(async () => void (await Promise.all(folders.splice(0).map(removeFolder))))

async function twoEnds() {
  const [ana, ben] = [sealedDevice(), sealedDevice()]
  const known = [ana, ben]
  const [a, b] = [await carrierEnd(known, ana), await carrierEnd(known, ben)]
  folders.push(a.folder, b.folder)
  return { ana, ben, a, b, known }
}
const until = (end: CarrierEnd, name: string) => end.news.next('arrived', ({ names }) => names.includes(name))
const namesOf = (files: readonly MadeFile[]) => files.map(({ name }) => name).sort()
const later = () => new Promise<void>((resolve) => setImmediate(resolve))

type Mischief = (raw: Uint8Array, random: () => number) => Uint8Array[]
const at = (length: number, random: () => number) => Math.floor(random() * length)
const mischiefs: Record<string, Mischief> = {
  repeats: (raw) => [raw, raw],
  flips: (raw, random) => {
    const place = at(raw.length, random)
    return [raw.with(place, (raw[place] ?? 0) ^ (1 << at(8, random)))]
  },
  truncates: (raw, random) => [raw.subarray(0, at(raw.length, random))],
  grows: (raw) => [Uint8Array.from([...raw, 0])],
}

/** Starts two carriers, does one mischief to what the first says, and waits until nothing more is to come. */
async function afterMischief(a: CarrierEnd, b: CarrierEnd, kind: string, random: () => number): Promise<void> {
  const victim = at(16, random)
  let [said, wants, dones] = [0, 0, 0]
  let held: Uint8Array | null = null
  let finish = () => {}
  const finished = new Promise<void>((resolve) => (finish = resolve))
  const look = async () => {
    await later()
    await b.inTurn(later)
    if (wants === dones) finish()
  }
  const spoil: Tamper = ({ head, bytes }) => {
    const raw = writeCarrierMessage(head, bytes)
    if (head.type === 'done') {
      dones++
      void look()
    }
    const isVictim = said++ === victim
    if (isVictim && kind === 'swaps') {
      held = raw
      return head.type === 'done' || head.type === 'have' ? [raw] : []
    }
    // Where nothing is said any more after an offer or an announcement that is withheld, nobody notices.
    if (isVictim && kind === 'withholds') return head.type === 'chunk' ? [] : [raw]
    if (isVictim) return mischiefs[kind]?.(raw, random) ?? [raw]
    const both = held && said === victim + 2 ? [raw, held] : [raw]
    held = null
    return both
  }
  const { down, stop } = connectCarriers(a, b, spoil, (message) => {
    if (message.head.type === 'want') wants++
    return untouched(message)
  })
  await Promise.race([down, finished])
  await stop()
}

it.each([...Object.keys(mischiefs), 'swaps', 'withholds'])(
  '[I42] a carrier that %s anything at any place leaves nothing but real files, and costs no file in the end',
  async (kind) => {
    const { ana, ben, a, b } = await twoEnds()
    const theirs = [ana.make(), ana.make(150_000), ana.make(300), ana.make(50, 3)]
    const own = ben.make()
    await a.keep(...theirs)
    const random = seededNumbers(20261124)
    for (let run = 0; run < 8; run++) {
      const end = await carrierEnd(b.known, ben)
      folders.push(end.folder)
      await end.keep(own)
      await afterMischief(a, end, kind, random)
      const kept = (await end.names()).filter((name) => !name.endsWith('.part'))
      expect(namesOf([...theirs, own])).toEqual(expect.arrayContaining(kept))
      for (const { name, bytes } of theirs) if (kept.includes(name)) expect(await end.mirror.read(name)).toEqual(bytes)
      const honest = connectCarriers(a, end)
      await expect.poll(() => end.names()).toEqual(namesOf([...theirs, own]))
      await honest.stop()
    }
  },
)

describe('a partner', () => {
  it('[I43] who comes back with an older state takes nothing away, and is told that own files went on elsewhere', async () => {
    const { ana, ben, a, b, known } = await twoEnds()
    const files = Array.from({ length: 6 }, () => ana.make())
    const [old, recent] = [ana.make(60, 3), ana.make(60, 3)]
    await a.keep(...files, recent)
    const first = connectCarriers(a, b)
    await Promise.all([until(b, files[5]!.name), until(b, recent.name)])
    await first.stop()
    const before = await b.names()

    const restored = await carrierEnd(known, ana)
    folders.push(restored.folder)
    await restored.keep(...files.slice(0, 3), old)
    const second = connectCarriers(restored, b)
    expect(await restored.news.next('own-ahead', ({ number }) => number === 6)).toMatchObject({ writer: ana.writer })
    await Promise.all([until(restored, files[5]!.name), until(restored, recent.name)])
    await second.stop()
    expect(await b.names()).toEqual(before)
    expect(await restored.names()).toEqual(before)
    expect(b.news.all.filter(({ type }) => type === 'fork' || type === 'own-ahead')).toEqual([])

    // An empty folder, too, is only a folder to fill.
    const empty = await carrierEnd(known, ben)
    folders.push(empty.folder)
    const third = connectCarriers(empty, b)
    await until(empty, files[5]!.name)
    await third.stop()
    expect(await b.names()).toEqual(before)
  })

  it('[I44] asks for a number that is missing in the middle once more at every stream', async () => {
    const { ana, a, b } = await twoEnds()
    const files = Array.from({ length: 5 }, () => ana.make())
    await a.keep(...files.filter((_, index) => index !== 2))
    const first = connectCarriers(a, b)
    await until(b, files[4]!.name)
    await first.stop()
    expect(b.mirror.index.ranges(ana.writer, 'journal')).toEqual([
      { from: 1, to: 2 },
      { from: 4, to: 5 },
    ])
    await a.keep(files[2]!)
    const second = connectCarriers(a, b)
    await until(b, files[2]!.name)
    await second.stop()
    expect(b.mirror.index.ranges(ana.writer, 'journal')).toEqual([{ from: 1, to: 5 }])
  })

  it('[I45] who sends a real file that nobody asked for loses the stream, and it is not kept', async () => {
    const { ana, a, b } = await twoEnds()
    const [asked, unasked] = [ana.make(), ana.make()]
    await a.keep(asked)
    const chunkOf = ({ name, number, bytes }: MadeFile) =>
      writeCarrierMessage({ type: 'chunk', name, number, offset: 0, total: bytes.length }, bytes)
    const places: Record<string, Tamper> = {
      'before anything': (said) => [chunkOf(unasked), ...untouched(said)],
      'in an answer': (said) => (said.head.type === 'chunk' ? [chunkOf(unasked)] : untouched(said)),
      'after an answer': (said) =>
        said.head.type === 'done' ? [...untouched(said), chunkOf(unasked)] : untouched(said),
    }
    for (const tamper of Object.values(places)) {
      const { down, stop } = connectCarriers(a, b, tamper)
      await down
      await stop()
      expect(await b.names()).not.toContain(unasked.name)
    }
  })
})

describe('the beginning of a file on the disk that', () => {
  const spoilt: Record<
    string,
    (part: Record<string, unknown>) => { head: Record<string, unknown>; bytes?: Uint8Array }
  > = {
    'has other bytes': (head) => ({ head, bytes: new Uint8Array(1000).fill(7) }),
    'says another length': (head) => ({ head: { ...head, total: 4_000_000 } }),
    'says a length that no file has': (head) => ({ head: { ...head, total: 40_000_000 } }),
    'has another number': (head) => ({ head: { ...head, number: 2 } }),
    'has another name': (head) => ({ head: { ...head, name: 'a'.repeat(32) } }),
    'has a name that is none': (head) => ({ head: { ...head, name: '../../etc' } }),
  }
  it.each(Object.entries(spoilt))('[I46] %s is dropped, and the file is fetched anew', async (_, spoil) => {
    const { ana, ben, a, b, known } = await twoEnds()
    const files = [ana.make(100_000), ana.make()]
    await a.keep(...files)
    const { name, number, bytes, writer } = files[0]!
    const { head, bytes: begun = bytes.subarray(0, 1000) } = spoil({
      name,
      writer,
      class: 'journal',
      number,
      total: bytes.length,
    })
    await writeFile(`${b.folder}/mirror/ours/${name}.0.part`, writeCarrierMessage(head as never, begun))
    const end = await carrierEnd(known, ben, b.folder)
    const first = connectCarriers(a, end)
    await Promise.race([first.down, until(end, files[1]!.name)])
    await first.stop()
    const second = connectCarriers(a, end)
    await expect.poll(() => end.names()).toEqual(namesOf(files))
    await second.stop()
  })
})
