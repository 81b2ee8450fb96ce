import * as Y from 'yjs'
import type { Device, World } from './model-device'

/** What came of live words. */
export interface LiveTally {
  outOfOrder: number
  resyncs: number
}

/** How likely a live message gets lost. */
const losses = 0.1

/** What the device says reaches the others live, as long as nothing is lost. */
export function speak(device: Device, others: () => readonly Device[]): void {
  device.say = (update) => {
    for (const other of others()) if (other !== device) other.inbox.push({ from: device, update })
  }
  for (const other of others()) if (other !== device) lose(device, other)
}

/** Hears the next live message, unless it is lost; after a gap state vectors are exchanged before anything more. */
export function hear(device: Device, { random }: World, tally: LiveTally): void {
  const [message] = device.inbox
  if (!message) return
  const { from, update } = message
  if (random() < losses) return lose(device, from)
  if (device.gaps.has(from)) {
    tally.resyncs++
    return resync(device, from)
  }
  device.inbox.shift()
  const verdict = device.fold.live(update)
  if (verdict === 'refused') throw new Error('honest words were refused')
  if (verdict === 'applied') return
  tally.outOfOrder++
  device.gaps.add(from)
}

function resync(device: Device, from: Device): void {
  lose(device, from)
  device.gaps.delete(from)
  const verdict = device.fold.live(Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(device.doc)))
  if (verdict !== 'applied') throw new Error(`a resync was ${verdict}`)
}

/** What the one sent the other live and isn't heard yet is lost. */
export function lose(device: Device, from: Device): void {
  device.inbox = device.inbox.filter((message) => message.from !== from)
  device.gaps.add(from)
}
