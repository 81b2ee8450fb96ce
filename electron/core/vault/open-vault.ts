import type { Low } from 'lowdb'
import { AppError } from '../../../shared/failure'
import type { Cipher, Files, Randomness, StretchCost } from '../ports'
import { retire } from './backups'
import { toHex, wipe } from './bytes'
import { dearer } from './calibrate'
import type { Damage } from './chain'
import type { StreamsRead } from './chains'
import { type Header, headerName, type Slot } from './header'
import { createTurns } from './in-turn'
import { type Stream, streams, type VaultKeys, wipeKeys } from './keys'
import { createLog, type Log } from './log'
import { createLogAdapter } from './log-adapter'
import { formatRecoveryKey } from './recovery-key'
import { openSlots, passphraseSlot, recoverySlot, type Secret } from './slots'
import { Store } from './store'

export interface OpenVault {
  readonly vaultId: string
  /** What can't be read any more; then the vault is read-only. */
  readonly damage: Damage | null
  /** What this vault's passphrase costs to try. */
  readonly kdf: StretchCost
  /** The store of a stream, everything read; `parse` turns a stored value into an entry. One store for each stream. */
  store<T extends object>(stream: Stream, parse: (value: unknown) => T): Promise<Store<T>>
  /** From now on `next` opens the vault instead of the old passphrase; trying it never costs less than before. */
  changePassphrase(o: { current: Secret; next: string }): Promise<void>
  /** A new recovery key instead of the old one. */
  renewRecoveryKey(o: { passphrase: string }): Promise<{ recoveryKey: string }>
  /** Writes what is touched, shortens logs that have grown long, and saves how far they go. */
  settle(): Promise<void>
  /** Like `settle`, then wipes the keys and lets the folder go. If what is touched can't be written, it stays open. */
  close(): Promise<void>
}

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

/** The open vault over what has been read of it. */
export function createOpenVault(o: Opened): OpenVault {
  const { low, read } = o
  const logs = { journal: logOf(o, 'journal'), settings: logOf(o, 'settings') }
  const keepers = new Map<Stream, Keeper>()
  const inTurn = createTurns()
  let closed = false

  async function changeHeader(change: Partial<Header>): Promise<void> {
    const before = low.data
    low.data = { ...before, ...change }
    try {
      await low.write()
    } catch (error) {
      low.data = before
      throw error
    }
  }

  async function changeSlot(secret: Secret, make: (master: Uint8Array, vaultId: string) => Slot): Promise<void> {
    refuseUnlessWritable()
    const { slots, vaultId, epoch } = low.data
    const master = openSlots(o.cipher, { slots, vaultId, secret })
    try {
      const slot = make(master, vaultId)
      await changeHeader({ epoch: epoch + 1, slots: [slot, ...slots.filter(({ type }) => type !== slot.type)] })
    } finally {
      wipe(master)
    }
    // Segments begun from now on carry the new epoch, beside which the old vault.json is refused.
    for (const stream of streams) await logs[stream].turn()
  }

  function refuseUnlessWritable(): void {
    if (closed) throw new AppError({ code: 'vault-locked' })
    if (read.damage) throw new AppError({ code: 'vault-read-only' })
  }

  async function flush(): Promise<void> {
    for (const keeper of keepers.values()) await keeper.write()
  }

  async function tidy(): Promise<void> {
    const overgrown = [...keepers.values()].some((keeper) => keeper.overgrown())
    const replaced: string[] = []
    if (overgrown) for (const keeper of keepers.values()) replaced.push(...(await keeper.compact()))
    await saveMarks()
    if (overgrown) await retire(o.files, o.folder, replaced)
  }

  async function saveMarks(): Promise<void> {
    const markOf = (stream: Stream) => {
      const { seq, tag } = logs[stream].position()
      return { seq, tag: toHex(tag) }
    }
    const hwm = { journal: markOf('journal'), settings: markOf('settings') }
    if (streams.some((stream) => hwm[stream].seq !== low.data.hwm[stream].seq)) await changeHeader({ hwm })
  }

  async function close(): Promise<void> {
    if (closed) return
    if (!read.damage) await flush()
    // The entries are durable; a full disk must not keep the vault from being locked.
    const failure: unknown = read.damage ? null : await tidy().catch((error: unknown) => error)
    closed = true
    for (const stream of streams) await logs[stream].close()
    wipeKeys(o.keys)
    await o.release()
    if (failure && !(failure instanceof AppError)) throw failure
  }

  return {
    vaultId: low.data.vaultId,
    damage: read.damage,
    get kdf() {
      return costOf(low.data.slots)
    },
    async store(stream, parse) {
      if (keepers.has(stream)) throw new Error(`the ${stream} stream is open already`)
      const adapter = createLogAdapter({
        log: logs[stream],
        chain: read.chains[stream],
        readOnly: !!read.damage,
        parse,
      })
      const store = new Store(adapter)
      keepers.set(stream, { write: () => store.write(), overgrown: adapter.overgrown, compact: adapter.compact })
      await store.read()
      return store
    },
    changePassphrase: ({ current, next }) =>
      inTurn(() =>
        changeSlot(current, (master, vaultId) =>
          passphraseSlot(o, { master, vaultId, passphrase: next, cost: dearer(o.cost(), costOf(low.data.slots)) }),
        ),
      ),
    renewRecoveryKey: ({ passphrase }) =>
      inTurn(async () => {
        const recoveryKey = o.randomness.bytes(20)
        await changeSlot({ type: 'passphrase', value: passphrase }, (master, vaultId) =>
          recoverySlot(o, { master, vaultId, recoveryKey }),
        )
        const shown = formatRecoveryKey(recoveryKey)
        wipe(recoveryKey)
        return { recoveryKey: shown }
      }),
    settle: () =>
      inTurn(async () => {
        refuseUnlessWritable()
        await flush()
        await tidy()
      }),
    close: () => inTurn(close),
  }
}

function logOf(o: Opened, stream: Stream): Log {
  const { end, number, live, replaced } = o.read.chains[stream]
  return createLog(
    { ...o, folder: `${o.folder}/data`, stream, epoch: () => o.low.data.epoch },
    { end, number, live: [...replaced, ...live], taken: o.read.names },
  )
}

function costOf(slots: readonly Slot[]): StretchCost {
  const slot = slots.find(({ type }) => type === 'passphrase')
  if (slot?.type !== 'passphrase') throw new AppError({ code: 'vault-damaged', file: headerName })
  return { m: slot.kdf.m, t: slot.kdf.t }
}
