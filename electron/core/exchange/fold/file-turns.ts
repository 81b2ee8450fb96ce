import { deviceOf, type WriterId } from '../format/writer-id'
import type { FoldedFile, Head } from './folded-file'
import type { Heads } from './heads'
import { createWaitingFiles } from './waiting-files'

/**
 * Most of another device's that may lack something though their turn has come: they are tried again after whatever comes.
 * One's own aren't counted, for each of their writers has one whose turn it is.
 */
const mostPostponed = 256

/**
 * Whose turn it is among the files that wait. Each is looked at again only when what it waits for has come: first the
 * file before it, then the last of its deps that is missing.
 */
export class FileTurns {
  readonly #heads: Heads
  readonly #waiting = createWaitingFiles()
  readonly #ready = new Set<FoldedFile>()
  /** Those that wait for a writer whom they rest on, the one first that rests on the lowest number. */
  readonly #resting = new Map<WriterId, { number: number; file: FoldedFile }[]>()
  /**
   * Those whose predecessor was dropped, or may have been, for a snapshot that names its writer further: a branch of a
   * fork that turns up late would wait for it without end. They are tried when nothing else is to be done.
   */
  readonly #behind = new Set<FoldedFile>()
  /** Those whose turn had come, and that rest on something all the same. */
  #postponed = new Set<FoldedFile>()
  /** Likewise, but more of one device than are tried again: each takes the place of one that has come. */
  readonly #beyond = new Set<FoldedFile>()
  readonly #isOwn: (writer: WriterId) => boolean
  /** How far a writer's files are counted as here for those that rest on them, though one of them is set aside. */
  readonly #excused = new Map<WriterId, number>()
  /** Whether something was applied since those were tried. */
  #mayHelp = false

  constructor(heads: Heads, isOwn: (writer: WriterId) => boolean) {
    this.#heads = heads
    this.#isOwn = isOwn
  }

  knows(file: FoldedFile): boolean {
    return this.#waiting.get(file.writer, file) !== null
  }

  /** Whether another file waits under one of its numbers. */
  contradicts(file: FoldedFile): boolean {
    return this.#waiting.contradicts(file)
  }

  /** Those that wait and have this number. */
  at(writer: WriterId, number: number): FoldedFile[] {
    return this.#waiting.at(writer, number)
  }

  add(file: FoldedFile): void {
    const isNext = this.#isInOrder(file)
    if (!this.#waiting.add(file, isNext)) return
    if (isNext) this.#consider(file)
    else this.#noteIfBehind(file)
  }

  /** A file whose turn it is, or null. */
  next(): FoldedFile | null {
    for (const file of this.#behind) {
      if (this.#ready.size > 0) break
      this.#behind.delete(file)
      this.#consider(file)
    }
    if (this.#ready.size === 0 && this.#mayHelp) this.#tryAgain()
    if (this.#ready.size === 0 && this.#beyond.size > 0) this.#fillUp()
    return this.#ready.values().next().value ?? null
  }

  applied(file: FoldedFile): void {
    this.#waiting.remove(file)
    this.#forget(file)
    this.#mayHelp = true
    this.reached(file.writer, file)
  }

  /** A writer's files go so far now, by this one. */
  reached(writer: WriterId, head: Head): void {
    const concerned = [this.#waiting.get(writer, head), ...this.#waiting.after(writer, head)]
    for (const file of concerned) if (file && this.#isInOrder(file)) this.#consider(file)
    this.#wake(writer)
  }

  /** What rests on this file may come without it. */
  excuse({ writer, number }: FoldedFile): void {
    this.#excused.set(writer, Math.max(number, this.#excused.get(writer) ?? 0))
    this.#wake(writer)
  }

  /** Gives those their turn that wait for this writer's files, where they go far enough. */
  #wake(writer: WriterId): void {
    const resting = this.#resting.get(writer) ?? []
    const still = resting.findIndex(({ number }) => number > this.#reachOf(writer))
    for (const { file } of resting.splice(0, still === -1 ? resting.length : still)) this.#consider(file)
  }

  /** A snapshot names the writer's files up to this one. */
  named(writer: WriterId, head: Head): void {
    this.reached(writer, head)
    for (const file of this.#waiting.of(writer)) this.#noteIfBehind(file)
  }

  /** Its turn had come, and something is missing all the same. */
  postpone(file: FoldedFile): void {
    this.#ready.delete(file)
    const hasRoom = this.#isOwn(file.writer) || this.#postponedOf(deviceOf(file.writer)) < mostPostponed
    if (hasRoom) this.#postponed.add(file)
    else this.#beyond.add(file)
  }

  #postponedOf(device: string): number {
    let count = 0
    for (const { writer } of this.#postponed) if (deviceOf(writer) === device) count++
    return count
  }

  /** Gives as many of each device's another turn as it has room for. */
  #fillUp(): void {
    const counts = new Map<string, number>()
    for (const file of this.#beyond) {
      const device = deviceOf(file.writer)
      const count = counts.get(device) ?? this.#postponedOf(device)
      counts.set(device, count + 1)
      if (count < mostPostponed) this.#consider(file)
    }
  }

  /** Those that were postponed are to be tried again. */
  mayHelp(): void {
    this.#mayHelp = true
  }

  /** Gives all that were postponed another turn. */
  #tryAgain(): void {
    const again = this.#postponed
    this.#postponed = new Set()
    this.#mayHelp = false
    for (const file of again) this.#consider(file)
  }

  drop(file: FoldedFile): void {
    this.#waiting.remove(file)
    this.#forget(file)
  }

  #forget(file: FoldedFile): void {
    for (const set of [this.#ready, this.#behind, this.#postponed, this.#beyond]) set.delete(file)
  }

  /** Readies a file that is in order, or has it wait for the first writer whose files it misses. */
  #consider(file: FoldedFile): void {
    if (!this.#waiting.holds(file) || this.#postponed.has(file)) return
    this.#beyond.delete(file)
    const missing = file.kind === 'snapshot' ? null : this.#missing(file)
    if (missing === null) this.#ready.add(file)
    else this.#rest(missing.writer, { number: missing.number, file })
  }

  #noteIfBehind(file: FoldedFile): void {
    const before = file.first - 1
    if (before > 0 && before <= this.#heads.namedUpTo(file.writer)) this.#behind.add(file)
  }

  #isInOrder(file: FoldedFile): boolean {
    return this.#heads.leads(file) || this.#heads.isNamed(file.writer, file) || standsForAllBefore(file)
  }

  #rest(writer: WriterId, one: { number: number; file: FoldedFile }): void {
    const resting = this.#resting.get(writer) ?? []
    this.#resting.set(writer, resting)
    let [low, high] = [0, resting.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((resting[middle]?.number ?? 0) <= one.number) low = middle + 1
      else high = middle
    }
    resting.splice(low, 0, one)
  }

  #reachOf(writer: WriterId): number {
    return Math.max(this.#heads.of(writer).number, this.#excused.get(writer) ?? 0)
  }

  /** The first writer of whom not all is here that this file says it rests on, and up to which number it does. */
  #missing({ writer, deps }: FoldedFile): { writer: WriterId; number: number } | null {
    for (const [other, number] of deps)
      if (other !== writer && this.#reachOf(other) < number) return { writer: other, number }
    return null
  }
}

/** A snapshot that stands for the files of its writer before it may come without them. */
function standsForAllBefore({ kind, writer, vector, first, prev }: FoldedFile): boolean {
  const own = vector.get(writer)
  return kind === 'snapshot' && own?.number === first - 1 && own.head === prev
}
