import type { WriterId } from '../format/writer-id'
import type { FoldedFile } from './folded-file'

/** Most that waits for what it rests on; what doesn't fit is to be offered again. */
const maxBytes = 64 * 1024 * 1024
const maxFiles = 20_000

const sizeOf = ({ slices }: FoldedFile) => slices.reduce((sum, slice) => sum + slice.length, 0)

/** Files that wait for their turn, by writer and the number of their first part; of a fork several have the same. */
export function createWaitingFiles() {
  const writers = new Map<WriterId, Map<number, readonly FoldedFile[]>>()
  let files = 0
  let bytes = 0

  /** Forgets those of the writer's files that this holds of. */
  function drop(writer: WriterId, isDropped: (file: FoldedFile) => boolean): void {
    const chain = writers.get(writer)
    for (const [first, there] of chain ?? []) {
      if (!there.some(isDropped)) continue
      const kept = there.filter((file) => !isDropped(file))
      for (const file of there) if (!kept.includes(file)) bytes -= sizeOf(file)
      files -= there.length - kept.length
      if (kept.length > 0) chain?.set(first, kept)
      else chain?.delete(first)
    }
    if (chain?.size === 0) writers.delete(writer)
  }
  return {
    drop,
    writers: () => writers.keys(),
    at: (writer: WriterId, first: number): readonly FoldedFile[] => writers.get(writer)?.get(first) ?? [],
    of: (writer: WriterId): FoldedFile[] => [...(writers.get(writer)?.values() ?? [])].flat(),

    /** Keeps a file if there is room; one that is next in its chain always finds room. */
    add(file: FoldedFile, isNext: boolean): void {
      const size = sizeOf(file)
      if (!isNext && (files >= maxFiles || bytes + size > maxBytes)) return
      const chain = writers.get(file.writer) ?? new Map<number, readonly FoldedFile[]>()
      writers.set(file.writer, chain.set(file.first, [...(chain.get(file.first) ?? []), file]))
      files++
      bytes += size
    },
  }
}
