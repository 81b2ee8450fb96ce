import { contract, type Reply } from '../../shared/contract'
import { storedEntry } from '../../shared/entry'
import { createDispatch, createEmit, type Dispatch } from './dispatch'
import { createJournalServices, type JournalServices, settingsDocument } from './journals/journal-services'
import type { Store } from './journals/store'
import type { Clock } from './ports'
import { createVaultCalls, type Opened } from './vault-calls'
import type { OpenVault } from './vault/open-vault'
import type { Store as VaultStore } from './vault/store'
import type { Vaults } from './vault/vault'

/** Time without a change after which the vault saves how far its logs go, in ms. */
const settleAfter = 60_000

export interface VaultServices {
  /** Answers the calls of the contract's vault groups. */
  readonly call: Dispatch
  /** Makes everything changed so far durable. */
  flush(): Promise<void>
  /** Flushes and closes the vault; fails, and leaves it open, when words can't be written. */
  close(): Promise<void>
}

const journalContract = { journal: contract.journal, settings: contract.settings }

/** What the vault process does: before a vault is open only create and unlock, afterwards everything. */
export function createVaultServices(options: {
  vaults: Vaults
  folder: string
  clock: Clock
  signal(name: string, payload: unknown): void
  /** The vault is open, or its idle time has changed. */
  onOpened(idleMinutes: number): void
  onBug(name: string, error: unknown): void
}): VaultServices {
  const { clock, onBug } = options
  let opened: (Opened & { dispatch: Dispatch }) | null = null
  let cancelSettle = () => {}

  const settleSoon = () => {
    cancelSettle()
    // What can't be settled now is settled at the next idle minute, or at lock.
    cancelSettle = clock.after(settleAfter, () => void opened?.vault.settle().catch(settleSoon))
  }

  async function adopt(vault: OpenVault): Promise<JournalServices> {
    const journal = createJournalServices({
      journalStore: documentsOf(await vault.store('journal', (value) => storedEntry.parse(value))),
      settingsStore: documentsOf(await vault.store('settings', (value) => settingsDocument.parse(value))),
      clock,
      emit: createEmit(journalContract, options.signal),
      readOnly: vault.damage !== null,
      onSettings: (settings) => options.onOpened(settings.idleMinutes),
    })
    opened = { vault, journal, dispatch: createDispatch(journalContract, journal.services, onBug) }
    options.onOpened(journal.settings().idleMinutes)
    settleSoon()
    return journal
  }

  const vault = createVaultCalls({ vaults: options.vaults, folder: options.folder, opened: () => opened, adopt })
  const dispatchVault = createDispatch({ vault: contract.vault }, { vault }, onBug)
  const locked: Reply = { ok: false, failure: { code: 'vault-locked' } }

  return {
    call(name, input) {
      settleSoon()
      if (name.startsWith('vault.')) return dispatchVault(name, input)
      return opened ? opened.dispatch(name, input) : Promise.resolve(locked)
    },
    flush: async () => opened?.journal.flush(),
    async close() {
      cancelSettle()
      const closing = opened
      if (!closing) return
      await closing.journal.flush()
      // What is called from here on is no longer written, so it must not be taken for kept.
      opened = null
      try {
        await closing.vault.close()
      } catch (error) {
        opened = closing
        throw error
      }
    },
  }
}

/** A lowdb store as the journals see it. */
function documentsOf<T extends object>(store: VaultStore<T>): Store<T> {
  return {
    documents: store.data.entries,
    touch: (key) => store.touch(key),
    write: () => store.write(),
  }
}
