import * as Y from 'yjs'
import { isSameDocument } from '../../../electron/core/exchange/fold/document-content'
import type { FoldedFile } from '../../../electron/core/exchange/fold/folded-file'
import { deviceOf, type WriterId } from '../../../electron/core/exchange/format/writer-id'
import { type Device, ofNewer } from './model-device'
import { unapplied } from './model-mirror'
import type { Outcome } from './model-outcome'

/** What went wrong in a run; all of it is 0 where nothing did. */
export type Verdict = Record<
  /** Acknowledged updates that a device lacks; and devices that differ from Ana's. */
  | 'lost'
  | 'diverged'
  /** Files that aren't applied, though nobody withholds what is before them. */
  | 'waiting'
  /** Devices in whose document Yjs holds something back, and whose words are in no file. */
  | 'parked'
  | 'unfiled'
  /** What is told of writers without cause, and files of a newer version that a device doesn't carry. */
  | 'standing'
  | 'notCarried',
  number
>

/** What is wrong at the end of a run. */
export function verdictOn({ devices, equal, isCrowded, liar, acknowledged, withheld }: Outcome): Verdict {
  const [first] = devices
  if (!first) throw new Error('no devices')
  const count = (holds: (device: Device) => boolean) => devices.filter(holds).length
  const sum = (each: (device: Device) => number) => devices.reduce((total, device) => total + each(device), 0)
  // Devices of the liar's person carry on what it said as that person's word: there others are refused with cause.
  const liarsPerson = devices.find(({ id }) => id === liar)?.person
  const ofNewerIn = ({ mirror }: Device) => [...mirror.values()].filter(({ document }) => document === ofNewer).length
  const mostOfNewer = Math.max(...devices.map(ofNewerIn))
  return {
    lost: sum(({ doc }) => lostIn(doc, acknowledged)),
    diverged: equal.filter(({ doc }) => !isSameDocument(first.doc, doc)).length,
    waiting: isCrowded ? 0 : sum((device) => waitingIn(device, withheld)),
    parked: count(({ doc }) => doc.store.pendingStructs !== null || doc.store.pendingDs !== null),
    unfiled: count(({ fold }) => fold.hasOwnWords() || fold.uncovered()),
    standing: isCrowded ? 0 : sum((device) => (device.person === liarsPerson ? 0 : toldWithoutCause(device, liar))),
    notCarried: count((device) => ofNewerIn(device) < mostOfNewer),
  }
}

/** How many others than the liar something is refused of. */
function toldWithoutCause({ fold }: Device, liar: string | null): number {
  return fold.standing().filter(({ writer, reason }) => reason === 'refused' && deviceOf(writer) !== liar).length
}

export const nothingWrong: Verdict = {
  lost: 0,
  diverged: 0,
  waiting: 0,
  parked: 0,
  unfiled: 0,
  standing: 0,
  notCarried: 0,
}

/** How many of these updates a document lacks something of. */
function lostIn(doc: Y.Doc, updates: readonly Uint8Array[]): number {
  const { ds } = Y.snapshot(doc)
  const isLost = (update: Uint8Array) => {
    const { structs, ds: deleted } = Y.decodeUpdate(update)
    return (
      structs.some(({ id, length }) => Y.getState(doc.store, id.client) < id.clock + length) ||
      [...deleted.clients].some(([client, ranges]) =>
        ranges.some(({ clock }) => !Y.isDeleted(ds, Y.createID(client, clock))),
      )
    )
  }
  return updates.filter(isLost).length
}

/** How many files of a folder aren't applied, and behind none that is withheld. */
function waitingIn(device: Device, withheld: ReadonlyMap<string, FoldedFile>): number {
  const open = new Set(unapplied(device))
  const heads = new Map(
    [...device.fold.applied()].map(([writer, { number }]) => [writer, number] as [WriterId, number]),
  )
  const isBehind = ({ prev, deps }: FoldedFile) =>
    withheld.has(prev) || [...deps].some(([writer, number]) => number > (heads.get(writer) ?? 0))
  let excused: FoldedFile[]
  do {
    excused =
      withheld.size === 0
        ? []
        : [...open].filter((file) => isBehind(file) || ![...open].every(({ head }) => head !== file.prev))
    for (const file of excused) open.delete(file)
  } while (excused.length > 0)
  return open.size
}
