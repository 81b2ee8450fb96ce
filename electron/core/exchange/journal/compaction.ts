import type { FoldedFile } from '../fold/folded-file'
import { deviceOf, type WriterId } from '../format/writer-id'
import type { HeardDevices } from './heard-devices'
import type { ReadContent, ReadFiles } from './mirror-reader'
import type { SharedJournal } from './shared-journal'

/** So many files, or so many bytes of them, are put together into a snapshot. */
const rollFiles = 1000
const rollBytes = 4 * 1024 * 1024

/** So many snapshots are looked into at one unlock, those first that name the most. */
const mostTried = 8

interface Compaction {
  readonly journal: SharedJournal
  /** All that lies in the mirror. */
  readonly read: ReadFiles
  /** Whether it is this device that puts snapshots in the place of both people's files. */
  readonly mayRoll: boolean
  /** The other devices that read this document, by their ids. */
  readonly others: readonly string[]
  readonly heard: HeardDevices
}

/**
 * Puts a snapshot in the place of files that are many or long; returns the names of those that needn't lie in the mirror any
 * more, whoever made the snapshot that stands for them. Both wait for every other device to have the files, but for one that
 * hasn't been heard for long: that one gets the snapshot.
 */
export async function compact({ journal, read, mayRoll, others, heard }: Compaction): Promise<string[]> {
  const waitedFor = others.filter((device) => !heard.isSilent(device))
  const isCovered = coveredBy(journal, read, waitedFor)
  const areAllCovered = () => [...journal.applied()].every(([writer, { number }]) => isCovered({ writer, number }))
  const rolled = mayRoll && isLong(read) && areAllCovered() ? await journal.roll() : null
  const snapshots = lastSnapshots([...read.contents, ...(rolled ? [rolled] : [])]).slice(0, mostTried)
  const spare = snapshots.flatMap((each) => journal.spareFor(each, read.contents)).filter(isCovered)
  return [...new Set(spare.flatMap(({ names }) => names))]
}

/** Whether each of these devices has said that it has this file, or a later one of its writer; its own it has anyway. */
function coveredBy(journal: SharedJournal, { coverages }: ReadFiles, devices: readonly string[]) {
  const all = devices.map((device) => ({
    device,
    said: coverages.filter(({ writer }) => deviceOf(writer) === device).map(({ vector }) => vector),
  }))
  return (file: Pick<ReadContent, 'writer' | 'number'>): boolean =>
    all.every(({ device, said }) => deviceOf(file.writer) === device || journal.isCovered(file, said))
}

/** Of each writer the last snapshot that stands for something: each is folded to see what it holds. */
function lastSnapshots(contents: readonly FoldedFile[]): FoldedFile[] {
  const last = new Map<WriterId, FoldedFile>()
  for (const each of contents) {
    const isLater = each.number > (last.get(each.writer)?.number ?? 0)
    if (each.kind === 'snapshot' && each.vector.size > 0 && isLater) last.set(each.writer, each)
  }
  const reach = ({ vector }: FoldedFile) => [...vector.values()].reduce((sum, { number }) => sum + number, 0)
  return [...last.values()].toSorted((a, b) => reach(b) - reach(a))
}

/** Files beyond the last snapshot are many, or long. The head of every chain stays, so that it is known how far it goes. */
function isLong({ contents, names }: ReadFiles): boolean {
  const snapshots = contents.filter(({ kind }) => kind === 'snapshot')
  const isBeyond = ({ writer, number }: { writer: WriterId; number: number }) =>
    snapshots.every((each) => {
      const isPart = each.writer === writer && number >= each.first && number <= each.number
      return !isPart && number > (each.vector.get(writer)?.number ?? 0)
    })
  const beyond = names.filter(isBeyond)
  return beyond.length >= rollFiles || beyond.reduce((sum, { size }) => sum + size, 0) >= rollBytes
}
