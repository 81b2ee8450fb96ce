import { AppError } from '../../../shared/failure'
import type { AppendFile, Cipher, Files, Randomness } from '../ports'
import { concat, wipe } from './bytes'
import { maxSegment } from './segments'
import { createTurns } from './in-turn'
import type { Stream, VaultKeys } from './keys'
import { type Content, sealRecord } from './record-format'
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
import { type SealedAt, withEnd, writePieces } from './snapshot-pieces'

const nonceSize = 24
/** A segment that has grown to this many bytes is followed by a new one. */
const segmentFull = 64 * 1024 * 1024

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
  /** What must be durable before a segment of this stream may lie on the disk. */
  beforeSegment: () => Promise<void>
}

interface OpenSegment {
  name: string
  file: AppendFile
  keys: SegmentKeys
  /** The header until it has been written together with the first batch. */
  header: Uint8Array | null
  bytes: number
}

interface Start {
  end: Position
  number: number
  live: readonly string[]
  /** The newest segment and how many bytes it had when it was read. */
  tail: { name: string; length: number } | null
  /** Names of all segments of the vault, ours or another stream's; one set that all its logs share and add to. */
  known: Set<string>
}

/** The writing end of one stream: it goes on after `end`, in a segment of its own. Its calls run one after another. */
export class Log {
  #end: Position
  #number: number
  #live: string[]
  #current: OpenSegment | null = null
  /** Why nothing is written any more. */
  #refusal: AppError | null = null
  #tail: Start['tail']
  readonly #known: Set<string>
  readonly #inTurn = createTurns()
  readonly #place: LogPlace

  constructor(place: LogPlace, start: Start) {
    this.#place = place
    this.#end = start.end
    this.#number = start.number
    this.#live = [...start.live]
    this.#known = start.known
    this.#tail = start.tail
  }

  /** How far all that was acknowledged goes. */
  get end(): Position {
    return this.#end
  }

  /** Resolves with each record's size once all of them are durable; after a failure none of them counts. */
  append(contents: readonly Content[]): Promise<number[]> {
    return this.#inTurn(() => this.#append(contents))
  }

  /** Replaces all before it by a snapshot; resolves with its bytes and the names of the segments it replaces. */
  snapshot(contents: Iterable<Content>): Promise<{ bytes: number; replaced: string[] }> {
    return this.#inTurn(() => this.#snapshot(contents))
  }

  /** The next append begins a new segment. */
  turn(): Promise<void> {
    return this.#inTurn(() => this.#leave())
  }

  /** Refuses all that comes later, which would be sealed with wiped keys. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      this.#refusal = new AppError({ code: 'vault-locked' })
      await this.#leave()
    })
  }

  async #append(contents: readonly Content[]): Promise<number[]> {
    if (this.#refusal) throw this.#refusal
    if (this.#current && this.#current.bytes >= segmentFull) await this.#leave()
    const segment = this.#current ?? (await this.#begin())
    try {
      const sealed = [...this.#seal(segment.keys, contents)]
      const bytes = concat(...(segment.header ? [segment.header] : []), ...sealed.map((record) => record.bytes))
      await segment.file.append(bytes)
      await this.#refuseStrangers()
      if (segment.header) this.#live.push(segment.name)
      segment.header = null
      segment.bytes += bytes.length
      this.#end = sealed.at(-1)?.at ?? this.#end
      return sealed.map((record) => record.bytes.length)
    } catch (error) {
      // Nobody knows what of it is on the disk. The next segment's base says that none of it counts.
      await this.#leave()
      throw error
    }
  }

  async #snapshot(contents: Iterable<Content>): Promise<{ bytes: number; replaced: string[] }> {
    if (this.#refusal) throw this.#refusal
    const { files, folder } = this.#place
    await this.#leave()
    await this.#refuseStrangers()
    await this.#place.beforeSegment()
    const { name, bytes: header, keys } = this.#nextHeader('snapshot')
    const temporary = `${folder}/${name}.tmp`
    try {
      const file = await files.create(temporary, { isTemporary: true })
      const records = this.#seal(keys, withEnd(contents))
      const written = await writePieces(file, header, records)
      await files.move(temporary, `${folder}/${name}`)
      const replaced = this.#live
      this.#live = [name]
      this.#end = written.end
      return { bytes: written.bytes, replaced }
    } catch (error) {
      // Had the move happened all the same, the next segment's base says that the snapshot doesn't count.
      await files.remove(temporary).catch(() => undefined)
      throw error
    } finally {
      wipe(keys.record, keys.mask)
    }
  }

  async #begin(): Promise<OpenSegment> {
    await this.#place.beforeSegment()
    const { name, bytes, keys } = this.#nextHeader('log')
    try {
      const file = await this.#place.files.create(`${this.#place.folder}/${name}`)
      this.#current = { name, file, keys, header: bytes, bytes: 0 }
      await this.#refuseIfGrown()
      return this.#current
    } catch (error) {
      await this.#leave()
      // A taken name means that another process writes this vault: from here on nothing of ours may be acknowledged.
      if (error instanceof AppError && error.failure.code === 'vault-in-use') this.#refusal = error
      throw error
    }
  }

  async #leave(): Promise<void> {
    const segment = this.#current
    if (!segment) return
    this.#current = null
    wipe(segment.keys.record, segment.keys.mask)
    await segment.file.close()
    // Nothing in it was acknowledged: on a full disk such files would pile up.
    if (segment.header) await this.#place.files.remove(`${this.#place.folder}/${segment.name}`).catch(() => undefined)
  }

  #nextHeader(kind: SegmentHeader['kind']) {
    const place = this.#place
    let name = ''
    do name = segmentName(place, place.stream, ++this.#number)
    while (this.#known.has(name))
    this.#known.add(name)
    const { seq, tag } = this.#end
    const header = { kind, stream: place.stream, epoch: place.epoch(), number: this.#number }
    const salt = place.randomness.bytes(saltSize)
    const bytes = sealSegmentHeader(place, { ...header, base: seq + 1, previous: tag }, salt)
    return { name, bytes, keys: segmentKeys(place, place.stream, bytes) }
  }

  *#seal(keys: SegmentKeys, contents: Iterable<Content>): Generator<SealedAt> {
    const { cipher, randomness } = this.#place
    let at = this.#end
    for (const content of contents) {
      const here = { seq: at.seq + 1, previous: at.tag, nonce: randomness.bytes(nonceSize) }
      const record = sealRecord({ cipher, keys }, { ...content, batchStart: at === this.#end }, here)
      at = { seq: here.seq, tag: record.tag }
      yield { bytes: record.bytes, at }
    }
  }

  /**
   * A segment that is neither ours nor was there before means a second writer, whose first record takes the place of
   * our next one. Each writer looks after it has written and before it acknowledges, and a new one looks back at what
   * it read (`#refuseIfGrown`) after it has made its segment: whichever comes second sees the other.
   */
  async #refuseStrangers(): Promise<void> {
    const names = ((await this.#place.files.list(this.#place.folder)) ?? []).filter(isSegmentName)
    if (names.every((name) => this.#known.has(name))) return
    this.#refusal = new AppError({ code: 'vault-in-use' })
    throw this.#refusal
  }

  async #refuseIfGrown(): Promise<void> {
    const tail = this.#tail
    this.#tail = null
    if (!tail) return
    const bytes = await this.#place.files.read(`${this.#place.folder}/${tail.name}`, maxSegment)
    if (bytes?.length !== tail.length) throw new AppError({ code: 'vault-in-use' })
  }
}
