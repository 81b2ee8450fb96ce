import * as Y from 'yjs'
import { createFold, type Fold } from '../../electron/core/exchange/fold/fold'
import type { FoldedFile, Head } from '../../electron/core/exchange/fold/folded-file'
import type { WriterId } from '../../electron/core/exchange/format/writer-id'
import { spareFor } from '../../electron/core/exchange/journal/spare-files'
import { fileOf, writerOf } from './fold-devices'

/** What a run may do beside writing, passing on, crashing and putting snapshots in the place of files. */
export interface Misfortune {
  /** Ben's folder is put back from a copy: by the app, which takes a new tag, or from outside it. */
  readonly restore?: 'app' | 'raw'
  /** A copy of Ben's device goes on beside him. */
  readonly clone?: boolean
  /** Ben's changed app publishes a snapshot that names all heads and leaves words out. */
  readonly lies?: boolean
}

/** A device as its mirror makes it. */
interface Device {
  readonly name: string
  mirror: Map<string, FoldedFile>
  writer: WriterId
  /** Its writer, and those under which it wrote before. */
  own: Set<WriterId>
  doc: Y.Doc
  fold: Fold
}

/** A course of events among devices that exchange nothing but files, and what is left of it. */
export class RestoreRun {
  readonly #random: () => number
  #tags = 1
  #heads = 1
  #words = 1
  readonly said: { readonly word: string; readonly by: string }[] = []
  readonly #ana: Device
  readonly #ben: Device
  readonly #all: Device[]

  constructor(random: () => number) {
    this.#random = random
    this.#ana = this.#make('Ana')
    this.#ben = this.#make('Ben')
    this.#all = [this.#ana, this.#ben]
  }

  /** Runs so many steps, settles everything, and gives the document of each device, of one that joins at the end too. */
  run(steps: number, misfortune: Misfortune): { docs: Y.Doc[]; standing: string[] } {
    const [ana, ben] = [this.#ana, this.#ben]
    const [copied, put, lied] = [5 + this.#below(10), 25 + this.#below(10), 15 + this.#below(5)]
    let copy = new Map<string, FoldedFile>()
    for (let step = 0; step < steps; step++) {
      if (step === copied) copy = new Map(ben.mirror)
      if (step === lied && misfortune.lies) this.#lie(ben)
      if (step === put && misfortune.restore) this.#restore(copy, misfortune.restore)
      if (step === put && misfortune.clone) this.#clone(ben)
      this.#step()
    }
    for (let round = 0; round < 4; round++) {
      for (const from of this.#all) for (const to of this.#all) this.#pass(from, to, 1)
      this.#compact(ana)
      this.#reopen(ben)
    }
    const joiner = this.#make('Cara')
    for (const from of this.#all) this.#pass(from, joiner, 1)
    const devices = [...this.#all, joiner]
    return {
      docs: devices.map(({ doc }) => doc),
      standing: devices.flatMap(({ fold }) => fold.standing().map(({ reason }) => reason)),
    }
  }

  #step(): void {
    const device = this.#all[this.#below(this.#all.length)] ?? this.#ana
    const other = this.#all[this.#below(this.#all.length)] ?? this.#ben
    const chance = this.#random()
    if (chance < 0.55) this.#write(device)
    else if (chance < 0.85) this.#pass(device, other, 0.8)
    else if (chance < 0.92) this.#reopen(device)
    else this.#compact(device === this.#ana ? device : this.#ana)
  }

  #make(name: string): Device {
    const writer = this.#newTag()
    const device = { name, mirror: new Map(), writer, own: new Set([writer]) } as unknown as Device
    this.#reopen(device)
    return device
  }

  /** Starts the device from its mirror, as after a crash. */
  #reopen(device: Device): void {
    device.doc = Object.assign(new Y.Doc(), { clientID: this.#below(2 ** 32) })
    device.fold = createFold({ doc: device.doc, me: device.writer })
    device.fold.receive([...device.mirror.values()])
  }

  #write(device: Device): void {
    const words = device.doc.getArray<string>('words')
    const word = `w${this.#words++}`
    words.insert(this.#below(words.length + 1), [word])
    const taken = device.fold.take()
    if (!taken) throw new Error('nothing to write')
    this.#keep(device, { kind: 'update', ...taken })
    this.said.push({ word, by: device.name })
  }

  /** The next file of the device's chain, by what lies in its mirror; durable at once. */
  #keep(device: Device, content: Partial<FoldedFile>): FoldedFile {
    const last = lastOf(device)
    const number = (last?.number ?? 0) + 1
    const head = (this.#heads++).toString(16).padStart(64, '0')
    const file = fileOf(device.writer, number, { head, prev: last?.head ?? '0'.repeat(64), ...content })
    device.mirror.set(head, file)
    device.fold.filed(file)
    return file
  }

  #pass(from: Device, to: Device, probability: number): void {
    if (from === to) return
    const missing = [...from.mirror.values()].filter((file) => !to.mirror.has(file.head) && !isReplaced(to, file))
    const broken = new Set<WriterId>()
    const fresh = missing
      .toSorted((a, b) => a.number - b.number)
      .filter(({ writer }) => {
        if (this.#random() >= probability) broken.add(writer)
        return !broken.has(writer)
      })
    const own = lastOf(to)
    for (const file of fresh) to.mirror.set(file.head, file)
    to.fold.receive(fresh)
    if (fresh.length > 0 && probability === 1) this.#pass(from, to, 1)
    const isAhead = fresh.some((file) => file.writer === to.writer && file.number >= (own?.number ?? 0))
    if (isAhead) this.#goOnAnew(to)
  }

  /** The device goes on under a new tag, whose first file is all that it has. */
  #goOnAnew(device: Device): void {
    const { slices } = device.fold.snapshot(1000)
    device.writer = this.#newTag()
    device.own.add(device.writer)
    this.#reopen(device)
    const file = this.#keep(device, { kind: 'snapshot', slices, vector: new Map() })
    device.fold.receive([file])
  }

  /** A snapshot in the place of files, and then whatever it makes unnecessary is dropped by everybody who has it. */
  #compact(device: Device): void {
    const { slices, vector } = device.fold.snapshot(1000)
    const file = this.#keep(device, { kind: 'snapshot', slices, vector: new Map(vector) })
    device.fold.receive([file])
    for (const each of this.#all) drop(each)
  }

  #restore(copy: Map<string, FoldedFile>, how: 'app' | 'raw'): void {
    const ben = this.#ben
    this.#pass(ben, this.#ana, 1)
    this.#compact(this.#ana)
    ben.mirror = new Map(copy)
    this.#reopen(ben)
    if (how === 'app') this.#goOnAnew(ben)
    else this.#write(ben)
  }

  #clone(device: Device): void {
    const copy = { ...device, name: 'copy', mirror: new Map(device.mirror), own: new Set(device.own) }
    this.#reopen(copy)
    this.#all.push(copy)
    this.#write(copy)
  }

  #lie(device: Device): void {
    const vector = new Map<WriterId, Head>(device.fold.vector())
    const { slices } = device.fold.snapshot(1000)
    const file = this.#keep(device, { kind: 'snapshot', slices: slices.slice(0, slices.length >> 1), vector })
    this.#ana.mirror.set(file.head, file)
    this.#ana.fold.receive([file])
    drop(this.#ana)
  }

  #below(end: number): number {
    return Math.floor(this.#random() * end)
  }

  #newTag(): WriterId {
    return writerOf(this.#tags++)
  }
}

/** The last file of the device's own chain. */
const lastOf = ({ mirror, writer }: Device): FoldedFile | undefined =>
  [...mirror.values()].filter((file) => file.writer === writer).toSorted((a, b) => b.number - a.number)[0]

/**
 * A carrier doesn't ask for what lies before the first file that is here, since a snapshot was put in its place: but for
 * what a file that came lately follows.
 */
function isReplaced({ mirror }: Device, { writer, number, head }: FoldedFile): boolean {
  const there = [...mirror.values()].filter((file) => file.writer === writer)
  if (there.some(({ prev }) => prev === head)) return false
  return there.length > 0 && number < Math.min(...there.map((file) => file.number))
}

function drop({ mirror, fold, own }: Device): void {
  const all = [...mirror.values()]
  const snapshots = all.filter((file) => file.vector.size > 0 && fold.isKnown(file.writer, file))
  const isApplied = (file: FoldedFile) => fold.isKnown(file.writer, file)
  for (const snapshot of snapshots) {
    const mayFree = (writer: WriterId) => own.has(snapshot.writer) || !own.has(writer)
    for (const { head } of spareFor(snapshot, { all, isApplied, mayFree })) mirror.delete(head)
  }
}
