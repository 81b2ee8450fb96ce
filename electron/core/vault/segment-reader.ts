import type { Cipher } from '../ports'
import { sameBytes } from './bytes'
import type { Position } from './heads'
import { blockSize, frameSizeAt, type OpenedRecord, openRecord } from './record-format'
import { recordsStart, type SegmentHeader, type SegmentKeys } from './segment-format'

interface Segment {
  cipher: Cipher
  keys: SegmentKeys
  header: SegmentHeader
  bytes: Uint8Array
}

/** What reading one segment came to. */
export interface Reading {
  end: Position
  /** Records that should be there and can't be read. */
  lost: number
  damaged: boolean
  /** Whether it ends in damage, after which nobody knows how many records there were. */
  endless: boolean
  /** Whether it ends in what a crash leaves of a write that nobody was told had succeeded. */
  torn: boolean
}

/**
 * Applies the records of one segment in order, from `from` up to but not including sequence number `limit`
 * (Infinity for a stream's last segment). What can't be verified is skipped, counted and never applied; what
 * follows it is applied.
 */
export function readSegment(
  segment: Segment,
  { from, limit, apply }: { from: Position; limit: number; apply: (record: OpenedRecord) => void },
): Reading {
  const reading: Reading = { end: from, lost: 0, damaged: false, endless: false, torn: false }
  let offset = recordsStart
  let ended = false
  while (reading.end.seq + 1 < limit && offset < segment.bytes.length) {
    const expected = openRecord(segment, segment.bytes, offset)
    const inPlace = expected && follows(expected, reading.end)
    const found = inPlace ? { record: expected, offset } : findRecord(segment, offset, reading.end.seq, limit)
    if (!inPlace) {
      reading.torn = limit === Infinity && segment.header.kind === 'log' && isTorn(segment, offset)
      if (reading.torn) return reading
      reading.damaged = true
      reading.endless = !found
      if (found) reading.lost += found.record.seq - reading.end.seq - 1
    }
    if (!found) break
    apply(found.record)
    ended = found.record.content.type === 'snapshot-end'
    reading.end = { seq: found.record.seq, tag: found.record.tag }
    offset = found.offset + found.record.size
  }
  if (limit !== Infinity) missTheRest(reading, limit)
  else if (segment.header.kind === 'snapshot' && !ended) {
    reading.damaged = true
    reading.endless = true
  }
  return reading
}

const follows = (record: OpenedRecord, end: Position) =>
  record.seq === end.seq + 1 && sameBytes(record.previous, end.tag)

function missTheRest(reading: Reading, limit: number): void {
  const missing = limit - 1 - reading.end.seq
  // Fewer than none where the next segment begins before this one, as in two copies of a vault put together.
  if (missing <= 0) return
  reading.damaged = true
  reading.endless = false
  reading.lost += missing
}

/** The first record at or after `offset` that comes after `seq` and before `limit`; records lie on block borders. */
function findRecord(segment: Segment, offset: number, seq: number, limit: number) {
  for (let at = offset; at < segment.bytes.length; at += blockSize) {
    const record = openRecord(segment, segment.bytes, at)
    if (record && record.seq > seq && record.seq < limit) return { record, offset: at }
  }
  return null
}

/**
 * Whether the unreadable end of a stream's last segment is the rest of an unfinished write, not damage to a
 * finished one. A finished write is followed by another batch, or is there in full: no block of it is blank, and it
 * isn't shorter than it says.
 */
function isTorn(segment: Segment, offset: number): boolean {
  const { bytes } = segment
  const later = [...recordsFrom(segment, offset)]
  if (later.some((found) => found.record.content.batchStart && found.offset > offset)) return false
  if (hasBlankBlock(bytes, offset)) return true
  if (later.length > 0) return false
  const left = bytes.length - offset
  if (left < blockSize) return true
  const named = frameSizeAt(segment, bytes, offset)
  return named !== null && named > left && !openRecord(segment, bytes, offset, left)
}

function* recordsFrom(segment: Segment, offset: number) {
  for (let at = offset; at < segment.bytes.length; at += blockSize) {
    const record = openRecord(segment, segment.bytes, at)
    if (record) yield { record, offset: at }
  }
}

/** Whether one aligned block is all zeros, as a file system leaves it that made the file longer before it wrote. */
export function hasBlankBlock(bytes: Uint8Array, offset: number): boolean {
  for (let at = offset; at + blockSize <= bytes.length; at += blockSize) {
    if (bytes.subarray(at, at + blockSize).every((byte) => byte === 0)) return true
  }
  return false
}
