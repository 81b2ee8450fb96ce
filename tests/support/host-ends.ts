import { readdir } from 'node:fs/promises'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createTcpStreams } from '../../electron/adapters/link/tcp'
import { systemClock } from '../../electron/adapters/system-clock'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import type { LinkReach } from '../../electron/core/protocol/link-protocol'
import type { PartnerLink } from '../../electron/core/host/host'
import type { Clock } from '../../electron/core/ports'
import { createPartnerLink } from '../../electron/core/link/partner-link'
import type { NoiseKeys, Streams } from '../../electron/core/link/streams/streams'
import { alone, hearNews, type HeardNews } from './link-ends'
import { type MadeFile, openCarrierFor, type SealedDevice, sealedDevice, sealedLinkKeys } from './sealed-device'
import { filled, noiseKeys } from './stream-ends'
import { makeFolder, removeFolder } from './vault-folder'

/** A host's link of a vault in a folder of its own, on 127.0.0.1. */
export interface HostEnd {
  readonly folder: string
  readonly keys: NoiseKeys
  readonly device: SealedDevice
  readonly news: HeardNews
  readonly link: PartnerLink
  readonly signaled: string[]
  /** Orders a file to be kept, and waits for the answer. */
  keep(file: MadeFile): Promise<void>
  /** The names in the mirror's folder, in order. */
  names(): Promise<string[]>
  close(): Promise<void>
}

/** A host on a folder of its own; which files it knows its mirror's keys say. */
export async function hostEnd(
  device: SealedDevice,
  { clock = systemClock, streams = createTcpStreams(clock) }: { streams?: Streams; clock?: Clock } = {},
): Promise<HostEnd> {
  const folder = await makeFolder()
  const news = hearNews()
  const signaled: string[] = []
  const link = createPartnerLink({
    streams,
    clock,
    randomness: systemRandomness,
    files: diskFiles,
    folder,
    linkHost: '127.0.0.1',
    ownHosts: () => [],
    openCarrier: openCarrierFor,
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
  const devices = [sealedDevice(), sealedDevice()] as const
  const ends: [HostEnd, HostEnd] = [await hostEnd(devices[0]), await hostEnd(devices[1])]
  for (const end of ends) end.link.order({ type: 'mirror', keys: sealedLinkKeys(end.device.writer, devices) })
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
