import type { WriterId } from '../writer-id'
import type { FoldedFile } from './folded-file'

/** Most that waits for what it rests on; what doesn't fit is to be offered again. */
const maxBytes = 64 * 1024 * 1024
const maxFiles = 20_000

const sizeOf = ({ slices }: FoldedFile) => slices.reduce((sum, slice) => sum + slice.length, 0)

/** Files that wait for their turn, by writer and the number of their first part. */
export function createWaitingFiles() {
  const writers = new Map<WriterId, Map<number, FoldedFile>>()
  let files = 0
  let bytes = 0
  return {
    writers: () => writers.keys(),
    at: (writer: WriterId, first: number) => writers.get(writer)?.get(first),
    of: (writer: WriterId) => writers.get(writer)?.values() ?? [],

    /** Keeps a file if there is room; one that is next in its chain always finds room. */
    add(file: FoldedFile, isNext: boolean): void {
      const size = sizeOf(file)
      if (!isNext && (files >= maxFiles || bytes + size > maxBytes)) return
      const chain = writers.get(file.writer) ?? new Map<number, FoldedFile>()
      writers.set(file.writer, chain.set(file.first, file))
      files++
      bytes += size
    },
    /** Forgets the writer's files that begin at or before this number. */
    drop(writer: WriterId, upTo: number): void {
      const chain = writers.get(writer)
      for (const [first, file] of chain ?? []) {
        if (first > upTo) continue
        chain?.delete(first)
        files--
        bytes -= sizeOf(file)
      }
      if (chain?.size === 0) writers.delete(writer)
    },
  }
}
