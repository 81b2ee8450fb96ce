import type { WriterId } from '../format/writer-id'
import { beforeFirst, type FoldedFile, type Head } from './folded-file'

/** Most writers of whom nothing is known here but that snapshots of one device name them. */
const mostNamed = 256

type Place = Pick<FoldedFile, 'writer' | 'first' | 'number' | 'head' | 'prev'>

/**
 * How far each writer's files go here. What was applied and what a snapshot merely names are kept apart: the first is
 * known, the second satisfies the order of what follows, and nothing else (exchange.md, 'Order, containment, dropping').
 */
export function createHeads() {
  const reached = new Map<WriterId, Head>()
  const appliedTo = new Map<WriterId, Head>()
  const prevs = new Map<string, Head>()
  const applied = createHashes()
  const named = createHashes()
  const namedUpTo = new Map<WriterId, number>()
  /** By device the writers of whom it alone tells. */
  const invented = new Map<string, Set<WriterId>>()

  function reach(writer: WriterId, { number, head }: Head): void {
    if (number > (reached.get(writer)?.number ?? 0)) reached.set(writer, { number, head })
  }
  /** Counts a writer of whom nothing is known for the device that names it; false for one too many. */
  function mayName(by: string, writer: WriterId): boolean {
    if (reached.has(writer)) return true
    const before = invented.get(by) ?? new Set()
    const all = before.size < mostNamed ? before : new Set([...before].filter((each) => !appliedTo.has(each)))
    invented.set(by, all)
    return all.size < mostNamed && all.add(writer).size > 0
  }
  return {
    of: (writer: WriterId): Head => reached.get(writer) ?? beforeFirst,
    vector: () => new Map(reached),
    /** The last file of each writer that was applied here, whatever a snapshot names beyond it. */
    applied: () => new Map(appliedTo),
    appliedOf: (writer: WriterId): Head => appliedTo.get(writer) ?? beforeFirst,

    /** Counts a file, of as many numbers as it has parts, as applied here. */
    apply({ writer, first, number, head, prev }: Place): void {
      prevs.set(keyOf(writer, { number, head }), { number: first - 1, head: prev })
      if (number > (appliedTo.get(writer)?.number ?? 0)) appliedTo.set(writer, { number, head })
      for (let part = first; part <= number; part++) applied.add(writer, part, { number, head })
      reach(writer, { number, head })
    },
    /**
     * A snapshot stands for everything up to this file: it has been somewhere. False for one writer too many of the device
     * `by` that made the snapshot; null is this one, which is believed.
     */
    name(writer: WriterId, head: Head, by: string | null): boolean {
      if (by !== null && !mayName(by, writer)) return false
      named.add(writer, head.number, head)
      namedUpTo.set(writer, Math.max(head.number, namedUpTo.get(writer) ?? 0))
      reach(writer, head)
      return true
    },

    /** Whether this very file was applied here. */
    isApplied: (writer: WriterId, head: Head): boolean => applied.has(writer, head),
    isNamed: (writer: WriterId, head: Head): boolean => named.has(writer, head),
    /** The highest number of the writer that a snapshot names: what lies before may have been dropped for it. */
    namedUpTo: (writer: WriterId): number => namedUpTo.get(writer) ?? 0,
    /** Whether another file was applied under one of its numbers. */
    contradicts: ({ writer, first, number, head }: FoldedFile): boolean =>
      Array.from({ length: number - first + 1 }, (_, at) => first + at).some((part) =>
        applied.hasOther(writer, part, { number, head }),
      ),
    /** Whether each file names the one before it, from the second of these back to the first. */
    follows(writer: WriterId, from: Head, to: Head): boolean {
      let at: Head | undefined = to
      while (at && at.number > from.number) at = prevs.get(keyOf(writer, at))
      return at?.number === from.number && at.head === from.head
    },
    /** Whether the file before this one is known here, or named. */
    leads({ writer, first, prev }: FoldedFile): boolean {
      const before = { number: first - 1, head: prev }
      return first === 1 ? isNone(prev) : applied.has(writer, before) || named.has(writer, before)
    },
    /** Whether it follows another file than the one that was applied before its number. */
    strays({ writer, first, prev }: FoldedFile): boolean {
      if (first === 1) return !isNone(prev)
      return !applied.isEmptyAt(writer, first - 1) && !applied.has(writer, { number: first - 1, head: prev })
    },
  }
}
export type Heads = ReturnType<typeof createHeads>

const keyOf = (writer: WriterId, { number, head }: Head) => `${writer}/${number}/${head}`

/** Zeros, however many, come before a writer's first file. */
const isNone = (prev: string) => /^0*$/u.test(prev)

/** Files by the numbers that they have. */
function createHashes() {
  const all = new Map<WriterId, Map<number, Map<string, Head>>>()
  const nameOf = ({ number, head }: Head) => `${number}/${head}`
  const at = (writer: WriterId, number: number) => all.get(writer)?.get(number)
  return {
    isEmptyAt: (writer: WriterId, number: number): boolean => at(writer, number) === undefined,
    /** Whether there is another than this one. */
    hasOther(writer: WriterId, part: number, head: Head): boolean {
      const there = at(writer, part)
      return there !== undefined && (there.size > 1 || !there.has(nameOf(head)))
    },
    has: (writer: WriterId, head: Head): boolean => at(writer, head.number)?.has(nameOf(head)) ?? false,
    add(writer: WriterId, part: number, { number, head }: Head): void {
      const numbers = all.get(writer) ?? new Map<number, Map<string, Head>>()
      const there = numbers.get(part) ?? new Map<string, Head>()
      all.set(writer, numbers.set(part, there.set(nameOf({ number, head }), { number, head })))
    },
  }
}
