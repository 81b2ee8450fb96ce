import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FailureCode, failureOf } from '../../shared/failure'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { socketFence } from '../../electron/adapters/vault-fence'
import type { Cipher } from '../../electron/core/ports'
import type { Store } from '../../electron/core/vault/store'
import { createManualClock } from './manual-clock'
import { createVaults, type VaultDependencies, type Vaults } from '../../electron/core/vault/vault'

/** The cheapest stretching that a vault accepts: tests guess nothing. */
export const cheapest = { m: 19456, t: 1 }

/** A new folder for one test. */
export const makeFolder = () => mkdtemp(join(tmpdir(), 'twofold-test-'))

/** Removes a test's folder, also where a process that has just ended or been closed still puts its last file there. */
export const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true, maxRetries: 10 })

/** Vaults on the real disk and real crypto, but for what a test puts in its place. */
export function vaultsFor(instead: Partial<VaultDependencies> = {}): Vaults {
  return createVaults({
    files: diskFiles,
    cipher: createSodiumCipher(),
    // It stands still: what the vault does by itself after a while, a test asks for.
    clock: createManualClock(),
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

/** The code that a promise fails with, or null if it doesn't fail. */
export const failureCode = (promise: Promise<unknown>): Promise<FailureCode | null> =>
  promise.then(
    () => null,
    (error: unknown) => failureOf(error).code,
  )

/** Puts a text into a store and waits until it is durable. */
export async function save(store: Store<Text>, id: string, text: string): Promise<void> {
  store.data.entries[id] = { text }
  store.touch(id)
  await store.write()
}

/** What a vault holds by its passphrase, and what is damaged; it is closed again. */
export async function contentOf(vaults: Vaults, folder: string, passphrase: string) {
  const vault = await openVault(vaults, folder, passphrase)
  const { entries } = (await vault.store('journal', textOf)).data
  await vault.close()
  return { entries, damage: vault.damage }
}

/** The real cipher, but the same passphrase is stretched once: for tests that open one vault thousands of times. */
export function rememberingCipher(): Cipher {
  const real = createSodiumCipher()
  const known = new Map<string, Uint8Array>()
  return {
    ...real,
    stretch(o) {
      const key = JSON.stringify([...o.passphrase, ...o.salt, o.cost])
      const stretched = known.get(key) ?? real.stretch(o)
      known.set(key, stretched.slice())
      return stretched.slice()
    },
  }
}
