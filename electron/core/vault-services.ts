import { contract, type Emit, type Reply, type Services } from '../../shared/contract'
import { storedEntry } from '../../shared/entry'
import { AppError } from '../../shared/failure'
import { minimumScore, passphraseStrength } from '../../shared/passphrase-strength'
import { createDispatch, createEmit, type Dispatch } from './dispatch'
import { createJournalServices, type JournalServices, settingsDocument } from './journals/journal-services'
import type { Store } from './journals/store'
import type { Clock } from './ports'
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

interface Opened {
  readonly vault: OpenVault
  readonly journal: JournalServices
  readonly dispatch: Dispatch
}

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
  const { vaults, folder, clock, onBug } = options
  const { vault: vaultGroup, ...rest } = contract
  const journalContract = { journal: rest.journal, settings: rest.settings }
  let opened: Opened | null = null
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
      emit: createEmit<Emit<typeof journalContract>>(journalContract, options.signal),
      readOnly: vault.damage !== null,
      onSettings: (settings) => options.onOpened(settings.idleMinutes),
    })
    opened = { vault, journal, dispatch: createDispatch(journalContract, journal.services, onBug) }
    options.onOpened(journal.settings().idleMinutes)
    settleSoon()
    return journal
  }

  const requireOpen = () => {
    if (!opened) throw new AppError({ code: 'vault-locked' })
    return opened
  }

  const services: Services<{ vault: typeof vaultGroup }> = {
    vault: {
      async create({ name, passphrase }) {
        if (opened) throw new AppError({ code: 'bad-request' })
        await refuseWeak(passphrase, [name])
        const { vault, recoveryKey } = await vaults.create({ folder, passphrase })
        const { services: made, flush } = await adopt(vault)
        await made.settings.change({ name })
        await flush()
        return { recoveryKey }
      },
      async unlock({ secret }) {
        if (opened) throw new AppError({ code: 'bad-request' })
        await adopt(await vaults.open({ folder, secret }))
      },
      async changePassphrase({ current, next }) {
        const { vault, journal } = requireOpen()
        await refuseWeak(next, [journal.settings().name])
        await vault.changePassphrase({ current, next })
      },
      async renewRecoveryKey({ passphrase }) {
        const { vault, journal } = requireOpen()
        const made = await vault.renewRecoveryKey({ passphrase })
        // It is proven only when it has been typed back.
        await journal.services.settings.change({ recoveryKeyKept: false })
        return made
      },
      status() {
        const { vault, journal } = requireOpen()
        const damage = vault.damage && { file: vault.damage.file, lost: vault.damage.lost }
        return { damage, recoveryKeyKept: journal.settings().recoveryKeyKept }
      },
    },
  }
  const dispatchVault = createDispatch({ vault: vaultGroup }, services, onBug)
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

/** Fails with `passphrase-weak` where zxcvbn thinks the passphrase could be guessed. */
async function refuseWeak(passphrase: string, userInputs: string[]): Promise<void> {
  const { score } = await passphraseStrength(passphrase, userInputs)
  if (score < minimumScore) throw new AppError({ code: 'passphrase-weak' })
}

/** A lowdb store as the journals see it. */
function documentsOf<T extends object>(store: VaultStore<T>): Store<T> {
  return {
    documents: store.data.entries,
    touch: (key) => store.touch(key),
    write: () => store.write(),
  }
}
