import { afterEach, describe, expect, it } from 'vitest'
import { openPartnerLinkAt } from '../../electron/adapters/link/open-partner-link'
import type { PartnerLink } from '../../electron/core/host/host'
import { failureOf } from '../../shared/failure'
import { type HostEnd, hostEnd, linkHosts, reachTo, whereOf } from '../support/host-ends'
import { hearNews } from '../support/link-ends'
import { type SealedDevice, sealedDevice, sealedLinkKeys } from '../support/sealed-device'
import { noiseKeys } from '../support/stream-ends'
import { makeFolder, removeFolder } from '../support/vault-folder'

type End = Pick<HostEnd, 'link' | 'news' | 'signaled' | 'keys' | 'device' | 'close'>

/** As both hosts of the app make it. */
async function asTheAppDoes(device: SealedDevice): Promise<End> {
  const folder = await makeFolder()
  const news = hearNews()
  const signaled: string[] = []
  const onSignaled = (message: string) => void signaled.push(message)
  const link = openPartnerLinkAt('127.0.0.1')({ folder, tell: news.tell, onSignaled })
  const close = async () => {
    link.close()
    await removeFolder(folder)
  }
  return { link, news, signaled, keys: noiseKeys(), device, close }
}

const ends: End[] = []
afterEach(async () => void (await Promise.all(ends.splice(0).map((end) => end.close()))))

const refusalOf = (link: PartnerLink) => {
  try {
    link.signal('too early')
  } catch (error) {
    return failureOf(error).code
  }
  return null
}

describe.each([
  { name: 'as the app makes it', make: asTheAppDoes },
  { name: 'as the tests of links do', make: (device: SealedDevice): Promise<End> => hostEnd(device) },
])('the partner link port: $name', ({ make }) => {
  async function twoEnds() {
    const devices = [sealedDevice(), sealedDevice()] as const
    const made = [await make(devices[0]), await make(devices[1])] as const
    ends.push(...made)
    for (const { link, device } of made) link.order({ type: 'mirror', keys: sealedLinkKeys(device.writer, devices) })
    return made as unknown as readonly [HostEnd, HostEnd]
  }

  it('[F118] carries signaling once there is a stream, each message as it was and in order, and refuses it before', async () => {
    const [a, b] = await twoEnds()
    expect(refusalOf(a.link)).toBe('not-paired')
    await linkHosts(a, b)
    const messages = ['offer — ü', '', '😀'.repeat(1000)]
    for (const message of messages) a.link.signal(message)
    b.link.signal('answer')
    await expect.poll(() => [a.signaled, b.signaled]).toEqual([['answer'], messages])
  })

  it('[F118] stores a file that is ordered, durably or with its reason, and gives it to the partner', async () => {
    const [a, b] = await twoEnds()
    await linkHosts(a, b)
    const { name, bytes } = a.device.make(200_000)
    a.link.order({ type: 'keep', id: 5, name, bytes })
    expect(await a.news.next('kept')).toMatchObject({ id: 5, failure: null })
    await b.news.next('arrived', ({ names }) => names.includes(name))
  })

  it('[F118] listens as long as it is told to', async () => {
    const [a, b] = await twoEnds()
    expect(await whereOf(a, b.keys.publicKey)).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+$/)])
    a.link.order({ type: 'reach', reach: null })
    await a.news.next('not-listening')
    a.link.order({ type: 'reach', reach: reachTo(a, b.keys.publicKey, []) })
    await a.news.next('listening')
  })

  it('[F118] ends every connection when it is closed, and closing it again changes nothing', async () => {
    const [a, b] = await twoEnds()
    await linkHosts(a, b)
    a.link.close()
    a.link.close()
    await b.news.next('unlinked')
    expect(refusalOf(a.link)).toBe('not-paired')
  })
})
