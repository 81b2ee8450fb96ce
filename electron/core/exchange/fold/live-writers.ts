import { maxWriters } from '../format/file-content'
import { deviceOf, type WriterId } from '../format/writer-id'

/**
 * Most writers of one device that are folded, but for those that are retired: their last content is in a snapshot. Of 64
 * devices at most (a list has no more certificates) they are as many as a file may name.
 */
export const maxLiveWriters = 64

/** What is known of writers before their files are folded. */
export interface KnownWriters {
  /** Those whose last content a snapshot holds: they are folded as well, and count no more. */
  readonly retired: ReadonlySet<WriterId>
  /** Those that this device's own files rest on: they were folded before, and are in every order of reading. */
  readonly named: ReadonlySet<WriterId>
}
export const noneKnown: KnownWriters = { retired: new Set(), named: new Set() }

/** Which writers are folded, and which of them a file names. */
export interface LiveWriters {
  /** Whether the files of this writer are folded; from then on it counts, and always is. */
  admits(writer: WriterId): boolean
  /** Of a device with too many the first that wasn't admitted, which stands for all of them where it is told. */
  firstRefused(writer: WriterId): WriterId
  /** As many of these as a file may name; those that are retired give way to the others. */
  nameable<T>(vector: ReadonlyMap<WriterId, T>): Map<WriterId, T>
}

/** One's own device is bounded where it takes a tag, never where its words are read. */
export function createLiveWriters({ retired, named }: KnownWriters, isOwn: (writer: WriterId) => boolean): LiveWriters {
  const live = new Map<string, Set<WriterId>>()
  const refused = new Map<string, WriterId>()

  const ofDevice = (writer: WriterId): Set<WriterId> => {
    const there = live.get(deviceOf(writer)) ?? new Set()
    live.set(deviceOf(writer), there)
    return there
  }
  for (const writer of named) if (!retired.has(writer)) ofDevice(writer).add(writer)
  return {
    admits(writer) {
      if (isOwn(writer) || retired.has(writer)) return true
      const there = ofDevice(writer)
      if (there.size < maxLiveWriters) there.add(writer)
      const isAdmitted = there.has(writer)
      if (!isAdmitted && !refused.has(deviceOf(writer))) refused.set(deviceOf(writer), writer)
      return isAdmitted
    },
    firstRefused: (writer) => refused.get(deviceOf(writer)) ?? writer,
    nameable(vector) {
      const all = [...vector]
      if (all.length <= maxWriters) return new Map(all)
      const [last, first] = [
        all.filter(([writer]) => retired.has(writer)),
        all.filter(([writer]) => !retired.has(writer)),
      ]
      return new Map([...first, ...last].slice(0, maxWriters))
    },
  }
}
