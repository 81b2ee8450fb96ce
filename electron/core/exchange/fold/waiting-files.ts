import type { WriterId } from '../format/writer-id'
import type { FoldedFile, Head } from './folded-file'

/** Most that waits for what it rests on; what doesn't fit is to be offered again. */
const maxBytes = 64 * 1024 * 1024
const maxFiles = 20_000

/** What one writer that is named takes, about; in bytes. */
const nameSize = 128
const sizeOf = ({ slices, deps, vector }: FoldedFile) =>
  slices.reduce((sum, slice) => sum + slice.length, nameSize * (deps.size + vector.size))
const keyOf = (writer: WriterId, { number, head }: Head) => `${writer}/${number}/${head}`

/** Files that wait for their turn, found by what they are and by what they follow. */
export function createWaitingFiles() {
  const writers = new Map<WriterId, Set<FoldedFile>>()
  const byHead = new Map<string, FoldedFile>()
  const byPrev = new Map<string, Set<FoldedFile>>()
  const byNumber = new Map<string, Set<FoldedFile>>()
  const roomFor = new Map<WriterId, FoldedFile>()
  let files = 0
  let bytes = 0
  const prevOf = ({ writer, first, prev }: FoldedFile) => keyOf(writer, { number: first - 1, head: prev })
  const numbersOf = ({ writer, first, number }: FoldedFile) =>
    Array.from({ length: number - first + 1 }, (_, at) => `${writer}/${first + at}`)

  function remove(file: FoldedFile): void {
    if (!writers.get(file.writer)?.delete(file)) return
    byHead.delete(keyOf(file.writer, file))
    drop(byPrev, prevOf(file), file)
    for (const number of numbersOf(file)) drop(byNumber, number, file)
    files--
    bytes -= sizeOf(file)
  }
  return {
    remove,
    of: (writer: WriterId): FoldedFile[] => [...(writers.get(writer) ?? [])],
    holds: (file: FoldedFile): boolean => writers.get(file.writer)?.has(file) ?? false,
    get: (writer: WriterId, head: Head): FoldedFile | null => byHead.get(keyOf(writer, head)) ?? null,
    /** Those of which this is a number. */
    at: (writer: WriterId, number: number): FoldedFile[] => [...(byNumber.get(`${writer}/${number}`) ?? [])],
    /** Those that name this file as the one before them. */
    after: (writer: WriterId, head: Head): FoldedFile[] => [...(byPrev.get(keyOf(writer, head)) ?? [])],
    /** Whether another file waits under one of its numbers. */
    contradicts: (file: FoldedFile): boolean =>
      numbersOf(file).some((number) => {
        const there = byNumber.get(number)
        return there !== undefined && (there.size > 1 || !there.has(file))
      }),

    /** Keeps a file if there is room; of each writer one that is next in its chain always finds room. */
    add(file: FoldedFile, isNext: boolean): boolean {
      const size = sizeOf(file)
      const former = roomFor.get(file.writer)
      const mustFit = isNext && !(former && writers.get(file.writer)?.has(former))
      if (mustFit) roomFor.set(file.writer, file)
      if (!mustFit && (files >= maxFiles || bytes + size > maxBytes)) return false
      put(writers, file.writer, file)
      byHead.set(keyOf(file.writer, file), file)
      put(byPrev, prevOf(file), file)
      for (const number of numbersOf(file)) put(byNumber, number, file)
      files++
      bytes += size
      return true
    },
  }
}

function put<Key>(map: Map<Key, Set<FoldedFile>>, key: Key, file: FoldedFile): void {
  map.set(key, (map.get(key) ?? new Set()).add(file))
}

function drop<Key>(map: Map<Key, Set<FoldedFile>>, key: Key, file: FoldedFile): void {
  const there = map.get(key)
  there?.delete(file)
  if (there?.size === 0) map.delete(key)
}
