import type * as Y from 'yjs'
import { holdsUpdate } from '../fold/document-content'
import type { FoldedFile } from '../fold/folded-file'
import { type KnownWriters, maxLiveWriters } from '../fold/live-writers'
import { updateLimits } from '../fold/update-check'
import { readUpdate } from '../fold/update-reader'
import { deviceOf, type WriterId } from '../format/writer-id'
import type { ReadFiles } from './mirror-reader'
import { documentOf, lastSnapshots } from './snapshots'

/** Whose writers are looked into at all: those of a device with more than half of what it may have. */
const crowdedAbove = maxLiveWriters / 2

/** What the files of a mirror say of their writers before any of them is folded. */
export function knownWriters(
  read: Pick<ReadFiles, 'coverages'> & { readonly contents: readonly FoldedFile[] },
  isOwn: (writer: WriterId) => boolean,
): KnownWriters {
  const own = <T extends { writer: WriterId }>(all: readonly T[]) => all.filter(({ writer }) => isOwn(writer))
  const named = [
    ...own(read.contents).flatMap(({ deps }) => [...deps.keys()]),
    ...own(read.coverages).flatMap(({ vector }) => [...vector.keys()]),
  ]
  return { retired: retiredIn(read.contents), named: new Set(named) }
}

/** How many tags of this device's are live: those that have written something, and the one that it writes under now. */
export function liveTags(
  { contents }: ReadFiles,
  { retired }: KnownWriters,
  { writer, isOwn }: { writer: WriterId; isOwn(writer: WriterId): boolean },
): number {
  const own = contents.map((file) => file.writer).filter((each) => isOwn(each) && !retired.has(each))
  return new Set([...own, writer]).size
}

/**
 * Of devices with many writers those whose last content, both where there is a fork, is named by a snapshot and found in
 * what its slices make: nothing would be missed without them. Nobody's word is taken for it.
 */
function retiredIn(contents: readonly FoldedFile[]): Set<WriterId> {
  const retired = new Set<WriterId>()
  const devices = grouped([...new Set(contents.map(({ writer }) => writer))], deviceOf)
  const crowded = [...devices.values()].filter(({ length }) => length > crowdedAbove).flat()
  if (crowded.length === 0) return retired
  const lasts = lastContents(contents)
  for (const snapshot of lastSnapshots(contents)) {
    const named = crowded.filter((writer) => !retired.has(writer) && standsFor(snapshot, lasts.get(writer) ?? []))
    const doc = named.length > 0 ? documentOf(snapshot) : null
    if (!doc) continue
    for (const writer of named) if (lasts.get(writer)?.every((file) => isHeldBy(doc, file))) retired.add(writer)
    doc.destroy()
  }
  return retired
}

/** Of each writer the contents that no other one follows. */
function lastContents(contents: readonly FoldedFile[]): Map<WriterId, FoldedFile[]> {
  const own = contents.filter(({ kind }) => kind === 'update' || kind === 'snapshot')
  const followed = new Set(own.map(({ writer, first, prev }) => `${writer}/${first - 1}/${prev}`))
  return grouped(
    own.filter(({ writer, number, head }) => !followed.has(`${writer}/${number}/${head}`)),
    ({ writer }) => writer,
  )
}

const standsFor = ({ writer, vector }: FoldedFile, files: readonly FoldedFile[]) =>
  files.every((file) => file.writer !== writer && file.number <= (vector.get(file.writer)?.number ?? 0))

/** Nothing of the file has been checked yet: what isn't an update is held by nobody. */
function isHeldBy(doc: Y.Doc, { slices }: FoldedFile): boolean {
  try {
    return slices.every(
      (slice) => slice.length <= updateLimits.maxBytes && holdsUpdate(doc, slice, readUpdate(slice, updateLimits)),
    )
  } catch {
    return false
  }
}

function grouped<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? []
    group.push(item)
    groups.set(keyOf(item), group)
  }
  return groups
}
