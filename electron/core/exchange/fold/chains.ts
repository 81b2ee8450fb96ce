import type { WriterId } from '../format/writer-id'
import type { FoldedFile, Head, StandingReason } from './folded-file'
import { createHeads } from './heads'
import { createStanding } from './standing'
import { createWaitingFiles } from './waiting-files'

type OnStanding = (writer: WriterId, reason: StandingReason) => void

/**
 * The order in which files are applied: each after its predecessor and its deps. A snapshot that stands for all its
 * writer wrote before may come without them, and brings along what it stands for. Of a fork each file follows the one
 * that it names, so that what either copy wrote is there, whichever came first (docs/decisions/0009).
 */
export function createChains(onStanding: OnStanding) {
  const places = createPlaces(onStanding)
  const { heads, waiting, standing, postponed, reach } = places

  return {
    reach,
    vector: heads.vector,
    isKnown: heads.isKnown,
    standing: standing.list,

    /** Takes in a file, in whatever order; what is known already is dropped, two files under one number are a fork. */
    offer(file: FoldedFile): void {
      const { writer, first, number, head } = file
      const applied = heads.of(writer).number
      const others = waiting.at(writer, first)
      const isHere = heads.isKnown(writer, file) || others.some((other) => other.head === head)
      if (isHere || standing.isStopped(writer)) return
      const isTorn = first <= applied && number > applied
      if (isTorn || heads.contradict(writer, file) || others.length > 0) standing.name(writer, 'fork')
      if (first > applied || standing.isForked(writer)) waiting.add(file, first === applied + 1)
    },

    /** A file whose turn it is, or null. */
    next(): FoldedFile | null {
      for (const writer of waiting.writers()) {
        const file = nextOf(places, writer)
        if (file) return file
      }
      return null
    },

    /** Counts a file as applied, and what a snapshot stands for. */
    advance(file: FoldedFile): void {
      if (standing.isForked(file.writer)) postponed.clear()
      standing.goesOn(file.writer)
      for (const [writer, head] of file.vector) reach(writer, head)
      reach(file.writer, file)
    },

    /** A file that can't be applied: its writer stands still, for good unless what it rests on comes by a fork. */
    refuse(file: FoldedFile, fault: 'out-of-order' | 'refused'): void {
      if (fault === 'refused') {
        places.stop(file.writer, 'refused')
        return
      }
      postponed.add(file)
      standing.name(file.writer, 'refused')
    },
  }
}

type Places = ReturnType<typeof createPlaces>

function createPlaces(onStanding: OnStanding) {
  const heads = createHeads()
  const waiting = createWaitingFiles()
  const standing = createStanding(onStanding)
  return {
    heads,
    waiting,
    standing,
    /** What can't be applied yet, though its turn has come: it may rest on the other branch of a fork. */
    postponed: new Set<FoldedFile>(),
    stop(writer: WriterId, reason: StandingReason): null {
      waiting.drop(writer, () => true)
      standing.stop(writer, reason)
      return null
    },
    reach(writer: WriterId, head: Head): void {
      heads.reach(writer, head)
      const isForked = standing.isForked(writer)
      waiting.drop(writer, (file) => (isForked ? heads.isKnown(writer, file) : file.first <= head.number))
    },
  }
}

function nextOf(places: Places, writer: WriterId): FoldedFile | null {
  const { heads, waiting, standing, postponed, stop } = places
  const next = waiting.at(writer, heads.of(writer).number + 1)
  if (!next.every(heads.lead)) standing.name(writer, 'fork')
  for (const file of standing.isForked(writer) ? waiting.of(writer).filter(heads.lead) : next) {
    if (file.kind === 'newer') return stop(writer, 'newer')
    if (file.kind === 'damaged') return stop(writer, 'refused')
    const isReady = file.kind === 'snapshot' ? isAgreed(places, file) : !postponed.has(file) && restsOn(heads, file)
    if (isReady) return file
  }
  return jumpOf(places, writer)
}

/** A snapshot that stands for the files of its writer that are missing before it. */
const jumpOf = (places: Places, writer: WriterId) =>
  places.waiting.of(writer).find((file) => standsForAllBefore(file) && isAgreed(places, file)) ?? null

function isAgreed(places: Places, file: FoldedFile): boolean {
  if (![...file.vector].some(([writer, head]) => isOfAnother(places, writer, head))) return !places.postponed.has(file)
  places.standing.name(file.writer, 'fork')
  return false
}

/** Whether all is applied that this file says it rests on. */
const restsOn = (heads: Places['heads'], { writer, deps }: FoldedFile) =>
  [...deps].every(([other, number]) => other === writer || heads.of(other).number >= number)

/** Whether the file that is here under this number, applied or waiting, is another than this one. */
function isOfAnother({ heads, waiting }: Places, writer: WriterId, head: Head): boolean {
  const there = waiting.of(writer).filter(({ number }) => number === head.number)
  if (there.some((waits) => waits.head === head.head)) return false
  return heads.contradict(writer, head) || (there.length > 0 && !heads.isKnown(writer, head))
}

function standsForAllBefore({ kind, writer, vector, first, prev }: FoldedFile): boolean {
  const own = vector.get(writer)
  return kind === 'snapshot' && own?.number === first - 1 && own.head === prev
}
