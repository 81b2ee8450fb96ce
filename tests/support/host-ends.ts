import { readdir } from 'node:fs/promises'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createTcpStreams } from '../../electron/adapters/link/tcp'
import { systemClock } from '../../electron/adapters/system-clock'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import type { LinkKeys } from '../../electron/core/host/link-protocol'
import type { PartnerLink } from '../../electron/core/host/host'
import { createPartnerLink } from '../../electron/core/link/partner-link'
import type { NoiseKeys } from '../../electron/core/link/streams'
import { hearNews, type HeardNews } from './link-ends'
import { type MadeFile, type PlainDevice, plainDevice, plainOpenCarrier } from './plain-carrier'
import { filled, noiseKeys } from './stream-ends'
import { makeFolder, removeFolder } from './vault-folder'

/** A host's link of a vault in a folder of its own, on 127.0.0.1. */
export interface HostEnd {
  readonly keys: NoiseKeys
  readonly device: PlainDevice
  readonly news: HeardNews
  readonly link: PartnerLink
  readonly signaled: string[]
  /** Orders a file to be kept, and waits for the answer. */
  keep(file: MadeFile): Promise<void>
  /** The names in the mirror's folder, in order. */
  names(): Promise<string[]>
  close(): Promise<void>
}

/** What the vault process of one of these devices gives its host. */
export const linkKeys = (end: HostEnd, devices: readonly PlainDevice[]): LinkKeys => ({
  folder: 'ours',
  epoch: 1,
  epochId: filled(16, 1),
  carrierKey: filled(32, 3),
  devices: Object.fromEntries(devices.map(({ id }) => [id, filled(32, 0)])),
  own: [end.device.writer],
})

/** A host that knows the files of these devices and of its own. */
export async function hostEnd(device: PlainDevice, known: readonly PlainDevice[]): Promise<HostEnd> {
  const folder = await makeFolder()
  const news = hearNews()
  const signaled: string[] = []
  const link = createPartnerLink({
    streams: createTcpStreams(systemClock),
    clock: systemClock,
    randomness: systemRandomness,
    files: diskFiles,
    folder,
    linkHost: '127.0.0.1',
    ownHosts: () => [],
    openCarrier: async () => plainOpenCarrier(...known),
    tell: news.tell,
    onSignaled: (message) => signaled.push(message),
  })
  let id = 0
  return {
    keys: noiseKeys(),
    device,
    news,
    link,
    signaled,
    async keep({ name, bytes }) {
      const own = id++
      link.order({ type: 'keep', id: own, name, bytes })
      const { failure } = await news.next('kept', (kept) => kept.id === own)
      if (failure) throw new Error(failure.code)
    },
    names: async () => (await readdir(`${folder}/mirror/ours`)).sort(),
    async close() {
      link.close()
      await removeFolder(folder)
    },
  }
}

/** Two hosts of paired devices, their mirrors open, who don't know of each other's addresses yet. */
export async function twoHosts(): Promise<[HostEnd, HostEnd]> {
  const devices = [plainDevice(), plainDevice()] as const
  const ends: [HostEnd, HostEnd] = [await hostEnd(devices[0], devices), await hostEnd(devices[1], devices)]
  for (const end of ends) end.link.order({ type: 'mirror', keys: linkKeys(end, devices) })
  return ends
}

/** Has the second dial the first, and waits for the stream. */
export async function linkHosts(a: HostEnd, b: HostEnd): Promise<void> {
  const reach = (end: HostEnd, other: HostEnd, addresses: readonly string[]) => ({
    noise: end.keys,
    port: 0,
    listen: false,
    pairing: null,
    paired: {
      epochId: filled(16, 1),
      psk: filled(32, 2),
      partnerNoiseKeys: [other.keys.publicKey],
      addresses,
      connect: true,
    },
  })
  a.link.order({ type: 'reach', reach: reach(a, b, []) })
  const { addresses } = await a.news.next('listening')
  b.link.order({ type: 'reach', reach: reach(b, a, addresses) })
  await Promise.all([a.news.next('linked'), b.news.next('linked')])
}
