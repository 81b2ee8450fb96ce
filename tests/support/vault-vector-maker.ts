import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { diskFiles } from '../../electron/adapters/disk-files'
import { toHex } from '../../electron/core/vault/bytes'
import { deriveKeys, type Stream, streams, type VaultKeys } from '../../electron/core/vault/keys'
import type { OpenVault } from '../../electron/core/vault/open-vault'
import type { Store } from '../../electron/core/vault/store'
import type { Vaults } from '../../electron/core/vault/vault'
import { createFaultyFiles } from './faulty-files'
import { seededRandomness } from './seeded-random'
import { makeFolder, openVault, rememberingCipher, removeFolder, vaultsFor } from './vault-folder'
import type { ValidVector } from './vault-vector-files'

export const vectorPassphrase = 'Ana\u2019s cafe\u0301 by the sea'

/** A vault that is being filled for a vector, on a disk that fails when it is told to. */
export interface Filling {
  vaults: Vaults
  folder: string
  passphrase: string
  disk: ReturnType<typeof createFaultyFiles>
}

/** What opens the vault in the end, where the filling has changed it. */
export type Secrets = Partial<Pick<ValidVector, 'passphrase' | 'recoveryKey'>>

type Documents = Record<string, object | null>
export type Stores = Record<Stream, Store<object>>

/** A vault that the app itself has made and filled, always with the same bytes. */
export async function makeVector(
  { name, seed, passphrase = vectorPassphrase }: { name: string; seed: number; passphrase?: string },
  fill: (filling: Filling) => Promise<Secrets | void>,
): Promise<ValidVector> {
  const folder = await makeFolder()
  const disk = createFaultyFiles(diskFiles)
  try {
    const vaults = vaultsFor({
      files: disk.files,
      cipher: rememberingCipher(),
      randomness: seededRandomness(seed),
      // Some are left as a killed process leaves them, which lets go of nothing.
      fence: { hold: async () => async () => {} },
    })
    const { vault, recoveryKey } = await vaults.create({ folder, passphrase })
    await vault.close()
    const secrets = { passphrase, recoveryKey, ...(await fill({ vaults, folder, passphrase, disk })) }
    await disk.letGo()
    const files = await filesIn(folder)
    const content = await contentOfAll(vaults, folder, secrets.passphrase)
    return { name, ...secrets, ...keysOf(seed), files, ...content }
  } finally {
    await removeFolder(folder)
  }
}

/** A new vault draws its master key first, then its recovery key, then its id. */
function keysOf(seed: number): Pick<ValidVector, 'masterKey' | 'subkeys'> {
  const random = seededRandomness(seed)
  const [master, , vaultId] = [random.bytes(32), random.bytes(20), random.bytes(16)]
  return { masterKey: toHex(master), subkeys: subkeysOf(deriveKeys(master, vaultId)) }
}

/** The subkeys by their labels, in hex. */
export const subkeysOf = (keys: VaultKeys): Record<string, string> => ({
  'twofold/1/header-mac': toHex(keys.headerMac),
  'twofold/1/header-fields': toHex(keys.headerFields),
  'twofold/1/segment': toHex(keys.segment),
  'twofold/1/segment-name': toHex(keys.name),
  'twofold/1/journal': toHex(keys.stream.journal),
  'twofold/1/settings': toHex(keys.stream.settings),
  'twofold/1/pairs': toHex(keys.stream.pairs),
})

/** The stores of an open vault, whatever they hold. */
export async function storesOf(vault: OpenVault): Promise<Stores> {
  const storeOf = (stream: Stream) => vault.store(stream, (value) => value as object)
  return { journal: await storeOf('journal'), settings: await storeOf('settings'), pairs: await storeOf('pairs') }
}

/** Saves all of these together, in one batch; null deletes. */
export async function saveTogether(store: Store<object>, documents: Documents): Promise<void> {
  for (const [id, document] of Object.entries(documents)) {
    if (document) store.data.entries[id] = document
    else delete store.data.entries[id]
    store.touch(id)
  }
  await store.write()
}

/** One session: each document is saved by itself, stream after stream. */
export async function session(
  { vaults, folder, passphrase }: Pick<Filling, 'vaults' | 'folder' | 'passphrase'>,
  documents: Partial<Record<Stream, Documents>>,
): Promise<void> {
  const vault = await openVault(vaults, folder, passphrase)
  const stores = await storesOf(vault)
  for (const stream of streams) {
    for (const [id, document] of Object.entries(documents[stream] ?? {})) {
      await saveTogether(stores[stream], { [id]: document })
    }
  }
  await vault.close()
}

/** What the streams of a vault hold. */
export async function contentOfAll(vaults: Vaults, folder: string, passphrase: string) {
  const vault = await openVault(vaults, folder, passphrase)
  const { journal, settings, pairs } = await storesOf(vault)
  const content = { journal: journal.data.entries, settings: settings.data.entries, pairs: pairs.data.entries }
  await vault.close()
  return content
}

async function filesIn(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = { 'vault.json': await readFile(join(folder, 'vault.json'), 'utf8') }
  for (const name of (await readdir(join(folder, 'data'))).toSorted()) {
    files[`data/${name}`] = await readFile(join(folder, 'data', name), 'hex')
  }
  return files
}
