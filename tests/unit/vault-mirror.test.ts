import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { lookForVault } from '../../electron/core/vault/look'
import { failureCode, makeFolder, openVault, removeFolder, save, textOf, vaultsFor } from '../support/vault-folder'

const passphrase = 'ana and the sea'
let folder = ''
beforeEach(async () => {
  folder = await makeFolder()
  const { vault } = await vaultsFor().create({ folder, passphrase })
  await save(await vault.store('journal', textOf), 'one', 'A walk by the sea')
  await vault.close()
})
afterEach(() => removeFolder(folder))

describe('a mirror in the folder of a vault', () => {
  const mirror = () => join(folder, 'mirror')
  const name = 'f00df00df00df00df00df00df00df00d'

  it('[F34] is left as it is by opening, writing, damage and closing, and a vault is still found there', async () => {
    await mkdir(mirror())
    // Names that the vault gives its own files, too.
    for (const file of [name, `${name}.seg`, `${name}.seg.tmp`, `vault.json.0123456789abcdef.tmp`]) {
      await writeFile(join(mirror(), file), file)
    }
    const names = (await readdir(mirror())).toSorted()
    const vaults = vaultsFor()
    const vault = await openVault(vaults, folder, passphrase)
    expect(vault.damage).toBe(null)
    await save(await vault.store('journal', textOf), 'new', 'By the sea')
    await vault.settle()
    await vault.close()
    expect(await lookForVault(diskFiles, folder)).toEqual({ failure: null })
    const [segment = ''] = await readdir(join(folder, 'data'))
    const path = join(folder, 'data', segment)
    const bytes = await readFile(path)
    await writeFile(path, bytes.fill((bytes[300] ?? 0) ^ 1, 300, 301))
    const damaged = await openVault(vaults, folder, passphrase)
    expect(damaged.damage).not.toBe(null)
    await damaged.close()
    expect((await readdir(join(folder, 'quarantine'))).every((copy) => copy.startsWith(segment))).toBe(true)
    expect((await readdir(mirror())).toSorted()).toEqual(names)
    for (const file of names) expect(await readFile(join(mirror(), file), 'utf8')).toBe(file)
  })

  it('[F34] keeps a vault from being made where only a mirror or another vault lies', async () => {
    const vaults = vaultsFor()
    await mkdir(mirror())
    expect(await failureCode(vaults.create({ folder, passphrase: 'by the sea' }))).toBe('vault-exists')
    const other = await makeFolder()
    try {
      await mkdir(join(other, 'mirror'))
      await writeFile(join(other, 'mirror', name), 'words')
      expect(await lookForVault(diskFiles, other)).toBe(null)
      expect(await failureCode(vaults.create({ folder: other, passphrase: 'by the sea' }))).toBe('folder-not-empty')
      expect(await readFile(join(other, 'mirror', name), 'utf8')).toBe('words')
    } finally {
      await removeFolder(other)
    }
  })
})
