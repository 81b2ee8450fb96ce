import type { Cipher, Files } from '../ports'
import { type Stream, streams, type VaultKeys } from './keys'
import { isSegmentName, openSegmentHeader, recordsStart, type SegmentHeader, segmentName } from './segment-format'
import { hasBlankBlock } from './segment-reader'

/** Longest segment file that is read; a log begins a new one long before. */
export const maxSegment = 1024 * 1024 * 1024

/**
 * Up to which number beyond a stream's newest readable segment an unreadable file's name is looked for: always, and
 * where the stream is short of records. Numbers have gaps, one for each segment that a full disk refused: with a try
 * every two seconds these are those of half an hour and of a day and a half.
 */
const usualGap = 1024
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
  /** Whether its name says so; otherwise its header does. */
  isNamed: boolean
}

/** Every segment in a data folder. */
export interface Segments {
  names: string[]
  readable: Segment[]
  unreadable: Unreadable[]
}

/**
 * Whether a data folder holds a segment of no `known` name, or lacks the one that is being written: another process
 * writes this vault, or another folder has been put in its place.
 */
export async function hasStrangers(
  { files, folder }: { files: Files; folder: string },
  known: ReadonlySet<string>,
  current: string | null = null,
): Promise<boolean> {
  const names = ((await files.list(folder)) ?? []).filter(isSegmentName)
  return !names.every((name) => known.has(name)) || (current !== null && !names.includes(current))
}

/** Reads all segments of a data folder; one that can't be ours or is unreadable is reported, never used. */
export async function readSegments(reader: SegmentReader, folder: string): Promise<Segments> {
  const names = ((await reader.files.list(folder)) ?? []).filter(isSegmentName).toSorted()
  const readable: Segment[] = []
  const unreadable: Unreadable[] = []
  for (const name of names) {
    const bytes = (await reader.files.read(`${folder}/${name}`, maxSegment)) ?? new Uint8Array(0)
    const opened = openSegmentHeader(reader, bytes)
    const unfinished = bytes.length < recordsStart || (!opened && hasBlankBlock(bytes, 0))
    if (unfinished || !opened) {
      unreadable.push({ name, unfinished, place: null, isNamed: false })
      continue
    }
    const { header, intact } = opened
    if (segmentName(reader, header.stream, header.number) === name) {
      readable.push({ name, bytes, header, headerBytes: opened.bytes, intact })
    } else unreadable.push({ name, unfinished: false, place: header, isNamed: false })
  }
  const found = { names, readable, unreadable }
  for (const stream of streams) place(reader, found, stream, usualGap)
  return found
}

/** Looks farther for where unreadable files belong that seem to be nobody's: one of them may be what a stream lacks. */
export function placeFarther(reader: SegmentReader, found: Segments, stream: Stream): void {
  place(reader, found, stream, farthestGap)
}

/**
 * A name is a keyed hash of stream and number, so it says where an unreadable file belongs. One under a name that is
 * none of this vault's belongs where its header says, if it has one.
 */
function place(reader: SegmentReader, { readable, unreadable }: Segments, stream: Stream, gap: number): void {
  const unplaced = new Map(unreadable.flatMap((file) => (file.isNamed ? [] : [[file.name, file]])))
  const numbers = readable.filter(({ header }) => header.stream === stream).map(({ header }) => header.number)
  const last = Math.max(0, ...numbers) + gap
  for (let number = 1; number <= last && unplaced.size > 0; number++) {
    const name = segmentName(reader, stream, number)
    const file = unplaced.get(name)
    if (!file) continue
    file.place = { stream, number }
    file.isNamed = true
    unplaced.delete(name)
  }
}
