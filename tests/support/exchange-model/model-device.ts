import * as Y from 'yjs'
import { fileOrigin, liveOrigin } from '../../../electron/core/exchange/fold/content'
import { createFold, type Fold, type Taken } from '../../../electron/core/exchange/fold/fold'
import type { FoldedFile, Head } from '../../../electron/core/exchange/fold/folded-file'
import { deviceOf, type WriterId, writerId } from '../../../electron/core/exchange/format/writer-id'
import { foldWithoutForged } from '../../../electron/core/exchange/journal/forged-files'
import type { OwnSessions } from '../../../electron/core/exchange/journal/own-sessions'
import { isToBegin, mayGoOn } from '../../../electron/core/exchange/journal/own-chain'
import { knownWriters } from '../../../electron/core/exchange/journal/retired-writers'
import { fileOf } from '../fold-devices'
import { makeSessions } from '../made-sessions'

/** The document that every version of the model's app reads, and one that only a newer one does. */
export const ours = 0
export const ofNewer = 1

/** What all devices of a run draw from. */
export interface World {
  readonly random: () => number
  /** Words that a flush has acknowledged, and by whom. */
  readonly acknowledged: { readonly update: Uint8Array; readonly by: Person }[]
  tags: number
  heads: number
  /** How often an open document was folded anew. */
  anew: number
}
export type Person = 'Ana' | 'Ben'

/** A device as its folder and its memory are: mirror and writers outlive a crash, the rest is made anew from them. */
export interface Device {
  readonly world: World
  readonly person: Person
  /** 16 bytes in hex; a copy of a device has the same. */
  readonly id: string
  mirror: Map<string, FoldedFile>
  /** Under which it writes by now and wrote before, as its vault has it; and where the chain ends, as its memory has it. */
  writer: WriterId
  formerWriters: readonly WriterId[]
  /** Forged files that its vault remembers, by their hashes. */
  setAside: readonly string[]
  end: Head
  /** A file of its own writer has come that isn't its own: it is a copy, or has been copied. */
  isCopied: boolean
  doc: Y.Doc
  fold: Fold
  /** The sessions that its process has begun. */
  sessions: OwnSessions
  /** What the next file will acknowledge, and the content of the one that isn't durable yet. */
  own: Uint8Array[]
  pending: { readonly taken: Taken; readonly own: Uint8Array[] } | null
  /** Live messages on their way, and those of whom some were lost. */
  inbox: { readonly from: Device; readonly update: Uint8Array }[]
  gaps: Set<Device>
  /** Called with every own update. */
  say(update: Uint8Array): void
}

/** What comes before a chain's first file. */
export const none = '0'.repeat(64)

export const below = ({ random }: World, end: number): number => Math.floor(random() * end)

/** A device with an empty folder, of this number. */
export function makeDevice(world: World, person: Person, number: number): Device {
  const id = String(number).padStart(32, '0')
  const writer = newWriter(world, id)
  const blank = {
    mirror: new Map(),
    writer,
    formerWriters: [],
    setAside: [],
    inbox: [],
    gaps: new Set(),
    say: () => {},
  }
  const device = { world, person, id, ...blank } as unknown as Device
  reopen(device)
  return device
}

/** A writer of this device that there wasn't before. */
export const newWriter = (world: World, id: string): WriterId =>
  writerId.parse(id + String(world.tags++).padStart(16, '0'))

/** Starts the device from its folder, as after a crash: what no file holds is forgotten. */
export function reopen(device: Device): void {
  const contents = contentsOf(device)
  if (!mayGoOn({ contents, names: contents }, device.writer)) takeNewWriter(device)
  load(device)
  if (isToBegin(contents, device)) beginWith(device, device.fold)
}

const contentsOf = ({ mirror }: Device): FoldedFile[] =>
  [...mirror.values()].filter(({ document }) => document === ours)

/**
 * Makes document and fold anew from what lies in the folder, without what turns out to be forged; in the process that has
 * begun these sessions, or in a new one. The window begins its own when the journal is there.
 */
export function load(device: Device, running?: OwnSessions): void {
  const own =
    running ?? makeSessions({ bytes: (length) => Uint8Array.from({ length }, () => below(device.world, 256)) })
  const end = lastOf(device, device.writer) ?? { number: 0, head: none }
  const isOwn = (writer: WriterId) => deviceOf(writer) === device.id
  const known = knownWriters({ contents: contentsOf(device), coverages: [] }, isOwn)
  const files = inAnyOrder(device.world, [...device.mirror.values()])
  const { doc, fold } = foldWithoutForged(device.setAside, (doubts) => {
    const empty = Object.assign(new Y.Doc(), { clientID: own.begin(device.writer, 'vault') })
    const folded = createFold({ doc: empty, me: device.writer, known, own, doubts })
    folded.receive(files)
    return { ...folded, fold: folded, doc: empty }
  })
  doc.clientID = own.begin(device.writer, 'window')
  fold.receive([])
  const setAside = fold.doubts().forged
  Object.assign(device, { doc, fold, sessions: own, setAside, end, own: [], pending: null, isCopied: false })
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === fileOrigin || origin === liveOrigin) return
    device.own.push(update)
    device.say(update)
  })
}

/** Where words of forged files have turned out to be in the document it is folded anew, once all that was said is filed. */
export function foldAnew(device: Device): void {
  if (!device.fold.isFalsified()) return
  device.world.anew++
  for (const how of ['take', 'takeWitness'] as const) {
    endFlush(device)
    beginFlush(device, how)
  }
  endFlush(device)
  const { isCopied } = device
  device.setAside = device.fold.doubts().forged
  load(device, device.sessions)
  device.isCopied = isCopied
}

/** The device is to go on under a writer that there wasn't before. */
export function takeNewWriter(device: Device): void {
  device.formerWriters = [...device.formerWriters, device.writer]
  device.writer = newWriter(device.world, device.id)
}

/** Begins a chain with all that a fold holds. */
export function beginWith(device: Device, fold: Fold): void {
  device.fold.receive([put(device, { kind: 'snapshot', ...fold.snapshot(sliceSize) })])
}

/** So small that a document of some sentences goes in several. */
export const sliceSize = 1000

export const inAnyOrder = <T>({ random }: World, all: readonly T[]): T[] =>
  all
    .map((one) => ({ one, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one)

/** Takes what the next file must hold; it isn't durable yet. */
export function beginFlush(device: Device, how: 'take' | 'takeWitness'): void {
  const taken = device.fold[how]()
  if (!taken) return
  device.pending = { taken, own: device.own }
  device.own = []
}

/** Makes durable what was taken, in so many parts, and acknowledges it, unless a crash comes between the two. */
export function endFlush(device: Device, { parts = 1, crashes = false } = {}): void {
  if (!device.pending) return
  const { taken, own } = device.pending
  device.pending = null
  const file = put(device, { kind: 'update', ...taken }, parts)
  if (crashes) return
  device.fold.filed(file, file.first)
  acknowledge(device, own)
}

export function acknowledge({ world, person }: Device, updates: readonly Uint8Array[]): void {
  for (const update of updates) world.acknowledged.push({ update, by: person })
}

/** The next file of the device's own chain, durable. */
export function put(device: Device, content: Partial<FoldedFile>, parts = 1): FoldedFile {
  const file = chained(device, device.end, { writer: device.writer, parts, content })
  device.end = file
  return file
}

/** A file after the one where a chain ends, durable. */
export function chained(
  { world, mirror }: Device,
  end: Head,
  { writer, parts, content }: { writer: WriterId; parts: number; content: Partial<FoldedFile> },
): FoldedFile {
  const head = (world.heads++).toString(16).padStart(64, '0')
  const first = end.number + 1
  const file = fileOf(writer, first + parts - 1, { first, head, prev: end.head, ...content })
  mirror.set(head, file)
  return file
}

/** The last file of this chain that lies in the folder. */
export const lastOf = ({ mirror }: Device, writer: WriterId): FoldedFile | undefined =>
  [...mirror.values()].reduce<FoldedFile | undefined>(
    (last, file) => (file.writer === writer && file.number > (last?.number ?? 0) ? file : last),
    undefined,
  )
