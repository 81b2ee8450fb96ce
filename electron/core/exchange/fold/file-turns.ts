import type { WriterId } from '../format/writer-id'
import type { FoldedFile, Head } from './folded-file'
import type { Heads } from './heads'
import { createWaitingFiles } from './waiting-files'

/**
 * Whose turn it is among the files that wait. Each is looked at again only when what it waits for has come: first the
 * file before it, then the last of its deps that is missing.
 */
export function createTurns(heads: Heads) {
  const waiting = createWaitingFiles()
  /** Those whose turn has come. */
  const ready = new Set<FoldedFile>()
  /** Those that wait for a writer whom they rest on. */
  const resting = new Map<WriterId, Set<FoldedFile>>()
  /** Those whose turn had come, and that rest on something all the same. */
  let postponed = new Set<FoldedFile>()
  /** Of each writer the one in order for which there had to be room. */
  const roomFor = new Map<WriterId, FoldedFile>()

  const isInOrder = (file: FoldedFile) =>
    heads.leads(file) || heads.isNamed(file.writer, file) || standsForAllBefore(file)

  /** Readies a file that is in order, or has it wait for the first writer whose files it misses. */
  function consider(file: FoldedFile): void {
    if (!waiting.holds(file) || postponed.has(file)) return
    const missing = file.kind === 'snapshot' ? null : missingWriter(heads, file)
    if (missing === null) ready.add(file)
    else resting.set(missing, (resting.get(missing) ?? new Set()).add(file))
  }
  /** A writer's files go so far now, by this one. */
  function reached(writer: WriterId, head: Head): void {
    const itself = waiting.get(writer, head)
    for (const file of [...waiting.after(writer, head), ...(itself ? [itself] : [])])
      if (isInOrder(file)) consider(file)
    const rested = resting.get(writer) ?? []
    resting.delete(writer)
    for (const file of rested) consider(file)
  }
  function forget(file: FoldedFile): void {
    waiting.remove(file)
    ready.delete(file)
    postponed.delete(file)
  }

  return {
    reached,
    contradicts: waiting.contradicts,
    at: waiting.at,
    knows: (file: FoldedFile): boolean => waiting.get(file.writer, file) !== null,

    add(file: FoldedFile): void {
      const isNext = isInOrder(file)
      const former = roomFor.get(file.writer)
      const mustFit = isNext && !(former && waiting.holds(former))
      if (mustFit) roomFor.set(file.writer, file)
      if (waiting.add(file, mustFit) && isNext) consider(file)
    },
    /** A file whose turn it is, or null. */
    next(): FoldedFile | null {
      const [file] = ready
      return file ?? null
    },
    applied(file: FoldedFile): void {
      forget(file)
      reached(file.writer, file)
    },
    postpone(file: FoldedFile): void {
      ready.delete(file)
      postponed.add(file)
    },
    tryAgain(): void {
      const again = postponed
      postponed = new Set()
      again.forEach(consider)
    },
    drop(writer: WriterId): void {
      waiting.removeAll(writer)
      for (const set of [ready, postponed]) for (const file of set) if (file.writer === writer) set.delete(file)
    },
  }
}

/** The first writer of whom not all is here that this file says it rests on. */
function missingWriter(heads: Heads, { writer, deps }: FoldedFile): WriterId | null {
  for (const [other, number] of deps) if (other !== writer && heads.of(other).number < number) return other
  return null
}

/** A snapshot that stands for the files of its writer before it may come without them. */
function standsForAllBefore({ kind, writer, vector, first, prev }: FoldedFile): boolean {
  const own = vector.get(writer)
  return kind === 'snapshot' && own?.number === first - 1 && own.head === prev
}
