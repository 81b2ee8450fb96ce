import { concat, fromHex, toHex, viewOf } from '../../vault/bytes'
import { type WriterId, writerBytes, writerOfBytes, writerSize } from './writer-id'
import { hashSize } from './file-head'
import { type SessionName, sessionSize, tagSize } from './session'

/** Bounds of what one content may name: writers, sessions, slices, and bytes of a slice. */
export const maxWriters = 4096
export const maxSessions = 32_768
export const maxSlices = 262_144
export const maxSlice = 64 * 1024 * 1024

/** How far each writer's chain goes: the last number, and its file's hash in hex. */
export type Vector = ReadonlyMap<WriterId, { readonly number: number; readonly head: string }>

/**
 * How far a device has stored every writer's files, and when it said so by its own clock, ms; null where an earlier version
 * wrote it, which said no time.
 */
export interface CoverageContent {
  readonly vector: Vector
  readonly time: number | null
}

/**
 * What an update or snapshot that names sessions begins with, and the format of what follows. Before there were sessions,
 * a number of writers stood in this place.
 */
const marker = 0xffff
const contentFormat = 2

/** The words of one flush, as Yjs updates in causal order, and for each other writer the last number they may rest on. */
export interface UpdateContent {
  /** The sessions of the writer's device under whose client ids words of this content stand. */
  readonly sessions: readonly SessionName[]
  readonly deps: ReadonlyMap<WriterId, number>
  readonly slices: readonly Uint8Array[]
}

/** A whole document, and the vector of heads that it stands for. */
export interface SnapshotContent {
  readonly sessions: readonly SessionName[]
  readonly vector: Vector
  readonly slices: readonly Uint8Array[]
}

export function writeUpdateContent({ sessions, deps, slices }: UpdateContent): Uint8Array {
  const entries = [...deps].map(([writer, number]) => concat(writerBytes(writer), u64(number)))
  return concat(writeSessions(sessions), u16(deps.size), ...entries, ...sliceParts(slices))
}

export function writeSnapshotContent({ sessions, vector, slices }: SnapshotContent): Uint8Array {
  return concat(writeSessions(sessions), writeVector(vector), ...sliceParts(slices))
}

function writeSessions(sessions: readonly SessionName[]): Uint8Array {
  const names = sessions.flatMap(({ tag, session }) => [fromHex(tag), fromHex(session)])
  return concat(u16(marker), u16(contentFormat), u16(sessions.length), ...names)
}

export const writeCoverageContent = ({ vector, time }: CoverageContent): Uint8Array =>
  concat(writeVector(vector), ...(time === null ? [] : [u64(time)]))

/** The vector of a coverage and of a snapshot. */
function writeVector(vector: Vector): Uint8Array {
  const entries = [...vector].map(([writer, { number, head }]) =>
    concat(writerBytes(writer), u64(number), fromHex(head)),
  )
  return concat(u16(vector.size), ...entries)
}

/** What was written; null where the bytes are something else or out of bounds, `'newer'` in a format to come. */
export function readUpdateContent(bytes: Uint8Array): UpdateContent | 'newer' | null {
  if (isNewer(bytes)) return 'newer'
  return reading(bytes, (reader) => ({
    sessions: reader.sessions(),
    deps: new Map(reader.list(() => [reader.writer(), reader.number()] as const)),
    slices: reader.slices(),
  }))
}

export function readSnapshotContent(bytes: Uint8Array): SnapshotContent | 'newer' | null {
  if (isNewer(bytes)) return 'newer'
  return reading(bytes, (reader) => ({
    sessions: reader.sessions(),
    vector: reader.vector(),
    slices: reader.slices(),
  }))
}

const isNewer = (bytes: Uint8Array) =>
  bytes.length >= 4 && viewOf(bytes).getUint16(0, true) === marker && viewOf(bytes).getUint16(2, true) > contentFormat

/** What a later version says behind the time is passed over. */
export function readCoverageContent(bytes: Uint8Array): CoverageContent | null {
  return reading(bytes, (reader) => {
    const vector = reader.vector()
    if (reader.isAtEnd()) return { vector, time: null }
    const time = reader.number()
    reader.passOver()
    return { vector, time }
  })
}

function* sliceParts(slices: readonly Uint8Array[]): Generator<Uint8Array> {
  yield u32(slices.length)
  for (const slice of slices) {
    yield u32(slice.length)
    yield slice
  }
}

function u16(value: number): Uint8Array {
  const bytes = new Uint8Array(2)
  viewOf(bytes).setUint16(0, value, true)
  return bytes
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  viewOf(bytes).setUint32(0, value, true)
  return bytes
}

function u64(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  viewOf(bytes).setBigUint64(0, BigInt(value), true)
  return bytes
}

class OutOfBounds extends Error {}

function reading<T>(bytes: Uint8Array, read: (reader: Reader) => T): T | null {
  const reader = new Reader(bytes)
  try {
    const value = read(reader)
    return reader.isAtEnd() ? value : null
  } catch (error) {
    if (error instanceof OutOfBounds) return null
    throw error
  }
}

class Reader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = viewOf(bytes)
  }

  isAtEnd = () => this.#at === this.#bytes.length

  passOver(): void {
    this.#at = this.#bytes.length
  }

  list<T>(item: () => T): T[] {
    const count = this.#view.getUint16(this.#take(2), true)
    if (count > maxWriters) throw new OutOfBounds()
    return Array.from({ length: count }, item)
  }

  /** Of a content from before there were sessions, none. */
  sessions(): SessionName[] {
    const start = this.#at
    if (this.#view.getUint16(this.#take(2), true) !== marker) {
      this.#at = start
      return []
    }
    if (this.#view.getUint16(this.#take(2), true) !== contentFormat) throw new OutOfBounds()
    const count = this.#view.getUint16(this.#take(2), true)
    if (count > maxSessions) throw new OutOfBounds()
    return Array.from({ length: count }, () => ({
      tag: toHex(this.#slice(tagSize)),
      session: toHex(this.#slice(sessionSize)),
    }))
  }

  vector(): Vector {
    return new Map(
      this.list(() => [this.writer(), { number: this.number(), head: toHex(this.#slice(hashSize)) }] as const),
    )
  }

  slices(): Uint8Array[] {
    const count = this.#view.getUint32(this.#take(4), true)
    // Each takes four bytes at least: a count that can't be true allocates nothing.
    if (count > maxSlices || 4 * count > this.#bytes.length - this.#at) throw new OutOfBounds()
    return Array.from({ length: count }, () => {
      const length = this.#view.getUint32(this.#take(4), true)
      if (length > maxSlice) throw new OutOfBounds()
      return this.#slice(length)
    })
  }

  writer = (): WriterId => writerOfBytes(this.#slice(writerSize))

  number(): number {
    const number = Number(this.#view.getBigUint64(this.#take(8), true))
    if (!Number.isSafeInteger(number)) throw new OutOfBounds()
    return number
  }

  #slice(length: number): Uint8Array {
    const at = this.#take(length)
    return this.#bytes.subarray(at, at + length)
  }

  /** Where the next `length` bytes begin. */
  #take(length: number): number {
    const at = this.#at
    if (length > this.#bytes.length - at) throw new OutOfBounds()
    this.#at += length
    return at
  }
}
