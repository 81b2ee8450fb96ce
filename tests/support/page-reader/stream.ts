import { type ReadableSegment, recordAt, type RecordThere, sizeAt } from './segment'
import type { Head } from './vault-json'

const block = 256

/** What taking the records of a stream comes to. */
export interface StreamRead {
  /** The payloads by id, as they were written last. */
  content: Map<string, Buffer>
  /** The last record that was taken. */
  end: Head
  /** By sequence number: the tag that is known, and the number of the segment that says so. */
  known: Map<number, { tag: Buffer; number: number }>
  /** What its records name of all streams, each by its number. */
  named: Head[][]
  /** Damaged files, each with the records that are lost for it. */
  damage: { file: string; lost: number }[]
  /** How the last segment ends. */
  ending: 'whole' | 'torn' | 'damaged'
  lastName: string
  lastNumber: number
}

/** Takes the records of a stream's readable segments, which are in the order of their numbers. */
export function takeRecords(
  segments: readonly ReadableSegment[],
  unreadableBetween: (after: number, before: number) => string | undefined,
): StreamRead {
  const read: StreamRead = {
    content: new Map(),
    end: { seq: 0, tag: Buffer.alloc(16) },
    known: new Map(),
    named: [],
    damage: [],
    ending: 'whole',
    lastName: segments.at(-1)?.name ?? '',
    lastNumber: segments.at(-1)?.number ?? 0,
  }
  let wasDamaged = false
  const from = beginning(segments)
  for (const [at, segment] of segments.entries()) {
    if (at < from) continue
    const next = segments[at + 1]
    const joins = read.end.seq === segment.base - 1 && read.end.tag.equals(segment.previous)
    const needsNone = at === from && segment.isSnapshot
    if (!joins && !needsNone && !wasDamaged) {
      const before = at === from ? 0 : (segments[at - 1]?.number ?? 0)
      const file = unreadableBetween(before, segment.number) ?? segment.name
      read.damage.push({ file, lost: Math.max(1, segment.base - 1 - read.end.seq) })
    }
    read.end = { seq: segment.base - 1, tag: segment.previous }
    read.known.set(read.end.seq, { tag: read.end.tag, number: Infinity })
    const { isDamaged, lost } = takeSegment(read, segment, next?.base ?? Infinity)
    if (isDamaged) read.damage.push({ file: segment.name, lost })
    wasDamaged = isDamaged
  }
  return read
}

/** The newest snapshot that counts, or the first segment. */
function beginning(segments: readonly ReadableSegment[]): number {
  const counts = ({ isSnapshot, base }: ReadableSegment, at: number) =>
    isSnapshot && base < (segments[at + 1]?.base ?? Infinity)
  return Math.max(0, segments.findLastIndex(counts))
}

function takeSegment(read: StreamRead, segment: ReadableSegment, limit: number) {
  const result = { isDamaged: false, lost: 0 }
  let at = block
  let lastType = -1
  read.ending = 'whole'
  while (at < segment.bytes.length && read.end.seq + 1 < limit) {
    let record = recordAt(segment, at)
    if (record?.seq !== read.end.seq + 1 || !record.previous.equals(read.end.tag)) {
      if (limit === Infinity && !segment.isSnapshot && isTorn(segment, at)) {
        read.ending = 'torn'
        return result
      }
      result.isDamaged = true
      while (at < segment.bytes.length && !isBetween((record = recordAt(segment, at)), read.end.seq, limit)) at += block
      if (!record || at >= segment.bytes.length) {
        read.ending = 'damaged'
        break
      }
      result.lost += record.seq - read.end.seq - 1
    }
    take(read, record, segment.number)
    lastType = record.type
    at += record.size
  }
  if (limit !== Infinity) {
    const missing = Math.max(0, limit - 1 - read.end.seq)
    return { isDamaged: result.isDamaged || missing > 0, lost: result.lost + missing }
  }
  if (!segment.isSnapshot || lastType === 2) return result
  read.ending = 'damaged'
  return { ...result, isDamaged: true }
}

const isBetween = (record: RecordThere | null, seq: number, limit: number) =>
  record !== null && record.seq > seq && record.seq < limit

function take(read: StreamRead, record: RecordThere, number: number): void {
  read.end = { seq: record.seq, tag: record.tag }
  read.known.set(record.seq, { tag: record.tag, number })
  if (record.heads.length > 0) read.named.push(record.heads)
  if (record.type === 0) read.content.set(record.id, record.payload)
  if (record.type === 1) read.content.delete(record.id)
}

/** Whether what stands at the end of a stream's last log is the rest of an unfinished write. */
function isTorn(segment: ReadableSegment, from: number): boolean {
  const { bytes } = segment
  const opened: { at: number; record: RecordThere }[] = []
  let isBlank = false
  for (let at = from; at < bytes.length; at += block) {
    const record = recordAt(segment, at)
    if (record) opened.push({ at, record })
    isBlank ||= at + block <= bytes.length && bytes.subarray(at, at + block).equals(Buffer.alloc(block))
  }
  if (opened.some(({ at, record }) => at > from && record.beginsBatch)) return false
  if (isBlank) return true
  if (opened.length > 0) return false
  const left = bytes.length - from
  if (left < block) return true
  const size = sizeAt(segment, from)
  return size !== null && size > left && recordAt(segment, from, left) === null
}
