import { AppError } from '../../../shared/failure'
import type { Files } from '../ports'
import { purge, retire } from './backups'
import type { StreamsRead } from './chains'
import { type Stream, streams } from './keys'
import type { LogAdapter } from './log-adapter'
import { hasStrangers } from './segments'

/** What compaction does with each store, whatever it holds. */
type Compactable = Pick<
  LogAdapter<object>,
  'overgrown' | 'isCompactable' | 'compact' | 'hasDeletions' | 'purged' | 'isHeldBy'
>

interface Options {
  files: Files
  /** The vault's folder. */
  folder: string
  /** What the unlock has read. */
  read: StreamsRead
  /** Reads every stream from the disk anew, as an unlock does. */
  readAgain: () => Promise<StreamsRead>
  /** Makes durable how far the streams go. */
  saveMarks: () => Promise<void>
  /** Whether a vault of an earlier version may be written to: only once something else was. */
  isCurrent: () => boolean
}

/**
 * Shortens the logs of a vault by snapshots. What those replace is kept as backups, except where an entry of the
 * journal was deleted for ever: its text is in them, and so they go, together with all backups, as soon as the snapshot
 * has been read whole. That is at the next unlock; where a session ended before it could make the snapshot, the next one
 * makes it, reads it back and removes them itself.
 */
export class Compaction {
  readonly #o: Options
  readonly #stores = new Map<Stream, Compactable>()
  /** Segments that a snapshot had replaced before this unlock, and that lie in `data/` still. */
  #leftBehind: readonly string[]
  /** Whether they and all backups are to go, since the unlock has read the snapshot that says so. */
  #isPurgeable: boolean
  /** Whether an earlier session deleted something and didn't come to its snapshot. */
  #isOverdue: boolean

  constructor(o: Options) {
    this.#o = o
    const { journal } = o.read.chains
    const isWhole = o.read.damage === null
    this.#leftBehind = replacedIn(o.read)
    this.#isPurgeable = isWhole && journal.replacesDeleted
    this.#isOverdue = isWhole && journal.hasDeletions
  }

  /** From now on this store is compacted with the others. */
  add(stream: Stream, store: Compactable): void {
    this.#stores.set(stream, store)
  }

  /**
   * Removes what holds entries that were deleted before the snapshot which this unlock has read; does nothing where
   * there is none. What fails is done later: the snapshot goes on saying so.
   */
  async purge(): Promise<void> {
    // Until its entries have been read as what they are, the snapshot hasn't proven itself.
    if (this.#isPurgeable && this.#stores.has('journal')) await this.#purge(this.#leftBehind)
  }

  /**
   * Compacts the logs if they are overgrown or an earlier session owes it; at the end of a session (`isLast`) also if
   * anything was deleted in this one. Saves the marks in any case.
   */
  async run({ isLast }: { isLast: boolean }): Promise<void> {
    await this.purge().catch(unlessUnexpected)
    const replaced = this.#isDue(isLast) ? await this.#compact() : []
    await this.#o.saveMarks()
    if (replaced.length === 0) return
    const names = [...this.#leftBehind, ...replaced]
    this.#leftBehind = []
    await retire(this.#o.files, this.#o.folder, names)
    // A journal that no snapshot can hold still has its deletions in the log.
    if (this.#isOverdue && !this.#stores.get('journal')?.hasDeletions()) await this.#purgeReadBack()
  }

  #isDue(isLast: boolean): boolean {
    if ([...this.#stores.values()].some((store) => store.overgrown())) return true
    const journal = this.#stores.get('journal')
    const isOwed = this.#isOverdue || (isLast && journal?.hasDeletions())
    // Where it can't be done, the other logs must not be shortened in its stead: each time a backup would go.
    return Boolean(isOwed) && journal?.isCompactable() !== false && this.#o.isCurrent()
  }

  async #compact(): Promise<string[]> {
    // What this unlock has read is no longer the newest snapshot: the next one has to prove itself in turn.
    this.#isPurgeable = false
    const replaced: string[] = []
    for (const store of this.#stores.values()) replaced.push(...(await store.compact()))
    return replaced
  }

  async #purgeReadBack(): Promise<void> {
    const read = await this.#o.readAgain()
    const isProven = read.damage === null && streams.every((stream) => this.#isHeld(stream, read))
    for (const stream of streams) for (const { payload } of read.chains[stream].versions.values()) payload.fill(0)
    if (!isProven) return
    await this.#purge(replacedIn(read))
    this.#isOverdue = false
  }

  #isHeld(stream: Stream, { chains }: StreamsRead): boolean {
    const store = this.#stores.get(stream)
    return !store || (!store.hasDeletions() && store.isHeldBy(chains[stream]))
  }

  async #purge(names: readonly string[]): Promise<void> {
    const { files, folder, read } = this.#o
    // What another process has put into backups stands nowhere else but in a snapshot of its own, which nobody has read.
    if (await hasStrangers({ files, folder: `${folder}/data` }, read.names)) return
    await purge(files, folder, names)
    this.#isPurgeable = false
    this.#leftBehind = []
    for (const store of this.#stores.values()) store.purged()
  }
}

const replacedIn = ({ chains }: StreamsRead): string[] => streams.flatMap((stream) => chains[stream].replaced)

/** A disk that refuses to have something removed may still be written to. */
function unlessUnexpected(error: unknown): void {
  if (!(error instanceof AppError)) throw error
}
