import { afterEach, describe, expect, it } from 'vitest'
import { carrierEnd, type CarrierEnd, connectCarriers } from '../support/carrier-ends'
import { sealedDevice } from '../support/sealed-device'
import { removeFolder } from '../support/vault-folder'

const folders: string[] = []
afterEach(async () => void (await Promise.all(folders.splice(0).map(removeFolder))))

/** Two ends that know each other. */
async function twoEnds() {
  const known = [sealedDevice(), sealedDevice()]
  const [ana, ben] = known
  if (!ana || !ben) throw new Error('no devices')
  const [a, b] = [await carrierEnd(known, ana), await carrierEnd(known, ben)]
  folders.push(a.folder, b.folder)
  return { ana, a, b }
}
const until = (end: CarrierEnd, name: string) => end.news.next('arrived', ({ names }) => names.includes(name))

describe('two carriers between which a chain forks', () => {
  it('[I12] name a fork, keep both of its files, and go back to where it began', async () => {
    const { ana, a, b } = await twoEnds()
    const first = ana.make()
    const here = ana.makeAt(2, first.hash)
    const there = ana.makeAt(2, first.hash)
    const next = ana.makeAt(3, there.hash)
    await a.keep(first, there, next)
    await b.keep(first, here)
    const { stop } = connectCarriers(a, b)
    expect(await b.news.next('fork')).toEqual({ type: 'fork', writer: ana.writer, number: 2 })
    await until(b, there.name)
    expect((await b.names()).length).toBe(4)
    await a.news.next('fork')
    await until(a, here.name)
    await stop()
  })

  it('[I430] follow a fork back to where it began, though a snapshot has replaced the files there', async () => {
    const { ana, a, b } = await twoEnds()
    const first = ana.make()
    const [here, there] = [ana.makeAt(2, first.hash), ana.makeAt(2, first.hash)]
    const [hereNext, thereNext] = [ana.makeAt(3, here.hash), ana.makeAt(3, there.hash)]
    await a.keep(first, there, thereNext)
    await b.keep(first, here, hereNext)
    await b.mirror.drop([first.name, here.name])
    const { stop } = connectCarriers(a, b)
    for (const { name } of [thereNext, there, first]) await until(b, name)
    expect((await b.names()).length).toBe(4)
    await stop()
  })
})
