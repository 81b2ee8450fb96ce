import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { lookForVault } from '../../electron/core/vault/look'
import {
  cheapest,
  contentOf,
  failureCode,
  makeFolder,
  openVault,
  removeFolder,
  save,
  textOf,
  vaultsFor,
} from '../support/vault-folder'

const passphrase = 'ana and the sea'
let folder = ''
beforeEach(async () => {
  folder = await makeFolder()
})
afterEach(() => removeFolder(folder))

async function madeVault() {
  const vaults = vaultsFor()
  const { vault, recoveryKey } = await vaults.create({ folder, passphrase })
  const store = await vault.store('journal', textOf)
  await save(store, 'one', 'A walk by the sea')
  return { vaults, vault, store, recoveryKey }
}

describe('opening a vault', () => {
  it('[V1] what was written and acknowledged is there when the vault is opened again', async () => {
    const { vaults, vault, store } = await madeVault()
    await save(store, 'two', 'Bread with Ben')
    delete store.data.entries['one']
    store.touch('one')
    await store.write()
    await vault.close()
    expect(await contentOf(vaults, folder, passphrase)).toEqual({
      entries: { two: { text: 'Bread with Ben' } },
      damage: null,
    })
  })

  it('[V2] the streams of a vault keep apart what has the same id', async () => {
    const { vaults, vault } = await madeVault()
    await save(await vault.store('settings', textOf), 'one', 'a setting')
    await save(await vault.store('pairs', textOf), 'one', 'a key')
    await vault.close()
    const again = await openVault(vaults, folder, passphrase)
    expect((await again.store('settings', textOf)).data.entries).toEqual({ one: { text: 'a setting' } })
    expect((await again.store('journal', textOf)).data.entries).toEqual({ one: { text: 'A walk by the sea' } })
    expect((await again.store('pairs', textOf)).data.entries).toEqual({ one: { text: 'a key' } })
    await again.close()
  })

  it('[V3] a wrong passphrase or recovery key leaves the vault locked, and it opens with the right one after', async () => {
    const { vaults, vault, recoveryKey } = await madeVault()
    const other = await madeElsewhere()
    await vault.close()
    expect(await failureCode(openVault(vaults, folder, 'ana and the lake'))).toBe('wrong-passphrase')
    expect(await failureCode(openVault(vaults, folder, ''))).toBe('wrong-passphrase')
    const withKey = (value: string) => vaults.open({ folder, secret: { type: 'recovery', value } })
    expect(await failureCode(withKey(other))).toBe('wrong-recovery-key')
    expect(await failureCode(withKey(recoveryKey.slice(1)))).toBe('recovery-key-mistyped')
    await (await withKey(recoveryKey.toLowerCase())).close()
    expect((await contentOf(vaults, folder, passphrase)).entries).toEqual({ one: { text: 'A walk by the sea' } })
  })

  it('[V4] a passphrase is the same however its letters were composed', async () => {
    const vaults = vaultsFor()
    const { vault } = await vaults.create({ folder, passphrase: 'caf\u00e9 \ufb01g' })
    await vault.close()
    expect(await failureCode(openVault(vaults, folder, 'cafe\u0301 fig').then((open) => open.close()))).toBe(null)
  })

  it('[V5] a folder says without a secret whether it holds a vault, nothing, or one of a newer version', async () => {
    const vaults = vaultsFor()
    expect(await lookForVault(diskFiles, join(folder, 'absent'))).toBeNull()
    expect(await lookForVault(diskFiles, folder)).toBeNull()
    const { vault } = await madeVault()
    await vault.close()
    expect(await lookForVault(diskFiles, folder)).toEqual({ failure: null })
    const file = join(folder, 'vault.json')
    await writeFile(file, (await readFile(file, 'utf8')).replace('"version":3', '"version":4'))
    expect(await lookForVault(diskFiles, folder)).toEqual({ failure: { code: 'vault-newer', version: 4 } })
    expect(await failureCode(openVault(vaults, folder, passphrase))).toBe('vault-newer')
    await writeFile(file, '{}')
    expect(await lookForVault(diskFiles, folder)).toEqual({ failure: { code: 'vault-damaged', file: 'vault.json' } })
  })

  it('[V6] a vault is made only where nothing else lies, and opened only where one lies', async () => {
    const { vaults, vault } = await madeVault()
    await vault.close()
    expect(await failureCode(vaults.create({ folder, passphrase }))).toBe('vault-exists')
    await writeFile(join(folder, 'vault.json'), '')
    expect(await failureCode(vaults.create({ folder, passphrase }))).toBe('vault-exists')
    const other = await makeFolder()
    expect(await failureCode(openVault(vaults, other, passphrase))).toBe('vault-missing')
    expect(await failureCode(openVault(vaults, join(other, 'absent'), passphrase))).toBe('folder-missing')
    await writeFile(join(other, 'letter.txt'), 'not ours')
    expect(await failureCode(vaults.create({ folder: other, passphrase }))).toBe('folder-not-empty')
    await removeFolder(other)
  })

  it('[V7] a vault that is open is in use for everyone else, and free once it is closed', async () => {
    const { vaults, vault } = await madeVault()
    expect(await failureCode(openVault(vaults, folder, passphrase))).toBe('vault-in-use')
    expect(await failureCode(openVault(vaults, `${folder}/../${folder.split('/').at(-1)}`, passphrase))).toBe(
      'vault-in-use',
    )
    await vault.close()
    await (await openVault(vaults, folder, passphrase)).close()
  })

  it('[V8] a closed vault takes no more words', async () => {
    const { vault, store } = await madeVault()
    await vault.close()
    expect(await failureCode(save(store, 'late', 'too late'))).toBe('vault-locked')
    expect(await failureCode(vault.settle())).toBe('vault-locked')
  })

  it('[V9] a vault says what its passphrase costs to try', async () => {
    const { vault } = await madeVault()
    expect(vault.kdf).toEqual(cheapest)
    await vault.close()
  })
})

async function madeElsewhere(): Promise<string> {
  const elsewhere = await makeFolder()
  const { vault, recoveryKey } = await vaultsFor().create({ folder: elsewhere, passphrase })
  await vault.close()
  await removeFolder(elsewhere)
  return recoveryKey
}
