import { afterEach, describe, expect, it } from 'vitest'
import type { Carrier } from '../../electron/core/link/carriers/carriers'
import { carrierEnd, type CarrierEnd, connectCarriers } from '../support/carrier-ends'
import { type MadeFile, sealedDevice } from '../support/sealed-device'
import { removeFolder } from '../support/vault-folder'

const folders: string[] = []
afterEach(async () => void (await Promise.all(folders.splice(0).map(removeFolder))))

/** The ways from one mirror to another that there are: a carrier at each end, started among its end's carriers. */
const ways: { name: string; connect(a: CarrierEnd, b: CarrierEnd): readonly [Carrier, Carrier] }[] = [
  {
    name: 'a stream',
    connect(a, b) {
      const { atA, atB } = connectCarriers(a, b)
      return [atA, atB]
    },
  },
]

const until = (end: CarrierEnd, name: string) => end.news.next('arrived', ({ names }) => names.includes(name))
const timesArrived = ({ news }: CarrierEnd, name: string) =>
  news.all.filter((one) => one.type === 'arrived' && one.names.includes(name)).length

/** Keeps a new file as the app does. */
async function add(end: CarrierEnd, { name, bytes }: MadeFile): Promise<void> {
  const file = await end.mirror.keep(name, bytes)
  if (file) end.carriers.added(file)
}

describe.each(ways)('the carrier port: $name', ({ connect }) => {
  async function threeEnds() {
    const devices = [sealedDevice(), sealedDevice(), sealedDevice()] as const
    const [ana] = devices
    const end = async (own: (typeof devices)[number]) => {
      const made = await carrierEnd(devices, own)
      folders.push(made.folder)
      return made
    }
    return { ana, a: await end(devices[0]), b: await end(devices[1]), c: await end(devices[2]) }
  }

  it('[I410] brings what is in one mirror to the other, and what is added later, small or large, once each', async () => {
    const { ana, a, b } = await threeEnds()
    const files = [ana.make(), ana.make(200_000)]
    await a.keep(...files)
    const [atA] = connect(a, b)
    await until(b, files[1]!.name)
    for (const file of [ana.make(), ana.make(100_000), ana.make(30, 3)]) {
      files.push(file)
      await add(a, file)
      await until(b, file.name)
    }
    await a.carriers.stop(atA)
    expect(await b.names()).toEqual(await a.names())
    for (const { name, bytes } of files) {
      expect(await b.mirror.read(name)).toEqual(bytes)
      expect(timesArrived(b, name)).toBe(1)
    }
    expect([a, b].flatMap(({ news }) => news.all).filter(({ type }) => type === 'failed' || type === 'fork')).toEqual(
      [],
    )
  })

  it('[I411] passes on what another carrier of the same mirror brings, and nothing back to where it came from', async () => {
    const { ana, a, b, c } = await threeEnds()
    connect(a, b)
    connect(b, c)
    for (const file of [ana.make(), ana.make(100_000), ana.make(30, 3)]) {
      await add(a, file)
      await Promise.all([until(b, file.name), until(c, file.name)])
      expect([a, b, c].map((end) => timesArrived(end, file.name))).toEqual([0, 1, 1])
    }
    await Promise.all([a, b, c].map(({ carriers }) => carriers.close()))
    expect([await b.names(), await c.names()]).toEqual([await a.names(), await a.names()])
  })

  it('[I412] that is closed has put away what came, passes on no more, and may be closed again', async () => {
    const { ana, a, b } = await threeEnds()
    await a.keep(ana.make(), ana.make(3_000_000))
    const [atA, atB] = connect(a, b)
    await b.news.next('arrived')
    await Promise.all([b.carriers.stop(atB), atB.close(), a.carriers.stop(atA)])
    const before = await b.names()
    await atB.close()
    const more = ana.make()
    await add(a, more)
    atA.added((await a.mirror.keep(more.name, more.bytes))!)
    expect(await b.names()).toEqual(before)
    // What was put away is gone on from.
    connect(a, b)
    await until(b, more.name)
    await Promise.all([a, b].map(({ carriers }) => carriers.close()))
    expect(await b.names()).toEqual(await a.names())
  })
})
