import * as Y from 'yjs'
import { createFold, type Fold } from '../../electron/core/exchange/fold/fold'
import type { FoldedFile } from '../../electron/core/exchange/fold/folded-file'
import { type WriterId, writerId } from '../../electron/core/exchange/format/writer-id'
import { seededNumbers } from './seeded-random'

const zeros = '0'.repeat(64)
export const writerOf = (index: number): WriterId => writerId.parse(String(index).padStart(48, '0'))

/** A device of the model: its mirror survives a crash, everything else is made anew from it. */
export interface Device {
  readonly index: number
  readonly writer: WriterId
  readonly mirror: Map<WriterId, FoldedFile[]>
  /** Chooses Yjs's client ids, so that a run can be repeated. */
  readonly random: () => number
  doc: Y.Doc
  fold: Fold
  /** Live messages on their way, and from whom some were lost. */
  inbox: { from: Device; update: Uint8Array }[]
  gaps: Set<Device>
  /** Own updates that aren't in a file, and those that are. */
  unsaved: Uint8Array[]
  readonly acknowledged: Uint8Array[]
  /** Content whose file isn't durable yet. */
  writing: { slices: Uint8Array[]; deps: Map<WriterId, number>; own: Uint8Array[] } | null
}

/** Devices that hear each other live as long as nothing is lost. */
export function makeDevices(count: number, random: () => number = Math.random): Device[] {
  const devices: Device[] = []
  for (let index = 0; index < count; index++) {
    const doc = new Y.Doc()
    const writer = writerOf(index)
    const blank = { random, inbox: [], gaps: new Set<Device>(), unsaved: [], acknowledged: [], writing: null }
    devices.push({ index, writer, mirror: new Map(), doc, fold: createFold({ doc, me: writer }), ...blank })
  }
  for (const device of devices) open(device, devices)
  return devices
}

/** Starts a device from nothing but its mirror, as after a crash. */
export function open(device: Device, all: readonly Device[]): void {
  device.doc = new Y.Doc()
  device.doc.clientID = Math.floor(device.random() * 2 ** 32)
  device.fold = createFold({ doc: device.doc, me: device.writer })
  device.unsaved = []
  device.writing = null
  device.fold.receive([...device.mirror.values()].flat())
  device.doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === 'live' || origin === 'file') return
    device.unsaved.push(update)
    for (const other of all) if (other !== device) other.inbox.push({ from: device, update })
  })
}

/** Takes what the next file is to hold; it isn't durable yet. */
export function beginFlush(device: Device, alone = false): void {
  if (device.writing) return
  const taken = alone ? device.fold.takeWitness() : device.fold.take()
  if (!taken) return
  device.writing = { ...taken, own: device.unsaved }
  device.unsaved = []
}

/** The file is durable: what is in it counts as acknowledged. */
export function endFlush(device: Device): void {
  if (!device.writing) return
  const { slices, deps, own } = device.writing
  const files = device.mirror.get(device.writer) ?? []
  const number = files.length + 1
  const head = `${device.index}`.padStart(4, '0') + `${number}`.padStart(60, '0')
  const prev = files.at(-1)?.head ?? zeros
  files.push({
    writer: device.writer,
    document: 0,
    first: number,
    number,
    prev,
    head,
    kind: 'update',
    deps,
    vector: new Map(),
    slices,
  })
  device.mirror.set(device.writer, files)
  device.fold.filed({ number, head })
  device.acknowledged.push(...own)
  device.writing = null
}

/** Hands on files that the other hasn't, each writer's in order, with this probability each. */
export function pass(from: Device, to: Device, chance: () => boolean): void {
  const fresh: FoldedFile[] = []
  for (const [writer, files] of from.mirror) {
    const known = to.mirror.get(writer) ?? []
    to.mirror.set(writer, known)
    for (let at = known.length; at < files.length && chance(); at++) {
      const file = files[at]
      if (file) {
        known.push(file)
        fresh.push(file)
      }
    }
  }
  to.fold.receive(fresh)
}

/** Exchanges state vectors: what `from` has and `to` misses comes at once, and nothing of it is lost any more. */
export function resync(to: Device, from: Device): void {
  to.inbox = to.inbox.filter((message) => message.from !== from)
  to.gaps.delete(from)
  to.fold.live(Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)))
}

/** Hears the next live message; one that is out of order asks for state vectors. */
export function hear(device: Device): void {
  const message = device.inbox.shift()
  if (!message) return
  if (device.gaps.has(message.from) || device.fold.live(message.update) !== 'applied') resync(device, message.from)
}

export interface RunResult {
  readonly crashes: number
  readonly lost: number
  readonly diverged: boolean
  readonly unlikeFiles: boolean
  readonly pending: boolean
}

const steps = 300
const losses = 0.1

/** One random run of three devices: edits, flushes that take time, lossy live messages, files in any order, crashes. */
export function runModel(seed: number): RunResult {
  const random = seededNumbers(seed * 7919)
  const all = makeDevices(3, random)
  const some = () => all[Math.floor(random() * all.length)] as Device
  let crashes = 0
  for (let step = 0; step < steps; step++) {
    const device = some()
    const other = some()
    const dice = random()
    if (dice < 0.5) edit(device.doc, random)
    else if (dice < 0.62) beginFlush(device)
    else if (dice < 0.68) endFlush(device)
    else if (dice < 0.82) {
      const from = device.inbox[0]?.from
      if (from && random() < losses) {
        device.inbox = device.inbox.filter((message) => message.from !== from)
        device.gaps.add(from)
      } else hear(device)
    } else if (dice < 0.97) {
      if (other !== device) pass(other, device, () => random() < 0.9)
    } else {
      crashes++
      device.inbox = []
      device.gaps = new Set(all.filter((each) => each !== device))
      for (const each of all) {
        each.inbox = each.inbox.filter((message) => message.from !== device)
        each.gaps.add(device)
      }
      open(device, all)
    }
  }
  settle(all)
  const [first] = all as [Device]
  const fresh: Device = { ...first, index: 9, writer: writerOf(9) }
  open(fresh, [])
  const states = Y.decodeStateVector(Y.encodeStateVector(first.doc))
  const lost = all
    .flatMap(({ acknowledged }) => acknowledged)
    .filter((update) => [...Y.parseUpdateMeta(update).to].some(([client, to]) => (states.get(client) ?? 0) < to)).length
  return {
    crashes,
    lost,
    diverged: all.some((each) => !sameDocs(each.doc, first.doc)),
    unlikeFiles: !sameDocs(fresh.doc, first.doc),
    pending: [...all, fresh].some(({ doc }) => doc.store.pendingStructs !== null || doc.store.pendingDs !== null),
  }
}

/** Everything written is flushed and passed on, live words without a file as a witness. */
export function settle(all: readonly Device[]): void {
  const passAll = () => {
    for (const to of all) for (const from of all) if (from !== to) pass(from, to, () => true)
  }
  for (const device of all) endFlush(device)
  for (let round = 0; round < 6; round++) {
    for (const device of all) {
      beginFlush(device, round > 0)
      endFlush(device)
    }
    passAll()
  }
}

export const sameDocs = (a: Y.Doc, b: Y.Doc) => Y.equalSnapshots(Y.snapshot(a), Y.snapshot(b))

function edit(doc: Y.Doc, random: () => number): void {
  const below = (bound: number) => Math.floor(random() * bound)
  doc.transact(() => {
    const entries = doc.getMap<Y.Map<unknown>>('entries')
    const key = `00000000-0000-4000-8000-00000000000${below(4)}`
    let entry = entries.get(key)
    if (!entry || random() < 0.04) {
      entry = new Y.Map()
      entries.set(key, entry)
      entry.set('body', new Y.Text('x'))
      entry.set('tags', new Y.Map())
    }
    const body = entry.get('body') as Y.Text
    if (random() < 0.3 && body.length > 2) body.delete(below(body.length - 1), 1)
    else body.insert(below(body.length + 1), 'ab')
    const tags = entry.get('tags') as Y.Map<string>
    if (random() < 0.1) tags.set(`t${below(3)}`, 'tag')
    if (random() < 0.05) tags.delete(`t${below(3)}`)
    if (random() < 0.02) entries.delete(key)
  })
}
