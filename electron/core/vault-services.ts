import { background, bestEffort, reporting } from '../../shared/background'
import { contract, type Reply, type Saving } from '../../shared/contract'
import { entryStoredUnder } from '../../shared/entry'
import { AppError } from '../../shared/failure'
import { entryId } from '../../shared/ids'
import { createDispatch, createEmit, type Dispatch } from './dispatch'
import { createPairsStore, pairsDocument } from './exchange/partner/pairs-store'
import { createSharedServices, type SharedServices } from './exchange/shared-services'
import type { LinkNews, LinkOrder } from './protocol/link-protocol'
import { createJournalServices, type JournalServices } from './journals/journal-services'
import { settingsDocument } from './journals/kept'
import type { Store } from './journals/store'
import type { Cipher, Clock, Files, Randomness } from './ports'
import { createVaultCalls, type Opened } from './vault-calls'
import type { OpenVault } from './vault/open-vault'
import type { Store as VaultStore } from './vault/store'
import type { Vaults } from './vault/vault'

/** Time without a change after which the vault saves how far its logs go, in ms. */
const settleAfter = 60_000

export interface VaultServices {
  /** Answers the calls of the contract's vault groups. */
  readonly call: Dispatch
  /** What the host tells of the link and of the mirror. */
  heard(news: LinkNews): void
  /** Makes everything changed so far durable. */
  flush(): Promise<void>
  /** The host is gone, and does nothing more of what it is asked for. */
  hostGone(): void
  /** Flushes and closes the vault; fails, and leaves it open, when words can't be written. */
  close(): Promise<void>
}

const journalContract = { journal: contract.journal, settings: contract.settings }
const sharedContract = { shared: contract.shared, partner: contract.partner }

/** What an open vault answers, and its words to be made durable. */
interface InUse extends Opened {
  readonly shared: SharedServices
  readonly dispatch: Dispatch
}

export interface VaultServicesOptions {
  vaults: Vaults
  folder: string
  files: Files
  cipher: Cipher
  randomness: Randomness
  clock: Clock
  /** An unused UUIDv4. */
  newId(): string
  signal(name: string, payload: unknown): void
  /** Asks the host for what only it can do: write the mirror, reach the partner. */
  order(order: LinkOrder): void
  /** The vault is open, or its idle time has changed. */
  onOpened(idleMinutes: number): void
  onBug(name: string, error: unknown): void
}

/** What the vault process does: before a vault is open only create and unlock, afterwards everything. */
export function createVaultServices(options: VaultServicesOptions): VaultServices {
  const { clock, onBug } = options
  let opened: InUse | null = null
  /** While it closes nothing is taken any more, and the host still heard: words may wait for what it tells. */
  let isClosing = false
  let closed: Promise<void> | null = null
  let cancelSettle = () => {}

  const settleSoon = () => {
    cancelSettle()
    // What can't be settled now is settled at the next idle minute, or at lock.
    cancelSettle = clock.after(settleAfter, () => {
      opened?.vault.settle().catch(reporting(settleSoon))
    })
  }

  async function adopt(vault: OpenVault): Promise<JournalServices> {
    const inUse = await takeIntoUse(vault, { ...options, refuseClosing })
    opened = inUse
    options.onOpened(inUse.journal.settings().idleMinutes)
    settleSoon()
    // Unlocking doesn't wait for the shared journal: its rows come when it has been read.
    inUse.shared.open().catch((error: unknown) => onBug('shared.open', error))
    return inUse.journal
  }

  const answering = () => (isClosing ? null : opened)
  // A call that waited for the shared journal may go on only now.
  const refuseClosing = () => {
    if (!answering()) throw new AppError({ code: 'vault-locked' })
  }
  const vault = createVaultCalls({ vaults: options.vaults, folder: options.folder, opened: answering, adopt })
  const dispatchVault = createDispatch({ vault: contract.vault }, { vault }, onBug)
  const locked: Reply = { ok: false, failure: { code: 'vault-locked' } }

  return {
    call(name, input) {
      settleSoon()
      if (name.startsWith('vault.')) return dispatchVault(name, input)
      return answering()?.dispatch(name, input) ?? Promise.resolve(locked)
    },
    heard: (news) => opened?.shared.heard(news),
    async flush() {
      if (opened) await flushBoth(opened)
    },
    hostGone: () => opened?.shared.hostGone(),
    close: () => (closed ??= closeOpened().finally(() => (closed = null))),
  }

  async function closeOpened(): Promise<void> {
    cancelSettle()
    const inUse = opened
    if (!inUse) return
    // Most of it while everybody is answered, for a disk may be slow; then what came meanwhile, and no more.
    await flushBoth(inUse)
    isClosing = true
    try {
      await Promise.all([inUse.journal.finish(), inUse.shared.flush()])
      await closeVault(inUse.vault, onBug)
      opened = null
      inUse.shared.close()
    } finally {
      isClosing = false
    }
  }
}

/** A vault that has let its keys go has its words on the disk: what else failed keeps nobody from locking. */
async function closeVault(vault: OpenVault, onBug: VaultServicesOptions['onBug']): Promise<void> {
  try {
    await vault.close()
  } catch (error) {
    if (!vault.isClosed) throw error
    onBug('close', error)
  }
}

const flushBoth = async ({ journal, shared }: InUse): Promise<void> => {
  await Promise.all([journal.flush(), shared.flush()])
}

/** Reads what a vault holds and makes the services on it. */
async function takeIntoUse(
  vault: OpenVault,
  options: VaultServicesOptions & { refuseClosing(): void },
): Promise<InUse> {
  const { clock, onBug } = options
  const emit = createEmit({ ...journalContract, ...sharedContract }, options.signal)
  const saving = createSavingOfBoth(emit.journal.saving)
  const readOnly = vault.damage !== null
  const shared: SharedServices = createSharedServices({
    ...options,
    pairs: createPairsStore(documentsOf(await vault.store('pairs', (value) => pairsDocument.parse(value))), clock),
    isReadOnly: readOnly,
    emit,
    name: () => journal.settings().name,
    onEntries: (change) => journal.sharedChanged(change),
    onSaving: saving('shared'),
    readPrivate: (id) => journal.readPrivate(id),
    markShared: (id) => journal.markShared(id),
    looked: (id) => journal.looked(id),
    newId: () => entryId.parse(options.newId()),
  })
  const journal: JournalServices = createJournalServices({
    journalStore: documentsOf(await vault.store('journal', entryStoredUnder)),
    settingsStore: documentsOf(await vault.store('settings', (value) => settingsDocument.parse(value))),
    clock,
    emit: { ...emit, journal: { ...emit.journal, saving: saving('private') } },
    shared: shared.entries,
    readOnly,
    refuseClosing: options.refuseClosing,
    onSettings: (settings) => options.onOpened(settings.idleMinutes),
  })
  // All that is left of the journal has been read. Where it fails now, it is done at the next idle minute, or at lock.
  background(bestEffort(vault.purge()))
  const services = { ...journal.services, ...shared.services }
  const dispatch = createDispatch({ ...journalContract, ...sharedContract }, services, onBug)
  return { vault, journal, shared, dispatch }
}

/** Words wait as long as one of the two journals has some; the first failure is told. */
function createSavingOfBoth(tell: (saving: Saving) => void) {
  const nothing: Saving = { pending: false, failure: null }
  const parts = { private: nothing, shared: nothing }
  return (part: keyof typeof parts) => (saving: Saving) => {
    parts[part] = saving
    tell({
      pending: parts.private.pending || parts.shared.pending,
      failure: parts.private.failure ?? parts.shared.failure,
    })
  }
}

/** A lowdb store as the journals see it. */
export function documentsOf<T extends object>(store: VaultStore<T>): Store<T> {
  return {
    documents: store.data.entries,
    touch: (key) => store.touch(key),
    write: () => store.write(),
  }
}
