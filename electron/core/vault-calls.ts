import { type contract, type Services } from '../../shared/contract'
import { AppError } from '../../shared/failure'
import { minimumScore, passphraseStrength } from '../../shared/passphrase-strength'
import type { JournalServices } from './journals/journal-services'
import type { OpenVault } from './vault/open-vault'
import type { Vaults } from './vault/vault'

/** A vault that is open, with the calls on what it holds. */
export interface Opened {
  readonly vault: OpenVault
  readonly journal: JournalServices
}

/** The calls on the vault as a whole: making it, opening it, and its keys. */
export function createVaultCalls(tools: {
  vaults: Vaults
  folder: string
  /** The open vault; null before, and once it is closing. */
  opened(): Opened | null
  /** Takes a vault that has just been opened into use. */
  adopt(vault: OpenVault): Promise<JournalServices>
}): Services<Pick<typeof contract, 'vault'>>['vault'] {
  const { vaults, folder, adopt } = tools
  const requireOpen = () => {
    const opened = tools.opened()
    if (!opened) throw new AppError({ code: 'vault-locked' })
    return opened
  }
  const requireClosed = () => {
    if (tools.opened()) throw new AppError({ code: 'bad-request' })
  }

  return {
    async create({ name, passphrase }) {
      requireClosed()
      await refuseWeak(passphrase, [name])
      const { vault, recoveryKey } = await vaults.create({ folder, passphrase })
      const { services, flush } = await adopt(vault)
      await services.settings.change({ name })
      await flush()
      return { recoveryKey }
    },
    async unlock({ secret }) {
      requireClosed()
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
  }
}

/** Fails with `passphrase-weak` where zxcvbn thinks the passphrase could be guessed. */
async function refuseWeak(passphrase: string, userInputs: string[]): Promise<void> {
  const { score } = await passphraseStrength(passphrase, userInputs)
  if (score < minimumScore) throw new AppError({ code: 'passphrase-weak' })
}
