import { readdir } from 'node:fs/promises'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createTcpStreams } from '../../electron/adapters/link/tcp'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { systemClock } from '../../electron/adapters/system-clock'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import type { LinkKeys, LinkReach } from '../../electron/core/host/link-protocol'
import type { PartnerLink } from '../../electron/core/host/host'
import type { OpenCarrier } from '../../electron/core/link/mirror'
import { openCarrierBy } from '../../electron/core/link/open-carrier'
import type { Clock } from '../../electron/core/ports'
import { createPartnerLink } from '../../electron/core/link/partner-link'
import type { NoiseKeys, Streams } from '../../electron/core/link/streams'
import { alone, hearNews, type HeardNews } from './link-ends'
import { type MadeFile, type PlainDevice, plainDevice, plainOpenCarrier, type TestDevice } from './plain-carrier'
import type { SealedDevice } from './sealed-device'
import { filled, noiseKeys } from './stream-ends'
import { makeFolder, removeFolder } from './vault-folder'

/** A host's link of a vault in a folder of its own, on 127.0.0.1. */
export interface HostEnd {
  readonly folder: string
  readonly keys: NoiseKeys
  readonly device: TestDevice
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
export const hostEnd = (device: PlainDevice, known: readonly PlainDevice[]): Promise<HostEnd> =>
  hostEndBy({ device, openCarrier: async () => plainOpenCarrier(...known) })

/** A host that takes the real format. */
export const sealedHostEnd = (device: SealedDevice, o: { streams?: Streams; clock?: Clock } = {}): Promise<HostEnd> =>
  hostEndBy({ ...o, device, openCarrier: openCarrierBy(createSodiumCipher()) })

async function hostEndBy(o: {
  device: TestDevice
  openCarrier(keys: LinkKeys): Promise<OpenCarrier>
  streams?: Streams
  clock?: Clock
}): Promise<HostEnd> {
  const { device, openCarrier, clock = systemClock } = o
  const folder = await makeFolder()
  const news = hearNews()
  const signaled: string[] = []
  const link = createPartnerLink({
    streams: o.streams ?? createTcpStreams(clock),
    clock,
    randomness: systemRandomness,
    files: diskFiles,
    folder,
    linkHost: '127.0.0.1',
    ownHosts: () => [],
    openCarrier,
    tell: news.tell,
    onSignaled: (message) => signaled.push(message),
  })
  let id = 0
  return {
    folder,
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

/** A reach to the device with these keys. */
export const reachTo = (end: Pick<HostEnd, 'keys'>, partner: Uint8Array, addresses: readonly string[]): LinkReach => ({
  ...alone(end.keys),
  paired: { epochId: filled(16, 1), psk: filled(32, 2), partnerNoiseKeys: [partner], addresses, connect: true },
})

/** Where it listens, once it is told to expect the partner with these keys. */
export async function whereOf(end: HostEnd, partner: Uint8Array): Promise<readonly string[]> {
  end.link.order({ type: 'reach', reach: reachTo(end, partner, []) })
  return (await end.news.next('listening')).addresses
}

/** Has the second dial the first, and waits for the stream. */
export async function linkHosts(a: HostEnd, b: HostEnd): Promise<void> {
  const addresses = await whereOf(a, b.keys.publicKey)
  b.link.order({ type: 'reach', reach: reachTo(b, a.keys.publicKey, addresses) })
  await Promise.all([a.news.next('linked'), b.news.next('linked')])
}
