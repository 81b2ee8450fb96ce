import { readdir } from 'node:fs/promises'
import { diskFiles } from '../../electron/adapters/disk-files'
import { systemClock } from '../../electron/adapters/system-clock'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { type Carrier, createCarrier } from '../../electron/core/link/carriers/carrier'
import {
  type CarrierMessage,
  readCarrierMessage,
  writeCarrierMessage,
} from '../../electron/core/link/carriers/carrier-messages'
import { type Mirror, openMirror } from '../../electron/core/link/mirror/mirror'
import { createTurns, type InTurn } from '../../electron/core/vault/in-turn'
import { hearNews, type HeardNews } from './link-ends'
import { type MadeFile, openCarrierFor, type SealedDevice, sealedLinkKeys } from './sealed-device'
import { makeFolder } from './vault-folder'

/** A device's mirror on the disk, and what its carrier tells. */
export interface CarrierEnd {
  readonly folder: string
  readonly mirror: Mirror
  readonly news: HeardNews
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
): Promise<CarrierEnd> {
  const vault = folder ?? (await makeFolder())
  const openCarrier = openCarrierFor(sealedLinkKeys(own.writer, known))
  const mirror = await openMirror({
    files: diskFiles,
    randomness: systemRandomness,
    openCarrier,
    vault,
    folder: 'ours',
  })
  return {
    folder: vault,
    mirror,
    news: hearNews(),
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
export function connectCarriers(a: CarrierEnd, b: CarrierEnd, tamper: Tamper = untouched, back: Tamper = untouched) {
  let isUp = true
  let announceDown: () => void = () => undefined
  const down = new Promise<void>((resolve) => (announceDown = resolve))
  const cut = () => {
    isUp = false
    announceDown()
  }
  const lineTo = (other: () => Carrier, change: Tamper) => ({
    destroy: cut,
    async send(_: string, bytes: Uint8Array) {
      const said = readCarrierMessage(bytes)
      // Like a socket, it delivers later, and in order.
      await new Promise<void>((resolve) => setImmediate(resolve))
      if (!said) throw new Error('Not a message')
      for (const message of change(said)) if (isUp) other().heard(message)
    },
  })
  const start = (end: CarrierEnd, stream: ReturnType<typeof lineTo>): Carrier =>
    createCarrier({
      mirror: end.mirror,
      stream,
      clock: systemClock,
      inTurn: end.inTurn,
      tell: end.news.tell,
      keys: () => sealedLinkKeys(end.own.writer, end.known),
    })
  const atA: Carrier = start(
    a,
    lineTo(() => atB, tamper),
  )
  const atB: Carrier = start(
    b,
    lineTo(() => atA, back),
  )
  const stop = async () => {
    cut()
    await Promise.all([atA.ended(), atB.ended()])
  }
  return { atA, atB, down, stop }
}
