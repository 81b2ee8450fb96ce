import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { failureOf } from '../../shared/failure'
import { hostEnd, type HostEnd, linkHosts, twoHosts } from '../support/host-ends'
import { alone } from '../support/link-ends'
import { sealedDevice, sealedLinkKeys } from '../support/sealed-device'
import { filled } from '../support/stream-ends'

const ends: HostEnd[] = []
const hosts = async () => {
  const made = await twoHosts()
  ends.push(...made)
  return made
}
afterEach(async () => void (await Promise.all(ends.splice(0).map((end) => end.close()))))

const until = (end: HostEnd, name: string) => end.news.next('arrived', ({ names }) => names.includes(name))

it('[I18] two hosts exchange what their vaults keep, over real sockets, each new file at once', async () => {
  const [a, b] = await hosts()
  const before = [a.device.make(), a.device.make(1_000_000)]
  for (const file of before) await a.keep(file)
  await linkHosts(a, b)
  await until(b, before[1]!.name)
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const file = from.device.make()
    await from.keep(file)
    await until(to, file.name)
  }
  expect(await b.names()).toEqual(await a.names())
})

it('[I19] live signaling reaches the partner’s window, and is refused without a stream', async () => {
  const [a, b] = await hosts()
  let failure: unknown
  try {
    a.link.signal('early')
  } catch (error) {
    failure = failureOf(error)
  }
  expect(failure).toEqual({ code: 'not-paired' })
  await linkHosts(a, b)
  a.link.signal('offer — ü')
  b.link.signal('answer')
  await expect.poll(() => [a.signaled, b.signaled]).toEqual([['answer'], ['offer — ü']])
})

it('[I20] what is said on an invite’s stream reaches the vault processes, and no file goes over it', async () => {
  const [a, b] = await hosts()
  await a.keep(a.device.make())
  const invite = { psk: filled(32, 4), prologue: filled(20, 5) }
  a.link.order({
    type: 'reach',
    reach: { ...alone(a.keys), pairing: { role: 'inviter', ...invite, status: 'open' } },
  })
  const { addresses } = await a.news.next('listening')
  b.link.order({
    type: 'reach',
    reach: { ...alone(b.keys), pairing: { role: 'joiner', ...invite, payload: filled(3, 6), addresses } },
  })
  const linked = await a.news.next('pairing-linked')
  expect([...linked.payload]).toEqual([6, 6, 6])
  await b.news.next('pairing-linked')
  a.link.order({ type: 'control', bytes: filled(2, 1) })
  b.link.order({ type: 'control', bytes: filled(3, 2) })
  expect([...(await b.news.next('control')).bytes]).toEqual([1, 1])
  expect([...(await a.news.next('control')).bytes]).toEqual([2, 2, 2])
  a.link.order({ type: 'end-pairing' })
  await b.news.next('pairing-ended')
  expect(b.news.count('arrived')).toBe(0)
})

it('[I21] a host that is closed tells nothing more and holds no port', async () => {
  const [a, b] = await hosts()
  await linkHosts(a, b)
  const [listening] = a.news.all.filter((news) => news.type === 'listening')
  const told = a.news.all.length
  a.link.close()
  await b.news.next('unlinked')
  const socket = connect(listening?.port ?? 0, '127.0.0.1')
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toBe('ECONNREFUSED')
  expect(a.news.all.length).toBe(told)
})

it('[I22] what is said live gets in between the chunks of files under way', async () => {
  const [a, b] = await hosts()
  const files = Array.from({ length: 5 }, () => a.device.make(3_600_000))
  for (const file of files) await a.keep(file)
  await linkHosts(a, b)
  await b.news.next('incoming')
  a.link.signal('now')
  await expect.poll(() => b.signaled).toEqual(['now'])
  expect(b.news.all.some((news) => news.type === 'arrived' && news.names.includes(files[4]!.name))).toBe(false)
  await until(b, files[4]!.name)
})

it('[I23] a vault that gets another writer, or another device, goes on with the same stream', async () => {
  const [former, next, ben] = [sealedDevice(), sealedDevice(), sealedDevice()]
  const [a, b] = [await hostEnd(former), await hostEnd(ben)]
  ends.push(a, b)
  for (const end of [a, b]) end.link.order({ type: 'mirror', keys: sealedLinkKeys(end.device.writer, [former, ben]) })
  await linkHosts(a, b)
  for (const end of [a, b])
    end.link.order({ type: 'mirror', keys: sealedLinkKeys(end.device.writer, [former, next, ben]) })
  await b.keep(ben.make())
  const file = next.make()
  await a.keep(file)
  await until(b, file.name)
  expect(b.news.count('unlinked')).toBe(0)
})
