import { readdir } from 'node:fs/promises'
import { diskFiles } from '../../electron/adapters/disk-files'
import { systemClock } from '../../electron/adapters/system-clock'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { type Carriers, createCarriers } from '../../electron/core/link/carriers/carriers'
import { createStreamCarrier, type StreamCarrier } from '../../electron/core/link/carriers/stream-carrier'
import {
  type CarrierMessage,
  readCarrierMessage,
  writeCarrierMessage,
} from '../../electron/core/link/carriers/carrier-messages'
import { type Mirror, openMirror } from '../../electron/core/link/mirror/mirror'
import { type EndReason, type Feature, ownFeatures } from '../../electron/core/link/streams/session-messages'
import type { Files } from '../../electron/core/ports'
import { createTurns, type InTurn } from '../../electron/core/vault/in-turn'
import { hearNews, type HeardNews } from './link-ends'
import { type MadeFile, openCarrierFor, type SealedDevice, sealedLinkKeys } from './sealed-device'
import { makeFolder } from './vault-folder'

/** A device's mirror on the disk, and what its carrier tells. */
export interface CarrierEnd {
  readonly folder: string
  readonly mirror: Mirror
  readonly news: HeardNews
  readonly carriers: Carriers
  readonly inTurn: InTurn
  readonly own: SealedDevice
  readonly known: readonly SealedDevice[]
  keep(...files: readonly MadeFile[]): Promise<void>
  /** The names in the mirror's folder, in order. */
  names(): Promise<string[]>
}

/** A mirror in a folder of its own (or an existing one) that knows these devices. */
export async function carrierEnd(
  known: readonly SealedDevice[],
  own: SealedDevice,
  folder?: string,
  files: Files = diskFiles,
): Promise<CarrierEnd> {
  const vault = folder ?? (await makeFolder())
  const openCarrier = openCarrierFor(sealedLinkKeys(own.writer, known))
  const mirror = await openMirror({
    files,
    randomness: systemRandomness,
    openCarrier,
    vault,
    folder: 'ours',
  })
  const news = hearNews()
  return {
    folder: vault,
    mirror,
    news,
    carriers: createCarriers({ mirror, tell: news.tell }),
    inTurn: createTurns(),
    own,
    known,
    async keep(...files) {
      for (const { name, bytes } of files) await mirror.keep(name, bytes)
    },
    names: async () => (await readdir(`${vault}/mirror/ours`)).sort(),
  }
}

/** What is done to one message on its way: any number of messages instead. */
export type Tamper = (message: { head: CarrierMessage; bytes: Uint8Array }) => readonly Uint8Array[]

export const untouched: Tamper = ({ head, bytes }) => [writeCarrierMessage(head, bytes)]

/** Starts the carriers of two ends on one line; `tamper` sits on the way from the first to the second, `back` on the other. */
export function connectCarriers(
  a: CarrierEnd,
  b: CarrierEnd,
  tamper: Tamper = untouched,
  back: Tamper = untouched,
  features: readonly Feature[] = ownFeatures,
) {
  let isUp = true
  let announceDown: () => void = () => undefined
  const down = new Promise<void>((resolve) => (announceDown = resolve))
  const cut = () => {
    isUp = false
    announceDown()
  }
  const reasons: EndReason[] = []
  const lineTo = (other: () => StreamCarrier, change: Tamper) => ({
    can: (feature: Feature) => features.includes(feature),
    close: cut,
    fail(reason: EndReason) {
      reasons.push(reason)
      cut()
    },
    async send(_: string, bytes: Uint8Array) {
      const said = readCarrierMessage(bytes)
      // Like a socket, it delivers later, and in order.
      await new Promise<void>((resolve) => setImmediate(resolve))
      if (!said || said === 'unknown') throw new Error('Not a message')
      for (const message of change(said)) if (isUp) other().heard(message)
    },
  })
  const start = (end: CarrierEnd, stream: ReturnType<typeof lineTo>): StreamCarrier =>
    end.carriers.start((files) =>
      createStreamCarrier({
        mirror: end.mirror,
        files,
        stream,
        clock: systemClock,
        inTurn: end.inTurn,
        tell: end.news.tell,
        keys: () => sealedLinkKeys(end.own.writer, end.known),
      }),
    )
  const atA: StreamCarrier = start(
    a,
    lineTo(() => atB, tamper),
  )
  const atB: StreamCarrier = start(
    b,
    lineTo(() => atA, back),
  )
  const stop = async () => {
    cut()
    await Promise.all([a.carriers.stop(atA), b.carriers.stop(atB)])
  }
  return { atA, atB, down, reasons, stop }
}
