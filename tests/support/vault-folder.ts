import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { systemClock } from '../../electron/adapters/system-clock'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { socketFence } from '../../electron/adapters/vault-fence'
import { createVaults, type VaultDependencies, type Vaults } from '../../electron/core/vault/vault'

/** The cheapest stretching that a vault accepts: tests guess nothing. */
export const cheapest = { m: 19456, t: 1 }

/** A new folder for one test. */
export const makeFolder = () => mkdtemp(join(tmpdir(), 'twofold-test-'))

/** Removes a test's folder. */
export const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true })

/** Vaults on the real disk and real crypto, but for what a test puts in its place. */
export async function vaultsFor(instead: Partial<VaultDependencies> = {}): Promise<Vaults> {
  return createVaults({
    files: diskFiles,
    cipher: await createSodiumCipher(),
    clock: systemClock,
    randomness: systemRandomness,
    fence: socketFence,
    calibrate: () => cheapest,
    ...instead,
  })
}

export interface Text {
  text: string
}

/** The parser of the tests' own small entries. */
export function textOf(value: unknown): Text {
  if (typeof value !== 'object' || !value || !('text' in value) || typeof value.text !== 'string') {
    throw new Error('not a text')
  }
  return { text: value.text }
}

/** Opens a vault with its passphrase. */
export const openVault = (vaults: Vaults, folder: string, passphrase: string) =>
  vaults.open({ folder, secret: { type: 'passphrase', value: passphrase } })
