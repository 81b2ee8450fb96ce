import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createHostFolders } from '../../electron/adapters/host-folders'
import { lookForVault } from '../../electron/core/vault/look'
import { failureCode, makeFolder, removeFolder, vaultsFor } from '../support/vault-folder'

const folders = createHostFolders((folder) => lookForVault(diskFiles, folder))
let root = ''
beforeEach(async () => {
  root = await makeFolder()
})
afterEach(() => removeFolder(root))

describe('the folders port', () => {
  it('[F116] tells the whole path of what a person means, and everything above it', () => {
    for (const words of ['~/a', '~', 'a', '.', '/a/../b', '/', '/~a']) {
      const path = folders.resolve(words)
      expect(isAbsolute(path), words).toBe(true)
      expect(folders.resolve(path), words).toBe(path)
      const [first, ...above] = folders.ancestors(path)
      expect(first).toBe(path)
      expect(above.every((each) => path.startsWith(each) && each.length < path.length)).toBe(true)
      expect(folders.ancestors(path).at(-1)).toBe('/')
    }
    expect(folders.resolve('~/a')).toBe(join(homedir(), 'a'))
  })

  it('[F116] names what lies in a folder, nothing where there is none, and fails where it can’t be read', async () => {
    await mkdir(join(root, 'inner'))
    await writeFile(join(root, 'letter.txt'), '')
    await symlink(root, join(root, 'link'))
    expect((await folders.names(root)).toSorted()).toEqual(['inner', 'letter.txt', 'link'])
    expect(await folders.names(join(root, 'absent/deeper'))).toEqual([])
    expect(await failureCode(folders.names(join(root, 'letter.txt')))).toBe('folder-unwritable')
  })

  it('[F116] knows a folder with a vault from one with a vault that can’t be opened and from any other', async () => {
    const vault = join(root, 'vault')
    await (await vaultsFor().create({ folder: vault, passphrase: 'ana by the lake' })).vault.close()
    await mkdir(join(root, 'broken'))
    await writeFile(join(root, 'broken/vault.json'), '{')
    expect(await folders.vault(vault)).toEqual({ failure: null })
    expect(await folders.vault(join(root, 'broken'))).toMatchObject({ failure: { code: 'vault-damaged' } })
    for (const other of [root, join(root, 'absent')]) expect(await folders.vault(other)).toBe(null)
  })
})
