import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createFold } from '../../electron/core/exchange/fold/fold'
import { editAtRandom, isSame } from '../support/random-docs'
import { beginFlush, createDevice, type Device, endFlush, flush, start, writerOf } from '../support/fold-devices'
import { seededNumbers } from '../support/seeded-random'

const runs = 1_000
const steps = 300

/** Three devices whose live words get lost, whose files come in any order, and which crash at any moment. */
function run(seed: number) {
  const random = seededNumbers(seed * 7919)
  const below = (count: number) => Math.floor(random() * count)
  const freshId = () => 1 + below(2 ** 31)
  const devices = [1, 2, 3].map((number) => createDevice(number, freshId()))
  const inboxes = new Map<Device, [from: Device, update: Uint8Array][]>(devices.map((device) => [device, []]))
  const gaps = new Map<Device, Set<Device>>(devices.map((device) => [device, new Set()]))
  const others = (device: Device) => devices.filter((other) => other !== device)
  for (const device of devices)
    device.say = (update) => others(device).forEach((other) => inboxes.get(other)?.push([device, update]))
  const forget = (device: Device, from: Device) => {
    inboxes.set(device, inboxes.get(device)?.filter(([sender]) => sender !== from) ?? [])
    gaps.get(device)?.add(from)
  }
  const tally = { crashes: 0, outOfOrder: 0, resyncs: 0 }

  const resync = (device: Device, from: Device) => {
    tally.resyncs++
    forget(device, from)
    gaps.get(device)?.delete(from)
    const verdict = device.fold.live(Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(device.doc)))
    if (verdict !== 'applied') throw new Error(`seed ${seed}: a resync was ${verdict}`)
  }
  const hear = (device: Device) => {
    const [message] = inboxes.get(device) ?? []
    if (!message) return
    const [from, update] = message
    if (random() < 0.1) forget(device, from)
    else if (gaps.get(device)?.has(from)) resync(device, from)
    else {
      inboxes.get(device)?.shift()
      const verdict = device.fold.live(update)
      if (verdict === 'refused') throw new Error(`seed ${seed}: honest words were refused`)
      if (verdict === 'out-of-order') {
        tally.outOfOrder++
        gaps.get(device)?.add(from)
      }
    }
  }
  const pass = (from: Device, to: Device, likely: number) => {
    const files = [...from.mirror.values()].filter((file) => !to.mirror.has(file.head) && random() < likely)
    files.sort(() => random() - 0.5)
    for (const file of files) to.mirror.set(file.head, file)
    to.fold.receive(files)
  }
  const crash = (device: Device) => {
    tally.crashes++
    if (device.pending && random() < 0.5) endFlush(device, 1, true)
    for (const other of others(device)) {
      forget(device, other)
      forget(other, device)
    }
    start(device, freshId())
  }
  for (let step = 0; step < steps; step++) {
    const device = devices[below(3)] ?? devices[0]
    const other = devices[below(3)]
    if (!device || !other) continue
    const x = random()
    if (x < 0.5) editAtRandom(device.doc, random)
    else if (x < 0.58) beginFlush(device, random() < 0.2 ? 'takeWitness' : 'take')
    else if (x < 0.66) endFlush(device, 1 + below(2))
    else if (x < 0.81) hear(device)
    else if (x < 0.97) {
      if (other !== device) pass(other, device, 0.9)
    } else crash(device)
  }
  settle(devices, pass)
  return { ...tally, ...verdictOn(devices, seed) }
}

function settle(devices: readonly Device[], pass: (from: Device, to: Device, likely: number) => void) {
  for (const device of devices) {
    endFlush(device)
    flush(device)
  }
  for (let round = 0; round < 5; round++) {
    for (const device of devices) flush(device, 'takeWitness')
    for (const to of devices) for (const from of devices) if (from !== to) pass(from, to, 1)
  }
}

function verdictOn(devices: readonly Device[], seed: number) {
  const [first = createDevice(9, 9)] = devices
  const random = seededNumbers(seed)
  const fresh = new Y.Doc()
  const fold = createFold({ doc: fresh, me: writerOf(8) })
  fold.receive([...first.mirror.values()].sort(() => random() - 0.5))
  const deleted = Y.snapshot(first.doc).ds
  const isLost = (update: Uint8Array) => {
    const { structs, ds } = Y.decodeUpdate(update)
    return (
      structs.some(({ id, length }) => Y.getState(first.doc.store, id.client) < id.clock + length) ||
      [...ds.clients].some(([client, ranges]) =>
        ranges.some(({ clock }) => !Y.isDeleted(deleted, Y.createID(client, clock))),
      )
    )
  }
  const acknowledged = devices.flatMap((device) => device.acknowledged)
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.filter(isLost).length,
    diverged: devices.some(({ doc }) => !isSame(doc, first.doc)) ? 1 : 0,
    unlikeFiles: isSame(fresh, first.doc) ? 0 : 1,
    parked: [fresh, ...devices.map(({ doc }) => doc)].some(({ store }) => store.pendingStructs ?? store.pendingDs)
      ? 1
      : 0,
    unfiled: devices.some(({ fold }) => fold.hasOwnWords() || fold.uncovered()) ? 1 : 0,
    standing: devices.flatMap(({ fold }) => fold.standing()).length,
  }
}

describe('folding, at random', () => {
  const portion = 100
  for (let first = 1; first < runs; first += portion) {
    it(`[Y11] in the courses of events from ${first} on nothing acknowledged is lost and all devices end equal`, () => {
      const total: Record<string, number> = {}
      for (let seed = first; seed < first + portion; seed++)
        for (const [key, count] of Object.entries(run(seed))) total[key] = (total[key] ?? 0) + count
      expect(total).toMatchObject({ lost: 0, diverged: 0, unlikeFiles: 0, parked: 0, unfiled: 0, standing: 0 })
      for (const key of ['acknowledged', 'crashes', 'resyncs']) expect(total[key]).toBeGreaterThan(portion * 3)
      expect(total['outOfOrder']).toBeGreaterThan(portion / 20)
    })
  }
})
