import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readVaultByThePage } from '../support/page-reader/read-vault'
import { makeFolder, openVault, removeFolder, save, textOf, vaultsFor } from '../support/vault-folder'

const passphrase = 'ana and the sea'
const typed = { type: 'passphrase', value: passphrase } as const

let folder = ''
beforeEach(async () => {
  folder = await makeFolder()
})
afterEach(() => removeFolder(folder))

/** vault.json, and the segments of this folder as though they lay in `data/`. */
async function filesWith(segments: string): Promise<Map<string, Buffer>> {
  const files = new Map([['vault.json', await readFile(join(folder, 'vault.json'))]])
  for (const name of await readdir(join(folder, segments))) {
    files.set(`data/${name}`, await readFile(join(folder, segments, name)))
  }
  return files
}

it('[V284] a generation of backups alone reads, as the page says, as the vault was before its snapshots', async () => {
  const vaults = vaultsFor()
  await (await vaults.create({ folder, passphrase })).vault.close()
  const before: object[] = []
  for (const walk of ['By the sea', 'By the river', 'Home']) {
    const vault = await openVault(vaults, folder, passphrase)
    const journal = await vault.store('journal', textOf)
    await save(await vault.store('settings', textOf), 'name', walk)
    await save(await vault.store('pairs', textOf), 'ben', walk)
    await save(journal, walk, walk)
    for (let round = 0; round < 30; round++) await save(journal, 'long', `${walk} ${round} ${'x'.repeat(60_000)}`)
    await save(journal, 'long', walk)
    before.push({
      journal: { ...journal.data.entries },
      settings: { name: { text: walk } },
      pairs: { ben: { text: walk } },
    })
    await vault.close()
  }
  const [, second, third] = before
  for (const [generation, content] of [
    ['gen-2', second],
    ['gen-3', third],
  ] as const) {
    const files = await filesWith(`backups/${generation}`)
    expect(readVaultByThePage(files, typed, { isBackup: true })).toEqual({ content, damaged: [], lost: 0 })
    expect(() => readVaultByThePage(files, typed)).toThrow('vault-rolled-back')
  }
  expect(readVaultByThePage(await filesWith('data'), typed)).toEqual({ content: third, damaged: [], lost: 0 })
})
