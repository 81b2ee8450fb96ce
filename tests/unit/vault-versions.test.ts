import { readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { readHeader } from '../../electron/core/vault/header'
import { lookForVault } from '../../electron/core/vault/look'
import type { OpenVault } from '../../electron/core/vault/vault'
import { createFaultyFiles } from '../support/faulty-files'
import { failureCode, makeFolder, openVault, removeFolder, save, textOf, vaultsFor } from '../support/vault-folder'
import type { ValidVector } from '../support/vault-vectors'

const vectors = JSON.parse(readFileSync(new URL('../vectors/vault-1.json', import.meta.url), 'utf8')) as {
  valid: [ValidVector]
}
const [old] = vectors.valid
let folder = ''
beforeEach(async () => {
  folder = await makeFolder()
  await mkdir(join(folder, 'data'))
  for (const [path, content] of Object.entries(old.files)) {
    await writeFile(join(folder, path), content, path === 'vault.json' ? 'utf8' : 'hex')
  }
})
afterEach(() => removeFolder(folder))

const headerText = () => readFile(join(folder, 'vault.json'), 'utf8')
const versionNow = async () => (JSON.parse((await headerText()).split('\n')[0] ?? '') as { version: number }).version
const segments = async () => (await readdir(join(folder, 'data'))).length
const pairsOf = (vault: OpenVault) => vault.store('pairs', textOf)

describe('a vault of version 1', () => {
  it('[V32] opens, holds what it held and no pairs, and stays as it is while nothing is written', async () => {
    const vaults = await vaultsFor()
    expect(await lookForVault(diskFiles, folder)).toEqual({ failure: null })
    const vault = await openVault(vaults, folder, old.passphrase)
    expect(vault.damage).toBe(null)
    expect((await vault.store('journal', textOf)).data.entries).toEqual(old.journal)
    expect((await pairsOf(vault)).data.entries).toEqual({})
    await vault.close()
    expect(await headerText()).toBe(old.files['vault.json'])
  })

  it('[V32] is of version 2 once anything was written, with its slots as they were', async () => {
    const vaults = await vaultsFor()
    const vault = await openVault(vaults, folder, old.passphrase)
    await save(await vault.store('journal', textOf), 'new', 'By the sea')
    expect(await versionNow()).toBe(1)
    await vault.close()
    const { header } = readHeader(await readFile(join(folder, 'vault.json')))
    expect([header.version, header.hwm.pairs]).toEqual([2, { seq: 0, tag: '0'.repeat(32) }])
    expect(header.slots).toEqual(readHeader(Buffer.from(old.files['vault.json'] ?? '')).header.slots)
    const again = await vaults.open({ folder, secret: { type: 'recovery', value: old.recoveryKey } })
    expect((await again.store('journal', textOf)).data.entries).toEqual({ ...old.journal, new: { text: 'By the sea' } })
    await again.close()
  })

  it('[V33] is of version 2 before a record of pairs lies on the disk, whatever happens then', async () => {
    const faulty = createFaultyFiles(diskFiles)
    const vaults = await vaultsFor({ files: faulty.files })
    const vault = await openVault(vaults, folder, old.passphrase)
    const pairs = await pairsOf(vault)
    const before = await segments()
    faulty.plan((operation, path) =>
      operation === 'move' && path.endsWith('vault.json') ? { failure: { code: 'disk-full' } } : null,
    )
    expect(await failureCode(save(pairs, 'ben', 'a key'))).toBe('disk-full')
    expect([await versionNow(), await segments()]).toEqual([1, before])

    const seen: number[] = []
    faulty.plan((operation, path) => {
      if (operation === 'create' && path.endsWith('.seg')) {
        seen.push(readHeader(readFileSync(join(folder, 'vault.json'))).header.version)
      }
      return null
    })
    // A change of the passphrase and the first record ask for a new vault.json at once.
    const change = vault.changePassphrase({
      current: { type: 'passphrase', value: old.passphrase },
      next: 'another by the sea',
    })
    await Promise.all([save(pairs, 'ben', 'a key'), change])
    expect([seen[0], await versionNow()]).toEqual([2, 2])
    await save(pairs, 'host', 'an address')
    await vault.close()

    const again = await openVault(await vaultsFor(), folder, 'another by the sea')
    expect(again.damage).toBe(null)
    expect((await pairsOf(again)).data.entries).toEqual({ ben: { text: 'a key' }, host: { text: 'an address' } })
    expect((await again.store('settings', textOf)).data.entries).toEqual(old.settings)
    await again.close()
  })

  it('[V33] keeps the pairs that were acknowledged before a crash', async () => {
    const faulty = createFaultyFiles(diskFiles)
    const vaults = await vaultsFor({ files: faulty.files, fence: { hold: async () => async () => {} } })
    await save(await pairsOf(await openVault(vaults, folder, old.passphrase)), 'ben', 'a key')
    // The process dies here: nothing is closed.
    await faulty.letGo()
    const again = await openVault(await vaultsFor(), folder, old.passphrase)
    expect((await pairsOf(again)).data.entries).toEqual({ ben: { text: 'a key' } })
    await again.close()
  })
})
