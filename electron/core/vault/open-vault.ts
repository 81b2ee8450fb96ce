import type { Low } from 'lowdb'
import { AppError } from '../../../shared/failure'
import type { Cipher, Clock, Files, Randomness, StretchCost } from '../ports'
import { wipe } from './bytes'
import { dearer, raised } from './calibrate'
import type { Damage } from './chain'
import { readStreams, type StreamsRead } from './chains'
import { Compaction } from './compaction'
import { DueRaise } from './due-raise'
import { type Header, headerVersion } from './header'
import { type Heads, noHead, type Position } from './heads'
import { createTurns } from './in-turn'
import { perStream, type Stream, streams, type VaultKeys, wipeKeys } from './keys'
import { Log, type LogPlace } from './log'
import { LogAdapter } from './log-adapter'
import { formatRecoveryKey } from './recovery-key'
import { costOf, type MakeSlot, passphraseSlot, recoverySlot, type Secret, withNewSlot } from './slots'
import { Store } from './store'
import { Tail } from './tail'

/** How long after a save that names the other streams the marks follow, in ms: what is being typed goes first. */
const marksAfter = 1000

interface Opened {
  files: Files
  cipher: Cipher
  clock: Clock
  randomness: Randomness
  folder: string
  low: Low<Header>
  keys: VaultKeys
  vaultId: Uint8Array
  read: StreamsRead
  release: () => Promise<void>
  cost: () => StretchCost
}

/** A vault whose streams have been read. */
export class OpenVault {
  readonly vaultId: string
  /** What can't be read any more; then the vault is read-only. */
  readonly damage: Damage | null
  readonly #o: Opened
  readonly #logs: Record<Stream, Log>
  readonly #stores = new Map<Stream, Pick<Store<object>, 'write'>>()
  readonly #compaction: Compaction
  readonly #inTurn = createTurns()
  readonly #headerInTurn = createTurns()
  #closed = false
  #cancelMarks: (() => void) | null = null
  readonly #dueRaise: DueRaise

  constructor(o: Opened) {
    this.#o = o
    this.#dueRaise = new DueRaise(o.clock)
    this.vaultId = o.low.data.vaultId
    this.damage = o.read.damage
    this.#logs = perStream((stream) =>
      logOf(o, stream, {
        beforeSegment: () => this.#renewHeader(),
        otherHeads: () => this.#headsBeside(stream),
        onNamed: () => this.#saveMarksSoon(),
      }),
    )
    this.#compaction = new Compaction({
      ...o,
      readAgain: () => readStreams(o, `${o.folder}/data`, o.low.data),
      saveMarks: () => this.#saveMarks(),
      isCurrent: () => o.low.data.version === headerVersion,
    })
  }

  /** Whether its keys are wiped and its folder let go. */
  get isClosed(): boolean {
    return this.#closed
  }

  /** What this vault's passphrase costs to try. */
  get kdf(): StretchCost {
    return costOf(this.#o.low.data.slots)
  }

  /**
   * The store of a stream, everything read; `parse` turns the value under an id into an entry, or throws, or gives null:
   * then it is no entry and kept as it is. Each stream has one store: asking twice is a mistake and throws.
   */
  async store<T extends object>(stream: Stream, parse: (value: unknown, id: string) => T | null): Promise<Store<T>> {
    if (this.#stores.has(stream)) throw new Error(`the ${stream} stream is open already`)
    const chain = this.#o.read.chains[stream]
    const adapter = new LogAdapter({ log: this.#logs[stream], chain, readOnly: this.damage !== null, parse })
    const store = new Store(adapter)
    this.#stores.set(stream, store)
    await store.read()
    this.#compaction.add(stream, adapter)
    return store
  }

  /** From now on `next` opens the vault instead of the old passphrase; trying it never costs less than before. */
  changePassphrase({ current, next }: { current: Secret; next: string }): Promise<void> {
    return this.#inTurn(() => {
      this.#dueRaise.take()
      return this.#changeSlot(current, (master, vaultId) => {
        const cost = dearer(this.#o.cost(), this.kdf)
        return passphraseSlot(this.#o, { master, vaultId, passphrase: next, cost })
      })
    })
  }

  /**
   * Where stretching this passphrase has taken too short a time in ms, as it does on a faster machine or after a set-up on
   * a busy one, its key is wrapped at a higher cost by the next `settle`; until then, for five minutes at most, it is held.
   */
  raiseCostOnceIdle({ passphrase, stretchedFor }: { passphrase: string; stretchedFor: number }): void {
    const cost = raised(this.kdf, stretchedFor)
    if (!cost || this.damage || this.#o.low.data.version < headerVersion) return
    this.#dueRaise.hold({ passphrase, cost })
  }

  /** A new recovery key instead of the old one. */
  renewRecoveryKey({ passphrase }: { passphrase: string }): Promise<{ recoveryKey: string }> {
    return this.#inTurn(async () => {
      const recoveryKey = this.#o.randomness.bytes(20)
      try {
        await this.#changeSlot({ type: 'passphrase', value: passphrase }, (master, vaultId) =>
          recoverySlot(this.#o, { master, vaultId, recoveryKey }),
        )
        return { recoveryKey: formatRecoveryKey(recoveryKey) }
      } finally {
        wipe(recoveryKey)
      }
    })
  }

  /** Writes what is touched, shortens logs that have grown long, saves how far they go, and raises a cost that is due. */
  settle(): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseUnlessWritable()
      await this.#flush()
      await this.#compaction.run({ isLast: false })
      await this.#raiseCost()
    })
  }

  /**
   * Removes the backups and old segments that hold entries which were deleted for ever before the last snapshot, now
   * that it has been read; where something can't be removed now, the next `settle` or `close` tries again.
   */
  purge(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#closed) await this.#compaction.purge()
    })
  }

  /** Like `settle`, then wipes the keys and lets the folder go. If what is touched can't be written, it stays open. */
  close(): Promise<void> {
    return this.#inTurn(() => this.#close())
  }

  async #close(): Promise<void> {
    if (this.#closed) return
    if (!this.damage) await this.#flush()
    // The entries are durable; a full disk must not keep the vault from being locked.
    const failure: unknown = this.damage ? null : await this.#finish().catch((error: unknown) => error)
    this.#closed = true
    this.#dueRaise.take()
    this.#cancelMarks?.()
    for (const stream of streams) await this.#logs[stream].close()
    // Marks that are still being saved must not be sealed with wiped keys.
    await this.#headerInTurn(async () => {})
    wipeKeys(this.#o.keys)
    await this.#o.release()
    if (failure && !(failure instanceof AppError)) throw failure
  }

  /** What each stream came to in this session stands in another one too, so that none can be put back alone. */
  async #finish(): Promise<void> {
    for (const stream of streams) await this.#logs[stream].name()
    await this.#compaction.run({ isLast: true })
  }

  async #changeSlot(secret: Secret, make: MakeSlot): Promise<void> {
    this.#refuseUnlessWritable()
    const { slots, vaultId, epoch } = this.#o.low.data
    const changed = withNewSlot(this.#o.cipher, { slots, vaultId, secret, make })
    await this.#changeHeader({ epoch: epoch + 1, slots: changed })
    // Segments begun from now on carry the new epoch, beside which the old vault.json is refused.
    for (const stream of streams) await this.#logs[stream].turn()
  }

  /** The same secrets open the vault as before, so its epoch stays. */
  async #raiseCost(): Promise<void> {
    const raise = this.#dueRaise.take()
    if (!raise) return
    const { passphrase, cost } = raise
    const { slots, vaultId } = this.#o.low.data
    const raised = withNewSlot(this.#o.cipher, {
      slots,
      vaultId,
      secret: { type: 'passphrase', value: passphrase },
      make: (master) => passphraseSlot(this.#o, { master, vaultId, passphrase, cost }),
    })
    await this.#changeHeader({ slots: raised })
  }

  /** One change at a time: a log may ask for one while a slot is being changed. */
  #changeHeader(change: Partial<Header>): Promise<void> {
    return this.#headerInTurn(() => this.#writeHeader(change))
  }

  async #writeHeader(change: Partial<Header>): Promise<void> {
    const { low } = this.#o
    const before = low.data
    low.data = { ...before, ...change, version: headerVersion }
    try {
      await low.write()
    } catch (error) {
      low.data = before
      throw error
    }
  }

  /** An app that doesn't know what this one writes must find a newer vault, not what it would take for damage. */
  #renewHeader(): Promise<void> {
    // In turn, since one that is being written is not yet durable.
    return this.#headerInTurn(async () => {
      if (this.#o.low.data.version < headerVersion) await this.#writeHeader({})
    })
  }

  #refuseUnlessWritable(): void {
    if (this.#closed) throw new AppError({ code: 'vault-locked' })
    if (this.damage) throw new AppError({ code: 'vault-read-only' })
  }

  /** How far the streams other than this one go; of one that can't be made durable nothing is said. */
  async #headsBeside(stream: Stream): Promise<Heads> {
    const heads = perStream(() => noHead)
    for (const other of streams) {
      if (other !== stream) heads[other] = await this.#logs[other].head().catch(nothingSaid(noHead))
    }
    return heads
  }

  async #flush(): Promise<void> {
    for (const store of this.#stores.values()) await store.write()
  }

  /** No save waits for it. What fails now is done after a later save, in the next idle minute, or at lock. */
  #saveMarksSoon(): void {
    this.#cancelMarks ??= this.#o.clock.after(marksAfter, () => {
      this.#cancelMarks = null
      this.#saveMarks().catch(() => {})
    })
  }

  /**
   * Marks name only what is acknowledged and durable. A vault of an older version in which nothing is written stays as
   * it is, and so does that of another process.
   */
  #saveMarks(): Promise<void> {
    return this.#headerInTurn(async () => {
      const { marks: saved, version } = this.#o.low.data
      const isOvertaken = streams.some((stream) => this.#logs[stream].isOvertaken)
      if (this.#closed || isOvertaken || version < headerVersion) return
      const marks = perStream((stream) => saved[stream])
      for (const stream of streams) marks[stream] = await this.#logs[stream].head().catch(nothingSaid(saved[stream]))
      if (streams.some((stream) => marks[stream].seq !== saved[stream].seq)) await this.#writeHeader({ marks })
    })
  }
}

/** Takes the place of a head that the disk doesn't let be made durable. */
const nothingSaid = (instead: Position) => (error: unknown) => {
  if (error instanceof AppError) return instead
  throw error
}

function logOf(o: Opened, stream: Stream, beside: Pick<LogPlace, 'beforeSegment' | 'otherHeads' | 'onNamed'>): Log {
  const { end, number, live, tail } = o.read.chains[stream]
  const folder = `${o.folder}/data`
  // What a mark names was durable before it was.
  const isDurable = end.seq <= o.low.data.marks[stream].seq
  return new Log(
    { ...o, ...beside, folder, stream, epoch: () => o.low.data.epoch },
    {
      end,
      number,
      live,
      tail: tail && new Tail({ files: o.files, path: `${folder}/${tail.name}`, length: tail.length, isDurable }),
      known: o.read.names,
    },
  )
}
