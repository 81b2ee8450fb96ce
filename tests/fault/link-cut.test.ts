import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { createTcpStreams } from '../../electron/adapters/link/tcp'
import { systemClock } from '../../electron/adapters/system-clock'
import type { LinkNews, LinkOrder } from '../../electron/core/protocol/link-protocol'
import { carrierWindow } from '../../electron/core/link/carriers/carrier-window'
import { type CarrierMessage, maxChunk } from '../../electron/core/link/carriers/carrier-messages'
import { partStep } from '../../electron/core/link/mirror/mirror-parts'
import { sealedNoteSize } from '../../electron/core/link/mirror/part-notes'
import { maxMessage } from '../../electron/core/link/streams/streams'
import { builtChild } from '../support/built-children'
import { type CuttingProxy, cuttingProxy } from '../support/cutting-proxy'
import { type HostEnd, reachTo, hostEnd, whereOf } from '../support/host-ends'
import { sealedDevice, sealedLinkKeys } from '../support/sealed-device'
import { noiseKeys } from '../support/stream-ends'
import { makeFolder, removeFolder } from '../support/vault-folder'
import { watchedStreams } from '../support/watched-streams'

const ends: HostEnd[] = []
const folders: string[] = []
const children: ChildProcess[] = []
const proxies: CuttingProxy[] = []
afterEach(async () => {
  proxies.splice(0).forEach((proxy) => proxy.close())
  children.splice(0).forEach((child) => child.kill('SIGKILL'))
  await Promise.all(ends.splice(0).map((end) => end.close()))
  await Promise.all(folders.splice(0).map(removeFolder))
})

it('[I40] a journal of 20 MB, cut at 30, 60 and 90 % on its way over TCP, comes in without a byte twice', async () => {
  const [ana, ben] = [sealedDevice(), sealedDevice()]
  let taken = 0
  const streams = watchedStreams(createTcpStreams(systemClock), { onHeard: ({ bytes }) => (taken += bytes.length) })
  const [a, b] = [await hostEnd(ana), await hostEnd(ben, { streams })]
  ends.push(a, b)
  a.link.order({ type: 'mirror', keys: sealedLinkKeys(ana.writer, [ana, ben]) })
  b.link.order({ type: 'mirror', keys: sealedLinkKeys(ben.writer, [ana, ben]) })
  const files = Array.from({ length: 6 }, () => ana.make(3_400_000))
  for (const file of files) await a.keep(file)
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0)

  const [address = ''] = await whereOf(a, b.keys.publicKey)
  const proxy = await cuttingProxy(Number(address.split(':')[1]))
  proxies.push(proxy)
  let cut = proxy.cutAfter(Math.round(total * 0.3))
  b.link.order({ type: 'reach', reach: reachTo(b, a.keys.publicKey, [proxy.address]) })
  for (const next of [0.6, 0.9]) {
    await cut
    cut = proxy.cutAfter(Math.round(total * next))
  }
  await cut
  await b.news.next('arrived', ({ names }) => names.includes(files[5]!.name))

  expect(b.news.count('linked')).toBe(4)
  expect(taken).toBe(total)
  // Beyond the files: what was said of them, and of each cut the message that it cut in two.
  expect(proxy.carried() - total).toBeLessThan(4 * maxMessage)
  expect(await b.names()).toEqual(await a.names())
})

it('[I41] a receiving host that is killed goes on from the disk, and has no more sent again than was not synced', async () => {
  const [ana, ben] = [sealedDevice(), sealedDevice()]
  const files = Array.from({ length: 4 }, () => ana.make(3_500_000))
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0)
  let sent = 0
  let killAt = 0
  let resumed: number[] = []
  const onSaid = ({ bytes }: { bytes: Uint8Array }) => {
    sent += bytes.length
    if (sent >= killAt) children.at(-1)?.kill('SIGKILL')
  }
  const onHeard = ({ head }: { head: CarrierMessage }) => {
    if (head.type === 'want' && head.class === 'journal') resumed.push(head.resume?.offset ?? 0)
  }
  const a = await hostEnd(ana, { streams: watchedStreams(createTcpStreams(systemClock), { onSaid, onHeard }) })
  ends.push(a)
  a.link.order({ type: 'mirror', keys: sealedLinkKeys(ana.writer, [ana, ben]) })
  for (const file of files) await a.keep(file)

  const folder = await makeFolder()
  folders.push(folder)
  const keys = noiseKeys()
  const addresses = await whereOf(a, keys.publicKey)
  const start = () => {
    const child = hostChild(folder)
    child.send({ type: 'mirror', keys: sealedLinkKeys(ben.writer, [ana, ben]) } satisfies LinkOrder)
    child.send({ type: 'reach', reach: reachTo({ keys }, a.keys.publicKey, addresses) } satisfies LinkOrder)
    return child
  }
  let [asked, kept] = [0, 0]
  for (const part of [0.3, 0.6, 0.9]) {
    killAt = sent + total * part - kept
    const [, signal] = await once(start(), 'exit')
    expect(signal).toBe('SIGKILL')
    expect(resumed[0]).toBe(asked)
    resumed = []
    const left = await bytesIn(join(folder, 'mirror/ours'))
    kept = left.whole + left.part
    asked = left.part
    // On its way, or come but not synced yet.
    expect(total * part - kept).toBeLessThan(carrierWindow + partStep + 2 * maxChunk)
  }
  killAt = Number.POSITIVE_INFINITY
  const [before, missing] = [sent, total - kept]
  const child = start()
  const last = files[3]!.name
  await new Promise<void>((resolve) =>
    child.on('message', (news: LinkNews) => news.type === 'arrived' && news.names.includes(last) && resolve()),
  )
  expect(resumed[0]).toBe(asked)
  expect(sent - before).toBe(missing)
  expect((await readdir(join(folder, 'mirror/ours'))).sort()).toEqual(await a.names())
})

function hostChild(folder: string): ChildProcess {
  const child = fork(builtChild('host-child'), [folder], { serialization: 'advanced' })
  children.push(child)
  return child
}

const isWhole = /^[0-9a-f]{32}$/u

/** How many bytes of whole files and of a file's beginning lie in a mirror. */
async function bytesIn(mirror: string): Promise<{ whole: number; part: number }> {
  const names = await readdir(mirror)
  const found = { whole: 0, part: 0 }
  for (const name of names) {
    const bytes = await readFile(join(mirror, name))
    if (isWhole.test(name)) found.whole += bytes.length
    if (!name.endsWith('.part')) continue
    const part = bytes.subarray(sealedNoteSize)
    const wholes = await Promise.all(
      names.filter((each) => isWhole.test(each)).map((each) => readFile(join(mirror, each))),
    )
    // Of a file that has just become whole, or just created: nothing is gone on from.
    if (wholes.some((whole) => whole.subarray(0, part.length).equals(part))) continue
    found.part = Math.max(found.part, part.length)
  }
  return found
}
