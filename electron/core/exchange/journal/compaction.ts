import { maxLiveWriters } from '../fold/live-writers'
import { deviceOf, type WriterId } from '../format/writer-id'
import type { HeardDevices } from './heard-devices'
import type { ReadContent, ReadFiles } from './mirror-reader'
import type { SharedJournal } from './shared-journal'
import { lastSnapshots } from './snapshots'

/** So many files, or so many bytes of them, are put together into a snapshot. */
const rollFiles = 1000
const rollBytes = 4 * 1024 * 1024

/** So many tags of this device leave a few to take before no more of them would be folded elsewhere. */
const manyTags = maxLiveWriters - 8

interface Compaction {
  readonly journal: SharedJournal
  /** All that lies in the mirror. */
  readonly read: ReadFiles
  /** Whether it is this device that puts snapshots in the place of both people's files. */
  readonly isRoller: boolean
  /** Under how many tags this device has written whose last words are in no snapshot. */
  readonly tags: number
  /** This device, by its id. */
  readonly me: string
  /** The other devices that read this document, by their ids. */
  readonly others: readonly string[]
  readonly heard: HeardDevices
}

/**
 * Puts a snapshot in the place of files that are many or long; gives the names of those that needn't lie in the mirror any
 * more, whoever made the snapshot that stands for them. Both wait for every other device to have the files, but for one that
 * hasn't been heard for long: that one gets the snapshot. Whoever writes under many tags makes one in any case.
 */
export async function compact(o: Compaction): Promise<{ spare: string[]; hasRolled: boolean }> {
  const { journal, read, others, heard } = o
  const waitedFor = others.filter((device) => !heard.isSilent(device))
  const isCovered = coveredBy(journal, read, waitedFor)
  const areAllCovered = () => [...journal.applied()].every(([writer, { number }]) => isCovered({ writer, number }))
  const isDue = o.tags >= manyTags || (o.isRoller && isLong(read, o.me) && areAllCovered())
  const rolled = isDue ? await journal.roll() : null
  const snapshots = lastSnapshots([...read.contents, ...(rolled ? [rolled] : [])])
  const spare = snapshots.flatMap((each) => journal.spareFor(each, read.contents)).filter(isCovered)
  return { spare: [...new Set(spare.flatMap(({ names }) => names))], hasRolled: rolled !== null }
}

/** Whether each of these devices has said that it has this file, or a later one of its writer; its own it has anyway. */
function coveredBy(journal: SharedJournal, { coverages }: ReadFiles, devices: readonly string[]) {
  const all = devices.map((device) => ({
    device,
    said: coverages
      .filter(({ writer }) => deviceOf(writer) === device && journal.admits(writer))
      .map(({ vector }) => vector),
  }))
  return (file: Pick<ReadContent, 'writer' | 'number'>): boolean =>
    all.every(({ device, said }) => deviceOf(file.writer) === device || journal.isCovered(file, said))
}

/**
 * Whether files beyond this device's last snapshot are many, or long: what others' name needn't be in them. The head of every
 * chain stays, so that it is known how far it goes.
 */
function isLong({ contents, names }: ReadFiles, me: string): boolean {
  const snapshots = contents.filter(({ kind, writer }) => kind === 'snapshot' && deviceOf(writer) === me)
  const named = new Map<WriterId, number>()
  for (const [writer, { number }] of snapshots.flatMap(({ vector }) => [...vector]))
    named.set(writer, Math.max(number, named.get(writer) ?? 0))
  const parts = new Set(snapshots.flatMap((each) => each.names))
  const beyond = names.filter(({ name, writer, number }) => !parts.has(name) && number > (named.get(writer) ?? 0))
  return beyond.length >= rollFiles || beyond.reduce((sum, { size }) => sum + size, 0) >= rollBytes
}
