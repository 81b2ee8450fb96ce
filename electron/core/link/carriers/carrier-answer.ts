import { maxFile } from '../../exchange/format/file-head'
import type { Chunk, Want } from './carrier-messages'
import type { FilePart } from '../mirror/mirror-parts'

/** A file of which all bytes have come, and nothing is verified. */
export interface WholeFile {
  readonly chunk: Chunk
  readonly parts: readonly Uint8Array[]
}

/** The beginning of a file. */
export interface UnfinishedFile extends WholeFile {
  /** How many bytes of it have come. */
  readonly size: number
}

/** What comes in answer to one want; `false` is for what no honest carrier says then. */
export interface CarrierAnswer {
  readonly want: Want
  offer(offer: { files: number; bytes: number }): boolean
  /** The file that this chunk completes, or null where more of it is to come. */
  chunk(chunk: Chunk, bytes: Uint8Array): WholeFile | null | false
  done(): boolean
  /** The file that isn't whole yet. */
  unfinished(): UnfinishedFile | null
  /** Whole files, and bytes that have come of those announced. */
  figures(): { files: number; bytes: number; announced: number }
}

/** Follows the answer to a want: files in the order of their numbers, each from its beginning or from the part's end. */
export function createCarrierAnswer(want: Want, part: FilePart | null): CarrierAnswer {
  let offered: { files: number; bytes: number } | null = null
  let [files, bytes, lastNumber] = [0, 0, want.from]
  let file: { chunk: Chunk; parts: Uint8Array[]; size: number } | null = null

  const begin = (chunk: Chunk) => {
    if (chunk.offset === 0) return { chunk, parts: [], size: 0 }
    const isPart = part?.name === chunk.name && part.number === chunk.number && part.total === chunk.total
    return isPart && want.resume ? { chunk, parts: [part.bytes], size: part.bytes.length } : null
  }
  const isAskedFor = ({ number }: Chunk, size: number) =>
    offered !== null &&
    files < offered.files &&
    bytes + size <= offered.bytes &&
    number >= lastNumber &&
    number <= want.to
  return {
    want,
    offer(offer) {
      if (offered || offer.bytes > offer.files * maxFile) return false
      offered = offer
      return true
    },
    chunk(chunk, more) {
      if (!isAskedFor(chunk, more.length)) return false
      file ??= begin(chunk)
      if (!file) return false
      const { name, number, total } = file.chunk
      const isNext = chunk.name === name && chunk.number === number && chunk.total === total
      if (!isNext || chunk.offset !== file.size || file.size + more.length > total) return false
      file.parts.push(more)
      file.size += more.length
      bytes += more.length
      lastNumber = number
      if (file.size < total) return null
      const whole = file
      file = null
      files++
      return whole
    },
    done: () => offered !== null && file === null,
    unfinished: () => file,
    figures: () => ({ files, bytes, announced: offered?.bytes ?? 0 }),
  }
}
