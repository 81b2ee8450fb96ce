import * as Y from 'yjs'
import { fileOrigin, liveOrigin } from '../../electron/core/exchange/fold/content'
import { createFold, type Fold, type Taken } from '../../electron/core/exchange/fold/fold'
import type { FoldedFile } from '../../electron/core/exchange/fold/folded-file'
import { type WriterId, writerId } from '../../electron/core/exchange/format/writer-id'

/** The writer with this number, of a device with the same; or another one of that device. */
export const writerOf = (number: number, tag = number): WriterId =>
  writerId.parse(String(number).padStart(32, '0') + String(tag).padStart(16, '0'))

/** One device as its folder and its memory are: `mirror` outlives a crash, the rest doesn't. */
export interface Device {
  me: WriterId
  mirror: Map<string, FoldedFile>
  doc: Y.Doc
  fold: Fold
  /** What the next flush will acknowledge, and what flushes acknowledged; own updates. */
  own: Uint8Array[]
  acknowledged: Uint8Array[]
  pending: { taken: Taken; own: Uint8Array[] } | null
  /** Called with every own update. */
  say(update: Uint8Array): void
}

/** A file of the fold with what a test says of it; its head follows from writer and number. */
export function fileOf(writer: WriterId, number: number, file: Partial<FoldedFile> = {}): FoldedFile {
  const first = file.first ?? number
  const rest = { document: 0, kind: 'update' as const, sessions: [], deps: new Map(), vector: new Map(), slices: [] }
  return { writer, number, first, head: headOf(writer, number), prev: headOf(writer, first - 1), ...rest, ...file }
}
export const headOf = (writer: WriterId, number: number) =>
  number === 0 ? '0'.repeat(64) : writer.slice(-4) + String(number).padStart(60, '0')

export function createDevice(number: number, clientId: number): Device {
  const device = { me: writerOf(number), mirror: new Map(), acknowledged: [], say: () => {} }
  return start(device as unknown as Device, clientId)
}

/** Opens the device's folder anew, as after a crash. */
export function start(device: Device, clientId: number): Device {
  const doc = Object.assign(new Y.Doc(), { clientID: clientId })
  Object.assign(device, { doc, own: [], pending: null, fold: createFold({ doc, me: device.me }) })
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === fileOrigin || origin === liveOrigin) return
    device.own.push(update)
    device.say(update)
  })
  device.fold.receive([...device.mirror.values()])
  return device
}

/** Takes what a file must hold; it is not durable yet. */
export function beginFlush(device: Device, how: 'take' | 'takeWitness' = 'take'): void {
  const taken = device.fold[how]()
  if (!taken) return
  device.pending = { taken, own: device.own }
  device.own = []
}

/** Makes what was taken durable, in so many parts, and acknowledges it; a crash may come between the two. */
export function endFlush(device: Device, parts = 1, crashesBefore = false): FoldedFile | null {
  if (!device.pending) return null
  const { taken, own } = device.pending
  const first = (device.fold.vector().get(device.me)?.number ?? 0) + 1
  const file = fileOf(device.me, first + parts - 1, { first, ...taken })
  device.mirror.set(file.head, file)
  device.pending = null
  if (crashesBefore) return file
  device.fold.filed(file)
  device.acknowledged.push(...own)
  return file
}

export function flush(device: Device, how: 'take' | 'takeWitness' = 'take'): FoldedFile | null {
  beginFlush(device, how)
  return endFlush(device)
}

/** The words of the test's one text. */
export const textOf = (doc: Y.Doc) => doc.getText('t').toJSON()
/** Adds words to the end of it. */
export const type = (device: Device, words: string) =>
  device.doc.getText('t').insert(device.doc.getText('t').length, words)
/** Whether Yjs holds something back. */
export const isParked = ({ store }: Y.Doc) => store.pendingStructs !== null || store.pendingDs !== null

let nextClient = 900

/** A device that has nothing but these files. */
export function joinerWith(...files: FoldedFile[]) {
  const joiner = createDevice(9, nextClient++)
  joiner.fold.receive(files)
  return joiner
}
/** The value, which the test is sure of. */
export function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('there is nothing')
  return value
}
/** Ana and Ben, and what Ana says reaches Ben live. */
export function pair(): [ana: Device, ben: Device] {
  const [ana, ben] = [createDevice(1, 100), createDevice(2, 200)]
  ana.say = (update) => void ben.fold.live(update)
  return [ana, ben]
}
