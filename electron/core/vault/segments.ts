import type { Cipher, Files } from '../ports'
import { type Stream, streams, type VaultKeys } from './keys'
import { isSegmentName, openSegmentHeader, recordsStart, type SegmentHeader, segmentName } from './segment-format'
import { hasBlankBlock } from './segment-reader'

/** Longest segment file that is read; a log begins a new one long before. */
export const maxSegment = 1024 * 1024 * 1024

/**
 * Up to which number beyond a stream's newest readable segment a name is looked for. Numbers have gaps, one for each
 * segment that a full disk refused: with a try every two seconds these are those of a day and a half.
 */
const farthestGap = 65_536

export interface SegmentReader {
  files: Files
  cipher: Cipher
  keys: VaultKeys
  vaultId: Uint8Array
}

export interface Segment {
  name: string
  bytes: Uint8Array
  header: SegmentHeader
  headerBytes: Uint8Array
  /** Whether both copies of the header are as they were written. */
  intact: boolean
}

/** Where in the vault a segment stands. */
interface Place {
  stream: Stream
  number: number
}

/** A file of which no record can be read. */
export interface Unreadable {
  name: string
  /** Whether it is what a crash leaves of a segment that was only begun. */
  unfinished: boolean
  /** Where its records would stand; null if it is no segment of this vault's. */
  place: Place | null
}

/** Every segment in a data folder. */
export interface Segments {
  names: string[]
  readable: Segment[]
  unreadable: Unreadable[]
}

/** Reads all segments of a data folder; one that can't be ours or is unreadable is reported, never used. */
export async function readSegments(reader: SegmentReader, folder: string): Promise<Segments> {
  const names = ((await reader.files.list(folder)) ?? []).filter(isSegmentName).toSorted()
  const readable: Segment[] = []
  const others: Unreadable[] = []
  for (const name of names) {
    const bytes = (await reader.files.read(`${folder}/${name}`, maxSegment)) ?? new Uint8Array(0)
    const opened = openSegmentHeader(reader, bytes)
    const unfinished = bytes.length < recordsStart || (!opened && hasBlankBlock(bytes, 0))
    if (unfinished || !opened) {
      others.push({ name, unfinished, place: null })
      continue
    }
    const { header, intact } = opened
    if (segmentName(reader, header.stream, header.number) === name) {
      readable.push({ name, bytes, header, headerBytes: opened.bytes, intact })
    } else others.push({ name, unfinished: false, place: header })
  }
  return { names, readable, unreadable: placed(reader, readable, others) }
}

/**
 * A name is a keyed hash of stream and number, so it says where an unreadable file belongs. One under a name that is
 * none of this vault's belongs where its header says, if it has one.
 */
function placed(reader: SegmentReader, readable: readonly Segment[], unreadable: readonly Unreadable[]): Unreadable[] {
  const wanted = new Set(unreadable.map(({ name }) => name))
  const found = new Map<string, Place>()
  for (const stream of streams) {
    const numbers = readable.filter(({ header }) => header.stream === stream).map(({ header }) => header.number)
    const last = Math.max(0, ...numbers) + farthestGap
    for (let number = 1; number <= last && found.size < wanted.size; number++) {
      const name = segmentName(reader, stream, number)
      if (wanted.has(name)) found.set(name, { stream, number })
    }
  }
  return unreadable.map((file) => ({ ...file, place: found.get(file.name) ?? file.place }))
}
