import type { WriterId } from '../format/writer-id'
import { beforeFirst, type FoldedFile, type Head } from './folded-file'

type Place = Pick<FoldedFile, 'writer' | 'first' | 'number' | 'head'>

/**
 * How far each writer's files go here. What was applied and what a snapshot merely names are kept apart: the first is
 * known, the second satisfies the order of what follows, and nothing else (exchange.md, 'Order, containment, dropping').
 */
export function createHeads() {
  const reached = new Map<WriterId, Head>()
  const applied = createHashes()
  const named = createHashes()
  const namedUpTo = new Map<WriterId, number>()

  function reach(writer: WriterId, { number, head }: Head): void {
    if (number > (reached.get(writer)?.number ?? 0)) reached.set(writer, { number, head })
  }
  return {
    of: (writer: WriterId): Head => reached.get(writer) ?? beforeFirst,
    vector: () => new Map(reached),

    /** Counts a file, of as many numbers as it has parts, as applied here. */
    apply({ writer, first, number, head }: Place): void {
      for (let part = first; part <= number; part++) applied.add(writer, part, { number, head })
      reach(writer, { number, head })
    },
    /** A snapshot stands for everything up to this file, or for this one: it has been somewhere. */
    name(writer: WriterId, head: Head): void {
      named.add(writer, head.number, head)
      namedUpTo.set(writer, Math.max(head.number, namedUpTo.get(writer) ?? 0))
      reach(writer, head)
    },

    /** Whether this very file was applied here. */
    isApplied: (writer: WriterId, head: Head): boolean => applied.has(writer, head),
    isNamed: (writer: WriterId, head: Head): boolean => named.has(writer, head),
    /** The highest number of the writer that a snapshot names: what lies before may have been dropped for it. */
    namedUpTo: (writer: WriterId): number => namedUpTo.get(writer) ?? 0,
    /** Whether another file was applied under one of its numbers. */
    contradicts: ({ writer, first, number, head }: Place): boolean =>
      Array.from({ length: number - first + 1 }, (_, at) => first + at).some((part) =>
        applied.at(writer, part).some((other) => other.number !== number || other.head !== head),
      ),
    /** Whether the file before this one is known here, or named. */
    leads({ writer, first, prev }: FoldedFile): boolean {
      const before = { number: first - 1, head: prev }
      return first === 1 ? isNone(prev) : applied.has(writer, before) || named.has(writer, before)
    },
    /** Whether it follows another file than the one that was applied before its number. */
    strays({ writer, first, prev }: FoldedFile): boolean {
      if (first === 1) return !isNone(prev)
      return applied.at(writer, first - 1).length > 0 && !applied.has(writer, { number: first - 1, head: prev })
    },
  }
}
export type Heads = ReturnType<typeof createHeads>

/** Zeros, however many, come before a writer's first file. */
const isNone = (prev: string) => /^0*$/u.test(prev)

/** Files by the numbers that they have. */
function createHashes() {
  const all = new Map<WriterId, Map<number, Head[]>>()
  const at = (writer: WriterId, number: number): readonly Head[] => all.get(writer)?.get(number) ?? []
  const holds = (writer: WriterId, part: number, { number, head }: Head) =>
    at(writer, part).some((other) => other.number === number && other.head === head)
  return {
    at,
    has: (writer: WriterId, head: Head): boolean => holds(writer, head.number, head),
    add(writer: WriterId, part: number, { number, head }: Head): void {
      if (holds(writer, part, { number, head })) return
      const numbers = all.get(writer) ?? new Map<number, Head[]>()
      all.set(writer, numbers.set(part, [...(numbers.get(part) ?? []), { number, head }]))
    },
  }
}
