import type { Cipher, Files } from '../ports'
import { sameBytes, wipe } from './bytes'
import type { Stream, VaultKeys } from './keys'
import type { OpenedRecord } from './record-format'
import {
  isSegmentName,
  noTag,
  openSegmentHeader,
  recordsStart,
  type SegmentHeader,
  segmentKeys,
  segmentName,
} from './segment-format'
import { hasBlankBlock, type Position, readSegment } from './segment-reader'

/** Longest segment file that is read; a log begins a new one long before. */
export const maxSegment = 1024 * 1024 * 1024

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
  damage: Damage[]
  /** Whether the newest segment read so far is damaged, and whether so that its end is unknown. */
  broken: boolean
  endless: boolean
  /** The file whose end a crash tore, if one did. */
  torn: string | null
  /** Whether the record at the high-water mark is another than the mark says. */
  forked: boolean
}

interface Reader {
  files: Files
  cipher: Cipher
  keys: VaultKeys
  vaultId: Uint8Array
}

interface Segment {
  name: string
  bytes: Uint8Array
  header: SegmentHeader
  headerBytes: Uint8Array
}

/** Every segment in a data folder whose header is ours, with what is wrong with the others. */
export interface Segments {
  names: string[]
  segments: Segment[]
  damage: Damage[]
  torn: string | null
}

/** Reads all segments of a data folder; one that can't be ours or is unreadable is reported, never used. */
export async function readSegments(reader: Reader, folder: string): Promise<Segments> {
  const names = ((await reader.files.list(folder)) ?? []).filter(isSegmentName).toSorted()
  const found: Segments = { names, segments: [], damage: [], torn: null }
  for (const name of names) {
    const bytes = (await reader.files.read(`${folder}/${name}`, maxSegment)) ?? new Uint8Array(0)
    const opened = openSegmentHeader(reader, bytes)
    const unfinished = bytes.length < recordsStart || (!opened && hasBlankBlock(bytes, 0))
    if (unfinished) {
      found.torn = name
      continue
    }
    if (!opened?.intact) found.damage.push({ file: name, lost: 0 })
    if (!opened) continue
    const { header } = opened
    if (segmentName(reader, header.stream, header.number) === name) {
      found.segments.push({ name, bytes, header, headerBytes: opened.bytes })
    } else found.damage.push({ file: name, lost: 0 })
  }
  return found
}

/** Puts one stream together from its segments; `mark` is the high-water mark it must have passed. */
export function readChain(reader: Reader, found: Segments, stream: Stream, mark: Position): Chain {
  const own = found.segments
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
    damage: [],
    broken: false,
    endless: false,
    torn: null,
    forked: false,
  }
  own.slice(from).forEach((segment, at, all) => readOne(reader, chain, segment, all[at + 1], mark))
  return chain
}

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

function readOne(reader: Reader, chain: Chain, segment: Segment, next: Segment | undefined, mark: Position): void {
  const { header, name } = segment
  const anchored = header.kind === 'snapshot' && chain.end.seq === 0
  const before = { seq: header.base - 1, tag: header.previous }
  const joined = chain.end.seq === before.seq && sameBytes(chain.end.tag, before.tag)
  if (!joined && !anchored && !chain.broken) {
    chain.damage.push({ file: name, lost: Math.max(0, before.seq - chain.end.seq) })
  }
  if (before.seq === mark.seq && !sameBytes(before.tag, mark.tag)) chain.forked = true
  const keys = segmentKeys(reader, header.stream, segment.headerBytes)
  const reading = readSegment(
    { cipher: reader.cipher, keys, header, bytes: segment.bytes },
    {
      from: before,
      limit: next?.header.base ?? Infinity,
      apply(record) {
        if (record.seq === mark.seq && !sameBytes(record.tag, mark.tag)) chain.forked = true
        applyRecord(chain.versions, record)
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

function applyRecord(versions: Map<string, Version>, { content, size }: OpenedRecord): void {
  if (content.type === 'snapshot-end') return
  versions.get(content.id)?.payload.fill(0)
  if (content.type === 'delete') versions.delete(content.id)
  else versions.set(content.id, { payload: content.payload, revision: content.revision, size })
}
