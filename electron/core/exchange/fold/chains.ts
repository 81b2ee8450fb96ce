import type { WriterId } from '../writer-id'
import { type FoldedFile, follows, type Head, type StandingReason } from './folded-file'
import { createHeads } from './heads'
import { createWaitingFiles } from './waiting-files'

/**
 * The order in which files are applied: each after its predecessor and its deps. A snapshot that stands for all its
 * writer wrote before may come without them, and brings along what it stands for.
 */
export function createChains(onStanding: (writer: WriterId, reason: StandingReason) => void) {
  const heads = createHeads()
  const waiting = createWaitingFiles()
  const standing = new Map<WriterId, StandingReason>()

  function stand(writer: WriterId, reason: StandingReason): null {
    if (!standing.has(writer)) {
      standing.set(writer, reason)
      waiting.drop(writer, Infinity)
      onStanding(writer, reason)
    }
    return null
  }
  function reach(writer: WriterId, head: Head): void {
    heads.reach(writer, head)
    waiting.drop(writer, head.number)
  }
  function nextOf(writer: WriterId): FoldedFile | null {
    const applied = heads.of(writer)
    const file = waiting.at(writer, applied.number + 1)
    if (file && !follows(file, applied)) return stand(writer, 'fork')
    if (file?.kind === 'newer') return stand(writer, 'newer')
    if (file?.kind === 'damaged') return stand(writer, 'refused')
    if (file?.kind === 'snapshot') return agreed(file)
    return file && dependsOn(file).every(([other, number]) => heads.of(other).number >= number) ? file : jumpOf(writer)
  }
  /** A snapshot that stands for the files of its writer that are missing before it. */
  function jumpOf(writer: WriterId): FoldedFile | null {
    const file = [...waiting.of(writer)].find(standsForAllBefore)
    return file ? agreed(file) : null
  }
  function agreed(file: FoldedFile): FoldedFile | null {
    const contradicts = ([writer, head]: [WriterId, Head]) =>
      heads.contradict(writer, head) || [...waiting.of(writer)].some((waits) => isFork(waits, head))
    return [...file.vector].some(contradicts) ? stand(file.writer, 'fork') : file
  }

  return {
    stand,
    reach,
    vector: heads.vector,
    standing: () => [...standing].map(([writer, reason]) => ({ writer, reason })),

    /** Takes in a file, in whatever order; what is known already is dropped, two files under one number are a fork. */
    offer(file: FoldedFile): void {
      const { writer, first, number, head } = file
      const applied = heads.of(writer).number
      const other = waiting.at(writer, first)
      const isTorn = first <= applied && number > applied
      if (isTorn || heads.contradict(writer, file) || (other && other.head !== head)) stand(writer, 'fork')
      else if (!standing.has(writer) && !other && first > applied) waiting.add(file, first === applied + 1)
    },

    /** A file whose turn it is, or null. */
    next(): FoldedFile | null {
      for (const writer of waiting.writers()) {
        const file = nextOf(writer)
        if (file) return file
      }
      return null
    },

    /** Counts a file as applied, and what a snapshot stands for. */
    advance(file: FoldedFile): void {
      for (const [writer, head] of file.vector) reach(writer, head)
      reach(file.writer, file)
    },
  }
}

const isFork = (a: Head, b: Head) => a.number === b.number && a.head !== b.head
const dependsOn = ({ writer, deps }: FoldedFile) => [...deps].filter(([other]) => other !== writer)

function standsForAllBefore({ kind, writer, vector, first, prev }: FoldedFile): boolean {
  const own = vector.get(writer)
  return kind === 'snapshot' && own?.number === first - 1 && own.head === prev
}
