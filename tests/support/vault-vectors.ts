import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toHex } from '../../electron/core/vault/bytes'
import { deriveKeys, type Stream } from '../../electron/core/vault/keys'
import type { Vaults } from '../../electron/core/vault/vault'
import { seededRandomness } from './seeded-random'
import {
  makeFolder,
  openVault,
  rememberingCipher,
  removeFolder,
  save,
  type Text,
  textOf,
  vaultsFor,
} from './vault-folder'

/** A vault as files, with what opens it and what is in it. */
export interface ValidVector {
  name: string
  passphrase: string
  recoveryKey: string
  masterKey: string
  /** HKDF-SHA256 of the master key, by label. */
  subkeys: Record<string, string>
  /** vault.json as text, segments in hex. */
  files: Record<string, string>
  journal: Record<string, Text>
  settings: Record<string, Text>
  /** Absent from vectors of version 1, whose vaults have no such stream. */
  pairs?: Record<string, Text>
}

const passphrase = 'Ana\u2019s cafe\u0301 by the sea'

/** The valid vectors, made anew from their seeds: the same bytes every time, on every machine. */
export async function makeValidVectors(): Promise<ValidVector[]> {
  return [
    await makeVector('two sessions', 1, async (vaults, folder) => {
      const rain = { rain: 'Rain. We stayed in.', bread: 'Bread with Ben' }
      await write(vaults, folder, { journal: rain, settings: { name: 'Ana' }, pairs: { ben: 'a key' } })
      const walk = { bread: 'Bread with Ben, burnt', walk: `A long walk. ${'Step. '.repeat(900)}` }
      await write(vaults, folder, { journal: walk, pairs: { ben: 'a newer key', host: 'an address' } })
    }),
    await makeVector('a snapshot and a session after it', 2, async (vaults, folder) => {
      // So many segments that they are replaced by a snapshot.
      for (let session = 0; session <= 66; session++) {
        await write(vaults, folder, { journal: { day: `Day ${session}` } })
      }
    }),
  ]
}

async function write(vaults: Vaults, folder: string, texts: Partial<Record<Stream, Record<string, string>>>) {
  const vault = await openVault(vaults, folder, passphrase)
  for (const stream of ['journal', 'settings', 'pairs'] as const) {
    const store = await vault.store(stream, textOf)
    for (const [id, text] of Object.entries(texts[stream] ?? {})) await save(store, id, text)
  }
  await vault.close()
}

async function makeVector(name: string, seed: number, fill: (vaults: Vaults, folder: string) => Promise<void>) {
  const folder = await makeFolder()
  try {
    const vaults = await vaultsFor({ cipher: await rememberingCipher(), randomness: seededRandomness(seed) })
    const { vault, recoveryKey } = await vaults.create({ folder, passphrase })
    await vault.close()
    await fill(vaults, folder)
    // A new vault draws its master key first, then its recovery key, then its id.
    const random = seededRandomness(seed)
    const [master, , vaultId] = [random.bytes(32), random.bytes(20), random.bytes(16)]
    const keys = deriveKeys(master, vaultId)
    const subkeys = {
      'twofold/1/header-mac': toHex(keys.headerMac),
      'twofold/1/header-fields': toHex(keys.headerFields),
      'twofold/1/segment': toHex(keys.segment),
      'twofold/1/segment-name': toHex(keys.name),
      'twofold/1/journal': toHex(keys.stream.journal),
      'twofold/1/settings': toHex(keys.stream.settings),
      'twofold/1/pairs': toHex(keys.stream.pairs),
    }
    const content = await contentOfAll(vaults, folder)
    const made = { name, passphrase, recoveryKey, masterKey: toHex(master), subkeys, files: await filesOf(folder) }
    return { ...made, ...content }
  } finally {
    await removeFolder(folder)
  }
}

/** What the streams of a vault hold. */
export async function contentOfAll(vaults: Vaults, folder: string) {
  const vault = await openVault(vaults, folder, passphrase)
  const entriesOf = async (stream: Stream) => (await vault.store(stream, textOf)).data.entries
  const content = {
    journal: await entriesOf('journal'),
    settings: await entriesOf('settings'),
    pairs: await entriesOf('pairs'),
  }
  await vault.close()
  return content
}

async function filesOf(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = { 'vault.json': await readFile(join(folder, 'vault.json'), 'utf8') }
  for (const name of (await readdir(join(folder, 'data'))).toSorted()) {
    files[`data/${name}`] = await readFile(join(folder, 'data', name), 'hex')
  }
  return files
}
