import { afterEach, describe, expect, it } from 'vitest'
import {
  maxHaveFile,
  readCarrierMessage,
  writeCarrierMessage,
} from '../../electron/core/link/carriers/carrier-messages'
import { carrierWindow, createCarrierWindow } from '../../electron/core/link/carriers/carrier-window'
import { concat, utf8, viewOf } from '../../electron/core/vault/bytes'
import { carrierEnd, type CarrierEnd, connectCarriers, type Tamper, untouched } from '../support/carrier-ends'
import { type MadeFile, sealedDevice } from '../support/sealed-device'
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
type Ends = Awaited<ReturnType<typeof twoEnds>>
const until = (end: CarrierEnd, name: string) => end.news.next('arrived', ({ names }) => names.includes(name))

/** Keeps a new file as the app does, which goes to every carrier. */
async function add(end: CarrierEnd, { name, bytes }: MadeFile): Promise<void> {
  const file = await end.mirror.keep(name, bytes)
  if (file) end.carriers.added(file)
}

/** Both carriers, started on a first file that has come over, with all that they say from then on. */
async function connected({ ana, a, b }: Ends, tamper: Tamper = untouched, features?: readonly 'have-file'[]) {
  const first = ana.make()
  await a.keep(first)
  const said: string[] = []
  // Of the first file the credit and `done` cross each other.
  const ofFirst = new Set<string>(['credit', 'done'])
  let begin = () => {}
  const begun = new Promise<void>((resolve) => (begin = resolve))
  let isBegun = false
  const watched =
    (change: Tamper): Tamper =>
    (message) => {
      const { head } = message
      if (ofFirst.delete(head.type) && ofFirst.size === 0) begin()
      else if (isBegun) said.push(head.type === 'have' && head.file ? 'have with a file' : head.type)
      return isBegun ? change(message) : untouched(message)
    }
  const line = connectCarriers(a, b, watched(tamper), watched(untouched), features)
  await Promise.all([until(b, first.name), begun])
  isBegun = true
  return { ...line, said, first }
}

describe('a small new file', () => {
  it('[I400] travels with its announcement, is verified, stored and told of with its bytes, and nothing is asked for', async () => {
    const ends = await twoEnds()
    const { ana, a, b } = ends
    const { said, stop } = await connected(ends)
    for (const file of [ana.make(), ana.make(10, 3), ana.make(12_000)]) {
      await add(a, file)
      const { small } = await until(b, file.name)
      expect(small.get(file.name)).toEqual(file.bytes)
      expect(await b.mirror.read(file.name)).toEqual(file.bytes)
    }
    await stop()
    expect(said).toEqual(['have with a file', 'have with a file', 'have with a file'])
    expect(await b.names()).toEqual(await a.names())
  })

  it('[I401] is asked for by a device that doesn’t know how, where it is large, and where others come with it', async () => {
    const bare = await twoEnds()
    const without = await connected(bare, untouched, [])
    const small = bare.ana.make()
    await add(bare.a, small)
    await until(bare.b, small.name)
    await without.stop()
    const ends = await twoEnds()
    const { said, stop } = await connected(ends)
    const large = ends.ana.make(maxHaveFile)
    await add(ends.a, large)
    await until(ends.b, large.name)
    const [one, other] = [ends.ana.make(), ends.ana.make()]
    await Promise.all([add(ends.a, one), add(ends.a, other)])
    await until(ends.b, other.name)
    await stop()
    for (const all of [without.said, said]) expect(all).toContain('want')
    for (const { a, b } of [bare, ends]) expect(await b.names()).toEqual(await a.names())
  })

  it('[I401] is passed over where it is here, and asked for in turn where what comes before it isn’t', async () => {
    const ends = await twoEnds()
    const { ana, a, b } = ends
    const isFirst = new Set<string>()
    // The first announcement with a file is lost, so that the second comes out of turn; the third says it once more.
    const lose: Tamper = (said) => {
      if (said.head.type !== 'have' || !said.head.file) return untouched(said)
      isFirst.add(said.head.file)
      return isFirst.size === 1 ? [] : [...untouched(said), ...untouched(said)]
    }
    const { said, reasons, stop } = await connected(ends, lose)
    const [lost, next, last] = [ana.make(), ana.make(), ana.make()]
    await add(a, lost)
    await expect.poll(() => isFirst.size).toBe(1)
    await add(a, next)
    await until(b, next.name)
    await add(a, last)
    await until(b, last.name)
    await stop()
    const order = b.news.all.flatMap((news) => (news.type === 'arrived' ? news.names : []))
    expect(order.slice(-3)).toEqual([lost.name, next.name, last.name])
    expect([reasons, said.filter((type) => type === 'want')]).toEqual([[], ['want']])
    expect(await b.names()).toEqual(await a.names())
  })

  const wrong: Record<string, (said: Parameters<Tamper>[0], ends: Ends) => Uint8Array[]> = {
    'has another bit': ({ head, bytes }) => [writeCarrierMessage(head, bytes.with(99, 1 ^ (bytes[99] ?? 0)))],
    'is another than was announced': ({ head }, { ana }) => [
      writeCarrierMessage(head, ana.makeAt(2, '00'.repeat(32)).bytes),
    ],
    'is nobody’s': ({ head }) => [writeCarrierMessage(head, sealedDevice().make().bytes)],
    'is one that another may send': ({ head }, { ben }) => [writeCarrierMessage(head, ben.make().bytes)],
    'is none': ({ head }) => [writeCarrierMessage(head, new Uint8Array(256))],
  }
  it.each(Object.entries(wrong))('[I402] that %s costs the stream, and isn’t kept', async (_, spoil) => {
    const ends = await twoEnds()
    const { ana, a, b } = ends
    const spoilt: Tamper = (said) => (said.head.type === 'have' && said.head.file ? spoil(said, ends) : untouched(said))
    const { down, reasons, first, stop } = await connected(ends, spoilt)
    const file = ana.make()
    await add(a, file)
    await down
    await stop()
    expect([reasons, await b.names()]).toEqual([['unexpected'], [first.name]])
    const honest = connectCarriers(a, b)
    await until(b, file.name)
    await honest.stop()
  })

  it('[I402] is named by an announcement of one run, and none of more than 16 KiB is read', () => {
    const { writer } = sealedDevice()
    const run = { writer, class: 'journal' as const, from: 1, to: 1, head: 'ff' }
    const file = '0123456789abcdef'.repeat(2)
    const saying = (said: object, length: number) => {
      const json = utf8(JSON.stringify({ type: 'have', ...said }))
      const size = new Uint8Array(2)
      viewOf(size).setUint16(0, json.length, true)
      return readCarrierMessage(concat(size, json, new Uint8Array(length)))
    }
    expect(saying({ haves: [run], file }, maxHaveFile)).toMatchObject({ head: { file } })
    for (const [said, length] of [
      [{ haves: [run], file }, maxHaveFile + 1],
      [{ haves: [run], file }, 0],
      [{ haves: [run] }, 1],
      [{ haves: [run, run], file }, 256],
      [{ haves: [], file }, 256],
      [{ haves: [run], file: '../x' }, 256],
    ] as const)
      expect(saying(said, length)).toBe(null)
  })

  it('[I403] counts as any bytes of a file do: none goes out beyond the window, and what came is given back', async () => {
    const window = createCarrierWindow()
    expect(window.takeNow(carrierWindow + 1)).toBe(false)
    expect(window.takeNow(carrierWindow)).toBe(true)
    expect(window.takeNow(1)).toBe(false)
    const waiting = window.take(500)
    window.giveBack(400)
    // Who waits comes first.
    expect(window.takeNow(1)).toBe(false)
    window.giveBack(carrierWindow)
    expect([await waiting, window.takeNow(1)]).toEqual([true, true])
    window.end()
    expect(window.takeNow(1)).toBe(false)

    const ends = await twoEnds()
    const { ana, a, b } = ends
    const { said, stop } = await connected(ends)
    let sent = 0
    for (let at = 0; at < 12; at++) {
      const file = ana.make(14_000)
      await add(a, file)
      await until(b, file.name)
      sent += file.bytes.length
    }
    await stop()
    expect(said.filter((type) => type === 'credit')).toHaveLength(Math.floor(sent / (128 * 1024)))
  })
})
