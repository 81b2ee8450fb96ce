import type { Low } from 'lowdb'
import { AppError } from '../../../shared/failure'
import type { Cipher, Files, Randomness, StretchCost } from '../ports'
import { retire } from './backups'
import { toHex, wipe } from './bytes'
import { dearer } from './calibrate'
import type { Damage } from './chain'
import type { StreamsRead } from './chains'
import { type Header, headerName, headerVersion, type Slot } from './header'
import { createTurns } from './in-turn'
import { perStream, type Stream, streams, type VaultKeys, wipeKeys } from './keys'
import { Log } from './log'
import { LogAdapter } from './log-adapter'
import { formatRecoveryKey } from './recovery-key'
import { openSlots, passphraseSlot, recoverySlot, type Secret } from './slots'
import { Store } from './store'

interface Opened {
  files: Files
  cipher: Cipher
  randomness: Randomness
  folder: string
  low: Low<Header>
  keys: VaultKeys
  vaultId: Uint8Array
  read: StreamsRead
  release: () => Promise<void>
  cost: () => StretchCost
}

/** What is done with every store, whatever it holds. */
interface Keeper {
  write: () => Promise<void>
  overgrown: () => boolean
  compact: () => Promise<string[]>
}

/** A vault whose streams have been read. */
export class OpenVault {
  readonly vaultId: string
  /** What can't be read any more; then the vault is read-only. */
  readonly damage: Damage | null
  readonly #o: Opened
  readonly #logs: Record<Stream, Log>
  readonly #keepers = new Map<Stream, Keeper>()
  readonly #inTurn = createTurns()
  readonly #headerInTurn = createTurns()
  #closed = false

  constructor(o: Opened) {
    this.#o = o
    this.vaultId = o.low.data.vaultId
    this.damage = o.read.damage
    this.#logs = perStream((stream) => logOf(o, stream, () => this.#renewHeader(stream)))
  }

  /** What this vault's passphrase costs to try. */
  get kdf(): StretchCost {
    return costOf(this.#o.low.data.slots)
  }

  /**
   * The store of a stream, everything read; `parse` turns a stored value into an entry, or throws. Each stream has
   * one store: asking twice is a mistake and throws.
   */
  async store<T extends object>(stream: Stream, parse: (value: unknown) => T): Promise<Store<T>> {
    if (this.#keepers.has(stream)) throw new Error(`the ${stream} stream is open already`)
    const chain = this.#o.read.chains[stream]
    const adapter = new LogAdapter({ log: this.#logs[stream], chain, readOnly: this.damage !== null, parse })
    const store = new Store(adapter)
    this.#keepers.set(stream, {
      write: () => store.write(),
      overgrown: () => adapter.overgrown(),
      compact: () => adapter.compact(),
    })
    await store.read()
    return store
  }

  /** From now on `next` opens the vault instead of the old passphrase; trying it never costs less than before. */
  changePassphrase({ current, next }: { current: Secret; next: string }): Promise<void> {
    return this.#inTurn(() =>
      this.#changeSlot(current, (master, vaultId) => {
        const cost = dearer(this.#o.cost(), this.kdf)
        return passphraseSlot(this.#o, { master, vaultId, passphrase: next, cost })
      }),
    )
  }

  /** A new recovery key instead of the old one. */
  renewRecoveryKey({ passphrase }: { passphrase: string }): Promise<{ recoveryKey: string }> {
    return this.#inTurn(async () => {
      const recoveryKey = this.#o.randomness.bytes(20)
      await this.#changeSlot({ type: 'passphrase', value: passphrase }, (master, vaultId) =>
        recoverySlot(this.#o, { master, vaultId, recoveryKey }),
      )
      const shown = formatRecoveryKey(recoveryKey)
      wipe(recoveryKey)
      return { recoveryKey: shown }
    })
  }

  /** Writes what is touched, shortens logs that have grown long, and saves how far they go. */
  settle(): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseUnlessWritable()
      await this.#flush()
      await this.#tidy()
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
    const failure: unknown = this.damage ? null : await this.#tidy().catch((error: unknown) => error)
    this.#closed = true
    for (const stream of streams) await this.#logs[stream].close()
    wipeKeys(this.#o.keys)
    await this.#o.release()
    if (failure && !(failure instanceof AppError)) throw failure
  }

  async #changeSlot(secret: Secret, make: (master: Uint8Array, vaultId: string) => Slot): Promise<void> {
    this.#refuseUnlessWritable()
    const { slots, vaultId, epoch } = this.#o.low.data
    const master = openSlots(this.#o.cipher, { slots, vaultId, secret })
    try {
      const slot = make(master, vaultId)
      await this.#changeHeader({ epoch: epoch + 1, slots: [slot, ...slots.filter(({ type }) => type !== slot.type)] })
    } finally {
      wipe(master)
    }
    // Segments begun from now on carry the new epoch, beside which the old vault.json is refused.
    for (const stream of streams) await this.#logs[stream].turn()
  }

  /** One change at a time: a log may ask for one while a slot is being changed. */
  #changeHeader(change: Partial<Header>): Promise<void> {
    return this.#headerInTurn(async () => {
      const { low } = this.#o
      const before = low.data
      low.data = { ...before, ...change, version: headerVersion }
      try {
        await low.write()
      } catch (error) {
        low.data = before
        throw error
      }
    })
  }

  /** An app that knows no `pairs` must find a newer vault, not segments that it would take for damage. */
  async #renewHeader(stream: Stream): Promise<void> {
    if (stream === 'pairs' && this.#o.low.data.version < headerVersion) await this.#changeHeader({})
  }

  #refuseUnlessWritable(): void {
    if (this.#closed) throw new AppError({ code: 'vault-locked' })
    if (this.damage) throw new AppError({ code: 'vault-read-only' })
  }

  async #flush(): Promise<void> {
    for (const keeper of this.#keepers.values()) await keeper.write()
  }

  async #tidy(): Promise<void> {
    const keepers = [...this.#keepers.values()]
    const overgrown = keepers.some((keeper) => keeper.overgrown())
    const replaced: string[] = []
    if (overgrown) for (const keeper of keepers) replaced.push(...(await keeper.compact()))
    await this.#saveMarks()
    if (replaced.length > 0) await retire(this.#o.files, this.#o.folder, replaced)
  }

  async #saveMarks(): Promise<void> {
    const hwm = perStream((stream) => {
      const { seq, tag } = this.#logs[stream].end
      return { seq, tag: toHex(tag) }
    })
    const saved = this.#o.low.data.hwm
    if (streams.some((stream) => hwm[stream].seq !== saved[stream].seq)) await this.#changeHeader({ hwm })
  }
}

function logOf(o: Opened, stream: Stream, beforeSegment: () => Promise<void>): Log {
  const { end, number, live, replaced, tail } = o.read.chains[stream]
  return new Log(
    { ...o, folder: `${o.folder}/data`, stream, epoch: () => o.low.data.epoch, beforeSegment },
    { end, number, live: [...replaced, ...live], tail, known: o.read.names },
  )
}

function costOf(slots: readonly Slot[]): StretchCost {
  const slot = slots.find(({ type }) => type === 'passphrase')
  if (slot?.type !== 'passphrase') throw new AppError({ code: 'vault-damaged', file: headerName })
  return { m: slot.kdf.m, t: slot.kdf.t }
}
