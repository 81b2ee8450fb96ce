import { sameBytes, wipe } from './bytes'
import type { Stream } from './keys'
import type { OpenedRecord } from './record-format'
import { noTag, segmentKeys } from './segment-format'
import type { Heads, Position } from './heads'
import { readSegment } from './segment-reader'
import type { Segment, SegmentReader, Segments } from './segments'
import { Trail } from './trail'

/** The newest version of an id: its JSON, and what it takes on disk. */
export interface Version {
  payload: Uint8Array
  revision: number
  size: number
}

/** A file that can't be wholly read, and how many records of it are lost. */
export interface Damage {
  file: string
  lost: number
}

/** One stream as its segments tell it. */
export interface Chain {
  stream: Stream
  end: Position
  versions: Map<string, Version>
  /** Number of its newest segment, 0 if it has none. */
  number: number
  /** Names of the segments that make it up, and of those a newer snapshot replaces. */
  live: string[]
  replaced: string[]
  /** The newest segment and how many bytes it has. */
  tail: { name: string; length: number } | null
  /** Bytes of the live segments. */
  bytes: number
  epoch: number
  /** Whether entries were deleted after its snapshot: its segments still hold them. */
  hasDeletions: boolean
  /** Whether its snapshot says that what it replaced holds entries that were deleted. */
  replacesDeleted: boolean
  damage: Damage[]
  /** What its records say of the other streams. */
  named: Heads[]
  /** Whether the newest segment read so far is damaged, and whether so that its end is unknown. */
  broken: boolean
  endless: boolean
  /** The file whose end a crash tore, if one did. */
  torn: string | null
}

/** Puts one stream together from its segments; the tags of its records go into `trail`. */
export function readChain(reader: SegmentReader, found: Segments, stream: Stream, trail: Trail): Chain {
  const own = found.readable
    .filter((segment) => segment.header.stream === stream)
    .toSorted((a, b) => a.header.number - b.header.number)
  const from = startOf(own)
  const newest = own.at(-1)
  const chain: Chain = {
    stream,
    end: { seq: 0, tag: noTag },
    versions: new Map(),
    number: newest?.header.number ?? 0,
    tail: newest ? { name: newest.name, length: newest.bytes.length } : null,
    live: own.slice(from).map((segment) => segment.name),
    replaced: own.slice(0, from).map((segment) => segment.name),
    bytes: own.slice(from).reduce((sum, segment) => sum + segment.bytes.length, 0),
    epoch: own.reduce((epoch, segment) => Math.max(epoch, segment.header.epoch), 0),
    hasDeletions: false,
    replacesDeleted: false,
    damage: [],
    named: [],
    broken: false,
    endless: false,
    torn: null,
  }
  own.slice(from).forEach((segment, at, all) => {
    const [before, next] = [all[at - 1], all[at + 1]]
    const missing = unreadableBetween(found, stream, before?.header.number ?? 0, segment.header.number)
    readOne({ reader, chain, trail }, segment, { limit: next?.header.base ?? Infinity, missing: missing?.name ?? null })
  })
  return chain
}

const unreadableBetween = ({ unreadable }: Segments, stream: Stream, after: number, before: number) =>
  unreadable.find(({ place }) => place?.stream === stream && place.number > after && place.number < before)

/**
 * Where reading begins: at the newest snapshot that counts. One whose successor begins where the snapshot itself
 * began was never acknowledged, and its records count for nothing.
 */
function startOf(own: readonly Segment[]): number {
  const counts = (segment: Segment, at: number) => {
    const next = own[at + 1]
    return segment.header.kind === 'snapshot' && (!next || next.header.base > segment.header.base)
  }
  return Math.max(0, own.findLastIndex(counts))
}

/** `missing` names the unreadable file between the segment before and this one, if there is one. */
function readOne(
  { reader, chain, trail }: { reader: SegmentReader; chain: Chain; trail: Trail },
  segment: Segment,
  { limit, missing }: { limit: number; missing: string | null },
): void {
  const { header, name } = segment
  const anchored = header.kind === 'snapshot' && chain.end.seq === 0
  const before = { seq: header.base - 1, tag: header.previous }
  const joined = chain.end.seq === before.seq && sameBytes(chain.end.tag, before.tag)
  if (!joined && !anchored && !chain.broken) {
    // At one number with another tag, too, the record that this segment goes on from is not there.
    chain.damage.push({ file: missing ?? name, lost: Math.max(1, before.seq - chain.end.seq) })
  }
  trail.state(before)
  const keys = segmentKeys(reader, header.stream, segment.headerBytes)
  const reading = readSegment(
    { cipher: reader.cipher, keys, header, bytes: segment.bytes },
    {
      from: before,
      limit,
      apply(record) {
        trail.record(record, header.number)
        if (record.heads) chain.named.push(record.heads)
        applyRecord(chain, record)
      },
    },
  )
  wipe(keys.record, keys.mask)
  chain.end = reading.end
  chain.broken = reading.damaged
  chain.endless = reading.endless
  if (reading.damaged) chain.damage.push({ file: name, lost: reading.lost })
  if (reading.torn) chain.torn = name
}

function applyRecord(chain: Chain, { content, size }: OpenedRecord): void {
  const { versions } = chain
  switch (content.type) {
    case 'put':
      versions.get(content.id)?.payload.fill(0)
      versions.set(content.id, { payload: content.payload, revision: content.revision, size })
      return
    case 'delete':
      versions.get(content.id)?.payload.fill(0)
      versions.delete(content.id)
      chain.hasDeletions = true
      return
    case 'snapshot-end':
      chain.replacesDeleted = content.replacesDeleted ?? false
      return
    case 'heads':
      return
  }
}
