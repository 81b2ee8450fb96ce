import * as Y from 'yjs'
import { isSameDocument } from '../../../electron/core/exchange/fold/document-content'
import type { FoldedFile, Head } from '../../../electron/core/exchange/fold/folded-file'
import { deviceOf, type WriterId } from '../../../electron/core/exchange/format/writer-id'
import { lastSnapshots } from '../../../electron/core/exchange/journal/snapshots'
import { spareFor } from '../../../electron/core/exchange/journal/spare-files'
import {
  acknowledge,
  beginWith,
  below,
  type Device,
  endFlush,
  foldAnew,
  inAnyOrder,
  load,
  none,
  ours,
  put,
  reopen,
  sliceSize,
  takeNewWriter,
} from './model-device'

/** Whether a file doesn't get across. */
export type Withholds = (file: FoldedFile) => boolean

/** Files in whatever order, each writer's as far as the stream lasts: so much of them gets across. */
export function pass(from: Pick<Device, 'mirror'>, to: Device, o: { likely: number; withholds: Withholds }): void {
  const { random } = to.world
  const cut = new Set<WriterId>()
  for (let fresh = missing(from, to); fresh.length > 0; fresh = missing(from, to)) {
    const came = fresh.filter((file) => {
      if (random() >= o.likely) cut.add(file.writer)
      return !cut.has(file.writer) && !o.withholds(file)
    })
    deliver(came, to)
    if (came.length === 0 || o.likely < 1) return
  }
}

/** These files are durable in the device's folder, and are read in any order, some of them after the others. */
function deliver(came: readonly FoldedFile[], to: Device): void {
  for (const file of came) to.mirror.set(file.head, file)
  const read = inAnyOrder(to.world, came)
  const middle = below(to.world, read.length + 1)
  to.fold.receive(read.slice(0, middle))
  to.fold.receive(read.slice(middle))
  if (came.some((file) => file.writer === to.writer && file.number >= to.end.number)) to.isCopied = true
  foldAnew(to)
}

/** What another has that a carrier would ask for, in the order in which it would. */
function missing({ mirror }: Pick<Device, 'mirror'>, to: Device): FoldedFile[] {
  const fresh = [...mirror.values()].filter((file) => !to.mirror.has(file.head) && !isReplaced(to, file))
  return fresh.toSorted((a, b) => a.number - b.number)
}

/**
 * A carrier doesn't ask for what lies before the first file that is here, since a snapshot was put in its place: but for
 * what a file that came lately follows.
 */
function isReplaced({ mirror }: Device, { writer, number, head }: FoldedFile): boolean {
  const there = [...mirror.values()].filter((file) => file.writer === writer)
  if (there.some(({ prev }) => prev === head)) return false
  return there.length > 0 && number < Math.min(...there.map(({ first }) => first))
}

/**
 * The device goes on under a new writer, whose first file is all that it has, in the memory that it had; unless it crashes
 * once its vault knows the writer.
 */
export function goOnAnew(device: Device, { crashes = false } = {}): void {
  endFlush(device)
  const { fold, own } = device
  takeNewWriter(device)
  if (crashes) return reopen(device)
  load(device)
  // What was written while the files were read is in it.
  beginWith(device, fold)
  acknowledge(device, own)
}

/** Writes all there is as a snapshot, unless words wait that are in no file. */
export function roll(device: Device): void {
  const { fold, doc } = device
  if (device.pending || fold.hasOwnWords() || fold.uncovered()) return
  const content = fold.snapshot(sliceSize)
  const scratch = new Y.Doc()
  for (const slice of content.slices) Y.applyUpdate(scratch, slice)
  if (!isSameDocument(doc, scratch)) throw new Error('a snapshot that holds something else')
  const file = put(device, { kind: 'snapshot', ...content })
  fold.filed(file)
}

/** Drops what the last snapshots of each writer make unnecessary. */
export function drop({ mirror, fold, id }: Device): void {
  const all = [...mirror.values()].filter(({ document }) => document === ours)
  const isOwn = (writer: WriterId) => deviceOf(writer) === id
  const isApplied = (file: FoldedFile) => fold.isKnown(file.writer, file)
  for (const snapshot of lastSnapshots(all)) {
    const mayFree = (writer: WriterId) => isOwn(snapshot.writer) || !isOwn(writer)
    for (const { head } of spareFor(snapshot, { all, isApplied, mayFree })) mirror.delete(head)
  }
}

/** A snapshot of a changed app: it names all heads, one that there isn't among them, and leaves half of the words out. */
export function lie(device: Device): void {
  const vector = new Map<WriterId, Head>(device.fold.vector())
  const [other] = [...vector].filter(([writer]) => deviceOf(writer) !== device.id)
  // One that may come to be used, or one that never is.
  const beyond = [0, 3, 2 ** 40][below(device.world, 3)] ?? 0
  if (other && beyond > 0) vector.set(other[0], { number: other[1].number + beyond, head: none.replace('0', 'f') })
  const { slices } = device.fold.snapshot(sliceSize)
  put(device, { kind: 'snapshot', slices: slices.slice(0, slices.length >> 1), vector })
}

/** A vault as it may be copied. */
export type Copy = Pick<Device, 'mirror' | 'writer' | 'formerWriters' | 'setAside'>
export const copyOf = ({ mirror, writer, formerWriters, setAside }: Device): Copy => ({
  mirror: new Map(mirror),
  writer,
  formerWriters,
  setAside,
})

/** Puts a vault back from a copy. By the app it goes on under a new writer, from outside under the one it had then. */
export function restore(device: Device, copy: Copy, how: 'app' | 'raw'): void {
  Object.assign(device, copyOf({ ...device, ...copy }))
  if (how === 'app') takeNewWriter(device)
  reopen(device)
}

/** The files that lie in the folder and aren't applied. */
export const unapplied = ({ mirror, fold }: Device): FoldedFile[] =>
  [...mirror.values()].filter((file) => file.document === ours && !fold.isKnown(file.writer, file))
