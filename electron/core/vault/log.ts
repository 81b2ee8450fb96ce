import { AppError } from '../../../shared/failure'
import type { AppendFile, Cipher, Files, Randomness } from '../ports'
import { concat, wipe } from './bytes'
import { createTurns } from './in-turn'
import type { Stream, VaultKeys } from './keys'
import { type Content, sealRecord, snapshotEnd } from './record-format'
import {
  isSegmentName,
  saltSize,
  type SegmentHeader,
  type SegmentKeys,
  sealSegmentHeader,
  segmentKeys,
  segmentName,
} from './segment-format'
import type { Position } from './segment-reader'

const nonceSize = 24
/** A segment that has grown to this many bytes is followed by a new one. */
const segmentFull = 64 * 1024 * 1024
/** A snapshot goes to the disk in pieces of about this many bytes. */
const snapshotPiece = 1024 * 1024

export interface LogPlace {
  files: Files
  cipher: Cipher
  randomness: Randomness
  keys: VaultKeys
  vaultId: Uint8Array
  /** The data folder. */
  folder: string
  stream: Stream
  /** Epoch of vault.json now. */
  epoch: () => number
}

interface SealedAt {
  bytes: Uint8Array
  at: Position
}

interface OpenSegment {
  name: string
  file: AppendFile
  keys: SegmentKeys
  /** The header until it has been written together with the first batch. */
  header: Uint8Array | null
  bytes: number
}

/** The writing end of one stream. Its calls run one after another. */
export interface Log {
  /** Resolves with each record's size once all of them are durable; after a failure none of them counts. */
  append(contents: readonly Content[]): Promise<number[]>
  /** Replaces all before it by a snapshot; resolves with its bytes and the names of the segments it replaces. */
  snapshot(contents: Iterable<Content>): Promise<{ bytes: number; replaced: string[] }>
  /** The next append begins a new segment. */
  turn(): Promise<void>
  /** Refuses all that comes later, which would be sealed with wiped keys. */
  close(): Promise<void>
  position(): Position
}

/** A log that goes on after `end`, in a segment of its own that is begun with the first append. */
export function createLog(
  place: LogPlace,
  start: { end: Position; number: number; live: readonly string[]; taken: ReadonlySet<string> },
): Log {
  const { files, folder, randomness } = place
  let { end, number } = start
  let live = [...start.live]
  let current: OpenSegment | null = null
  let refusal: AppError | null = null
  const made = new Set<string>()
  const inTurn = createTurns()

  function nextHeader(kind: SegmentHeader['kind']) {
    do number++
    while (start.taken.has(segmentName(place, place.stream, number)))
    const header = { kind, stream: place.stream, epoch: place.epoch(), number, base: end.seq + 1, previous: end.tag }
    const bytes = sealSegmentHeader(place, header, randomness.bytes(saltSize))
    const name = segmentName(place, place.stream, number)
    made.add(name)
    return { name, bytes, keys: segmentKeys(place, place.stream, bytes) }
  }

  async function begin(): Promise<OpenSegment> {
    const { name, bytes, keys } = nextHeader('log')
    try {
      const file = await files.create(`${folder}/${name}`)
      current = { name, file, keys, header: bytes, bytes: 0 }
      return current
    } catch (error) {
      // A taken name means that another process writes this vault: from here on nothing of ours may be acknowledged.
      if (error instanceof AppError && error.failure.code === 'vault-in-use') refusal = error
      throw error
    }
  }

  async function leave(): Promise<void> {
    const segment = current
    if (!segment) return
    current = null
    wipe(segment.keys.record, segment.keys.mask)
    await segment.file.close()
    // Nothing in it was acknowledged: on a full disk such files would pile up.
    if (segment.header) await files.remove(`${folder}/${segment.name}`).catch(() => undefined)
  }

  function* seal(keys: SegmentKeys, contents: Iterable<Content>, from: Position): Generator<SealedAt> {
    let at = from
    for (const content of contents) {
      const here = { seq: at.seq + 1, previous: at.tag, nonce: randomness.bytes(nonceSize) }
      const record = sealRecord({ cipher: place.cipher, keys }, { ...content, batchStart: at === from }, here)
      at = { seq: here.seq, tag: record.tag }
      yield { bytes: record.bytes, at }
    }
  }

  async function append(contents: readonly Content[]): Promise<number[]> {
    if (refusal) throw refusal
    if (current && current.bytes >= segmentFull) await leave()
    const segment = current ?? (await begin())
    try {
      const sealed = [...seal(segment.keys, contents, end)]
      const bytes = concat(...(segment.header ? [segment.header] : []), ...sealed.map((record) => record.bytes))
      await segment.file.append(bytes)
      if (segment.header) live.push(segment.name)
      segment.header = null
      segment.bytes += bytes.length
      end = sealed.at(-1)?.at ?? end
      return sealed.map((record) => record.bytes.length)
    } catch (error) {
      // Nobody knows what of it is on the disk. The next segment's base says that none of it counts.
      await leave()
      throw error
    }
  }

  async function snapshot(contents: Iterable<Content>): Promise<{ bytes: number; replaced: string[] }> {
    if (refusal) throw refusal
    await leave()
    await refuseStrangers()
    const { name, bytes: header, keys } = nextHeader('snapshot')
    const temporary = `${folder}/${name}.tmp`
    try {
      const file = await files.create(temporary)
      const written = await writePieces(file, header, seal(keys, withEnd(contents), end)).finally(() => file.close())
      await files.move(temporary, `${folder}/${name}`)
      const replaced = live
      live = [name]
      end = written.end
      return { bytes: written.bytes, replaced }
    } catch (error) {
      // Had the move happened all the same, the next segment's base says that the snapshot doesn't count.
      await files.remove(temporary).catch(() => undefined)
      throw error
    } finally {
      wipe(keys.record, keys.mask)
    }
  }

  /** A snapshot's name comes by a move, which would silently replace what a second writer made under it. */
  async function refuseStrangers(): Promise<void> {
    const names = ((await files.list(folder)) ?? []).filter(isSegmentName)
    if (names.every((name) => start.taken.has(name) || made.has(name))) return
    refusal = new AppError({ code: 'vault-in-use' })
    throw refusal
  }

  return {
    append: (contents) => inTurn(() => append(contents)),
    snapshot: (contents) => inTurn(() => snapshot(contents)),
    turn: () => inTurn(leave),
    close: () =>
      inTurn(async () => {
        refusal = new AppError({ code: 'vault-locked' })
        await leave()
      }),
    position: () => end,
  }
}

function* withEnd(contents: Iterable<Content>): Generator<Content> {
  yield* contents
  yield snapshotEnd
}

async function writePieces(file: AppendFile, header: Uint8Array, records: Iterable<SealedAt>) {
  let piece = [header]
  let length = header.length
  let bytes = 0
  let end: Position | null = null
  const flush = async () => {
    await file.append(concat(...piece))
    bytes += length
    piece = []
    length = 0
  }
  for (const record of records) {
    piece.push(record.bytes)
    length += record.bytes.length
    end = record.at
    if (length >= snapshotPiece) await flush()
  }
  await flush()
  if (!end) throw new Error('a snapshot has at least its end')
  return { bytes, end }
}
