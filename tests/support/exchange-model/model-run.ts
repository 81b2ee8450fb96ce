import type { FoldedFile } from '../../../electron/core/exchange/fold/folded-file'
import type { WriterId } from '../../../electron/core/exchange/format/writer-id'
import { editAtRandom } from '../random-docs'
import { seededNumbers } from '../seeded-random'
import {
  beginFlush,
  below,
  chained,
  type Device,
  endFlush,
  inAnyOrder,
  lastOf,
  load,
  makeDevice,
  newWriter,
  none,
  ofNewer,
  reopen,
  type World,
} from './model-device'
import { hear, lose, speak } from './model-live'
import type { Misfortune, Outcome, Tally } from './model-outcome'
import { type Copy, copyOf, drop, goOnAnew, lie, pass, restore, roll, type Withholds } from './model-mirror'

/** So many steps lie between two tags, so that in a run there are more than a device may have live writers. */
const tagEvery = 3

/** Ana, Ben and Ben's second device: live words that get lost, files in any order, crashes at any moment, and a misfortune. */
export function runModel(seed: number, misfortune: Misfortune, steps = 250): Outcome {
  const run = new Run(seed, misfortune)
  return run.outcome(steps)
}

class Run {
  readonly #world: World
  readonly #misfortune: Misfortune
  readonly #ana: Device
  readonly #ben: Device
  readonly #all: Device[]
  /** Under which a newer app on Ben's second device writes its own document. */
  readonly #newer: { readonly by: Device; readonly writer: WriterId }
  /** What doesn't get across, or not yet: it lies where it was handed in, whatever becomes of its device. */
  readonly #withheld = new Map<string, FoldedFile>()
  readonly #seen = new Set<string>()
  #hasSettled = false
  /** Snapshots would hide what files lack: there are none, or only while words are written, or also at the end. */
  readonly #rolls: number
  readonly #tally: Tally = { crashes: 0, outOfOrder: 0, resyncs: 0, snapshots: 0, dropped: 0, withheld: 0, anew: 0 }

  constructor(seed: number, misfortune: Misfortune) {
    this.#world = { random: seededNumbers(seed * 7919), acknowledged: [], tags: 1, heads: 1, anew: 0 }
    this.#misfortune = misfortune
    this.#rolls = below(this.#world, 3)
    this.#ana = makeDevice(this.#world, 'Ana', 1)
    this.#ben = makeDevice(this.#world, 'Ben', 2)
    const second = makeDevice(this.#world, 'Ben', 3)
    this.#newer = { by: second, writer: newWriter(this.#world, second.id) }
    this.#all = [this.#ana, this.#ben, second]
    for (const device of this.#all) speak(device, () => this.#all)
  }

  outcome(steps: number): Outcome {
    const { restore: put, clone, tags, lies, crowds, withheld } = this.#misfortune
    const at = (share: number) => Math.floor(steps * (share + 0.2 * this.#world.random()))
    const [copied, struck, lied] = [at(0.1), at(0.55), at(0.3)]
    let copy = copyOf(this.#ben)
    for (let step = 0; step < steps; step++) {
      if (step === copied) copy = copyOf(this.#ben)
      if (step === lied && lies) this.#lie()
      if (step === lied && crowds) this.#crowd()
      if (step === struck && put) this.#restore(copy, put)
      if (step === struck && clone) this.#clone()
      if (tags && step % tagEvery === 0) this.#goOnAnew(this.#ben)
      this.#step()
    }
    this.#settle()
    const joiner = makeDevice(this.#world, 'Ben', 9)
    this.#passAll([...this.#all, joiner])
    if (tags) reopen(joiner)
    const isSpared = withheld === 'for ever' || lies || crowds
    const honest = this.#all.filter((device) => withheld !== 'for ever' || device !== this.#ben)
    const all = [...honest, ...honest.map(readAnew), joiner]
    // Of a crowd each device folds whom it met first, so that on a third one what rests on others of it waits.
    const devices = crowds ? all.filter(({ person }) => person === 'Ana') : all
    return {
      devices,
      equal: lies || crowds ? [] : devices,
      isCrowded: crowds === true,
      liar: lies ? this.#ben.id : null,
      withheld: this.#withheld,
      acknowledged: this.#world.acknowledged.filter(({ by }) => !isSpared || by === 'Ana').map(({ update }) => update),
      tally: { ...this.#tally, anew: this.#world.anew },
    }
  }

  #step(): void {
    const [device, other] = [this.#one(), this.#one()]
    const chance = this.#world.random()
    // Between the coming of such a file and the new writer a process may end.
    if (device.isCopied && this.#world.random() < 0.3) this.#crash(device)
    else if (device.isCopied && this.#world.random() < 0.5) this.#goOnAnew(device)
    if (chance < 0.36) editAtRandom(device.doc, this.#world.random)
    else if (chance < 0.5) beginFlush(device, this.#world.random() < 0.2 ? 'takeWitness' : 'take')
    else if (chance < 0.63) endFlush(device, { parts: 1 + below(this.#world, 2) })
    else if (chance < 0.77) hear(device, this.#world, this.#tally)
    else if (chance < 0.94) this.#pass(device, other, 0.85)
    else if (chance < 0.97) this.#crash(device)
    else if (chance < 0.985) this.#roll()
    else this.#writeNewer()
  }

  #one(): Device {
    return this.#all[below(this.#world, this.#all.length)] ?? this.#ana
  }

  #crash(device: Device): void {
    this.#tally.crashes++
    if (this.#world.random() < 0.5) endFlush(device, { crashes: true })
    this.#reopen(device)
  }

  #reopen(device: Device): void {
    reopen(device)
    this.#drop(device)
    this.#loseAllOf(device)
  }

  #loseAllOf(device: Device): void {
    for (const other of this.#all) {
      if (other === device) continue
      lose(device, other)
      lose(other, device)
    }
  }

  #goOnAnew(device: Device): void {
    goOnAnew(device, { crashes: this.#world.random() < 0.4 })
    this.#loseAllOf(device)
  }

  /** Only Ana's device puts snapshots in the place of files; any drops what they stand for. */
  #roll(): void {
    if (this.#rolls < (this.#hasSettled ? 2 : 1)) return
    roll(this.#ana)
    this.#tally.snapshots++
    this.#drop(this.#ana)
  }

  #drop(device: Device): void {
    const before = device.mirror.size
    drop(device)
    this.#tally.dropped += before - device.mirror.size
  }

  #writeNewer(): void {
    const { by, writer } = this.#newer
    const end = lastOf(by, writer) ?? { number: 0, head: none }
    const file = chained(by, end, { writer, parts: 1, content: { document: ofNewer, kind: 'newer' } })
    by.fold.receive([file])
  }

  #lie(): void {
    lie(this.#ben)
    this.#reopen(this.#ben)
    this.#pass(this.#ana, this.#ben, 1)
    this.#write(this.#ana)
    this.#pass(this.#ben, this.#ana, 0.8)
    this.#write(this.#ben)
    this.#pass(this.#ana, this.#ben, 1)
    this.#roll()
    this.#reopen(this.#ana)
  }

  /** Each file is the only one of its writer. */
  #crowd(): void {
    for (let count = 0; count < 80; count++) {
      this.#ben.writer = newWriter(this.#world, this.#ben.id)
      this.#ben.end = { number: 0, head: none }
      this.#write(this.#ben)
    }
  }

  /** Before it is put back the others have had all of it, and may have let go of it. */
  #restore(copy: Copy, how: 'app' | 'raw'): void {
    this.#pass(this.#ana, this.#ben, 1)
    this.#roll()
    restore(this.#ben, copy, how)
    this.#loseAllOf(this.#ben)
    if (how === 'raw') this.#write(this.#ben)
  }

  #clone(): void {
    const copy = { ...this.#ben, ...copyOf(this.#ben), inbox: [], gaps: new Set<Device>() }
    reopen(copy)
    this.#all.push(copy)
    speak(copy, () => this.#all)
    this.#write(copy)
  }

  /** Words of its own, before it hears anything. */
  #write(device: Device): void {
    editAtRandom(device.doc, this.#world.random)
    beginFlush(device, 'take')
    endFlush(device)
  }

  #pass(to: Device, from: Device, likely: number): void {
    if (from !== to) pass(from, to, { likely, withholds: this.#withholdsOf(from) })
  }

  /** Each file is looked at once: whether it is withheld holds for whoever could pass it on. */
  #withholdsOf(from: Device): Withholds {
    const { withheld } = this.#misfortune
    const isEver = withheld === 'for ever'
    const likely = isEver && from !== this.#ben ? 0 : isEver ? 0.35 : 0.2
    return (file) => {
      if (!withheld || this.#hasSettled) return this.#withheld.has(file.head)
      if (!this.#seen.has(file.head) && this.#world.random() < likely) this.#withheld.set(file.head, file)
      this.#seen.add(file.head)
      return this.#withheld.has(file.head)
    }
  }

  #passAll(devices: readonly Device[]): void {
    for (const to of devices) for (const from of inAnyOrder(this.#world, devices)) this.#pass(to, from, 1)
  }

  /** Everything is written, passed on, put together and opened anew, until nothing more comes of it. */
  #settle(): void {
    this.#tally.withheld = this.#withheld.size
    this.#hasSettled = true
    if (this.#misfortune.withheld === 'a while') {
      const late = { mirror: new Map(this.#withheld) }
      this.#withheld.clear()
      for (const to of this.#all) pass(late, to, { likely: 0.8, withholds: () => false })
      pass(late, this.#ana, { likely: 1, withholds: () => false })
    }
    for (let round = 0; round < 5; round++) {
      for (const device of this.#all) {
        if (device.isCopied) this.#goOnAnew(device)
        endFlush(device)
        beginFlush(device, round === 0 ? 'take' : 'takeWitness')
        endFlush(device)
      }
      this.#passAll(this.#all)
      // Which tags are retired is looked into when a journal is opened.
      if (round === 0 && this.#misfortune.tags) this.#all.forEach((device) => this.#reopen(device))
      if (round > 0) this.#roll()
    }
    this.#passAll(this.#all)
  }
}

/** The device as its folder makes it, and nothing that only its memory has. */
function readAnew(device: Device): Device {
  const again = { ...device, ...copyOf(device) }
  load(again)
  return again
}
