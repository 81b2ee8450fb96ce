import { AppError } from '../../../shared/failure'
import type { AppendFile, Cipher, Files, Randomness } from '../ports'
import { concat, wipe } from './bytes'
import { createTurns } from './in-turn'
import { type Stream, streams, type VaultKeys } from './keys'
import { type Content, onlyHeads, sealRecord } from './record-format'
import {
  saltSize,
  type SegmentHeader,
  type SegmentKeys,
  sealSegmentHeader,
  segmentKeys,
  segmentName,
} from './segment-format'
import type { Heads, Position } from './heads'
import { hasStrangers } from './segments'
import { type SealedAt, withEnd, writePieces } from './snapshot-pieces'
import type { Tail } from './tail'

const nonceSize = 24
/** The first save of a session and every one after so many more name how far the other streams go. */
const savesBetweenNames = 64
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
  /** What must be durable before a segment may lie on the disk. */
  beforeSegment: () => Promise<void>
  /** How far the other streams go; a power cut takes nothing of it away. */
  otherHeads: () => Promise<Heads>
  /** A save that names the other streams is durable. */
  onNamed: () => void
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
  tail: Tail | null
  /** Names of all segments of the vault, ours or another stream's; one set that all its logs share and add to. */
  known: Set<string>
}

export interface Snapshot {
  bytes: number
  replaced: string[]
}

/** The writing end of one stream: it goes on after `end`, in a segment of its own. Its calls run one after another. */
export class Log {
  #end: Position
  #number: number
  #live: string[]
  #current: OpenSegment | null = null
  /** Why nothing is written any more. */
  #refusal: AppError | null = null
  readonly #tail: Tail | null
  /** Whether this log has begun a segment or a snapshot, and so has looked whether another process went on in the tail. */
  #hasBegun = false
  /** What was named last in this session, and how many saves ago. */
  #named: { heads: Heads; savesAgo: number } | null = null
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

  /** How far the stream goes in what was acknowledged, or was read and has been made durable. */
  async head(): Promise<Position> {
    await this.#tail?.settle()
    return this.#end
  }

  /** Whether another process writes this vault. */
  get isOvertaken(): boolean {
    return this.#refusal?.failure.code === 'vault-in-use'
  }

  /** Names how far the other streams go, if this session has written here and they have gone on since it named them. */
  name(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#named) return
      const heads = await this.#place.otherHeads()
      if (streams.some((stream) => heads[stream].seq !== this.#named?.heads[stream].seq)) {
        await this.#write([onlyHeads], heads)
      }
    })
  }

  /** Resolves with each record's size once all of them are durable; after a failure none of them counts. */
  append(contents: readonly Content[]): Promise<number[]> {
    return this.#inTurn(() => this.#append(contents))
  }

  /**
   * Replaces all before it by a snapshot, whose end says so where that holds deleted entries; resolves with its bytes
   * and the names of the segments it replaces.
   */
  snapshot(contents: Iterable<Content>, end: { replacesDeleted: boolean }): Promise<Snapshot> {
    return this.#inTurn(() => this.#snapshot(contents, end))
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
    const isDue = !this.#named || this.#named.savesAgo >= savesBetweenNames
    const sizes = await this.#write(contents, isDue ? await this.#place.otherHeads() : null)
    if (isDue) this.#place.onNamed()
    return sizes
  }

  async #write(contents: readonly Content[], heads: Heads | null): Promise<number[]> {
    if (this.#refusal) throw this.#refusal
    if (this.#current && this.#current.bytes >= segmentFull) await this.#leave()
    const segment = this.#current ?? (await this.#begin())
    try {
      const sealed = [...this.#seal(segment.keys, contents, heads)]
      const bytes = concat(...(segment.header ? [segment.header] : []), ...sealed.map((record) => record.bytes))
      await segment.file.append(bytes)
      await this.#refuseStrangers(segment.name)
      if (segment.header) this.#live.push(segment.name)
      segment.header = null
      segment.bytes += bytes.length
      this.#end = sealed.at(-1)?.at ?? this.#end
      this.#noteSave(heads)
      return sealed.map((record) => record.bytes.length)
    } catch (error) {
      // Nobody knows what of it is on the disk. The next segment's base says that none of it counts.
      await this.#leave()
      throw error
    }
  }

  async #snapshot(contents: Iterable<Content>, snapshotEnd: { replacesDeleted: boolean }): Promise<Snapshot> {
    if (this.#refusal) throw this.#refusal
    const { files, folder } = this.#place
    await this.#leave()
    await this.#refuseStrangers()
    await this.#refuseGrownTail()
    await this.#place.beforeSegment()
    const heads = await this.#place.otherHeads()
    const { name, bytes: header, keys } = this.#nextHeader('snapshot')
    const temporary = `${folder}/${name}.tmp`
    try {
      const file = await files.create(temporary, { isTemporary: true })
      const records = this.#seal(keys, withEnd(contents, snapshotEnd), heads)
      const written = await writePieces(file, header, records)
      await files.move(temporary, `${folder}/${name}`)
      const replaced = this.#live
      this.#live = [name]
      this.#end = written.end
      this.#noteSave(heads)
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
    await this.#tail?.settle()
    await this.#place.beforeSegment()
    const { name, bytes, keys } = this.#nextHeader('log')
    try {
      const file = await this.#place.files.create(`${this.#place.folder}/${name}`)
      this.#current = { name, file, keys, header: bytes, bytes: 0 }
      await this.#refuseGrownTail()
      return this.#current
    } catch (error) {
      await this.#leave()
      // A taken name means that another process writes this vault: from here on nothing of ours may be acknowledged.
      if (error instanceof AppError && error.failure.code === 'vault-in-use') this.#refusal = error
      throw error
    }
  }

  /** Once this log has begun a segment or a snapshot, the tail may be gone. */
  async #refuseGrownTail(): Promise<void> {
    if (!this.#hasBegun) await this.#tail?.refuseIfGrown()
    this.#hasBegun = true
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

  #noteSave(heads: Heads | null): void {
    if (heads) this.#named = { heads, savesAgo: 1 }
    else if (this.#named) this.#named.savesAgo++
  }

  /** The first of the records names `heads`. */
  *#seal(keys: SegmentKeys, contents: Iterable<Content>, heads: Heads | null): Generator<SealedAt> {
    const { cipher, randomness } = this.#place
    let at = this.#end
    for (const content of contents) {
      const isFirst = at === this.#end
      const nonce = randomness.bytes(nonceSize)
      const here = { seq: at.seq + 1, previous: at.tag, nonce, heads: isFirst ? heads : null }
      const record = sealRecord({ cipher, keys }, { ...content, batchStart: isFirst }, here)
      at = { seq: here.seq, tag: record.tag }
      yield { bytes: record.bytes, at }
    }
  }

  /**
   * A segment that is neither ours nor was there before means a second writer, whose first record takes the place of
   * our next one. Each writer looks after it has written and before it acknowledges, and a new one looks back at what
   * it read (`Tail.refuseIfGrown`) after it has made its segment: whichever comes second sees the other.
   */
  async #refuseStrangers(current: string | null = null): Promise<void> {
    if (!(await hasStrangers(this.#place, this.#known, current))) return
    this.#refusal = new AppError({ code: 'vault-in-use' })
    throw this.#refusal
  }
}
