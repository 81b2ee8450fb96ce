import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolder, openVault, removeFolder, textOf, vaultsFor } from '../support/vault-folder'

let folder = ''
beforeEach(async () => {
  folder = await makeFolder()
})
afterEach(() => removeFolder(folder))

describe('a vault', () => {
  it('[V1] what was written and acknowledged is there when the vault is opened again', async () => {
    const vaults = await vaultsFor()
    const { vault } = await vaults.create({ folder, passphrase: 'ana and the sea' })
    const store = await vault.store('journal', textOf)
    store.data.entries['one'] = { text: 'A walk by the sea' }
    store.touch('one')
    await store.write()
    await vault.close()
    const again = await openVault(vaults, folder, 'ana and the sea')
    expect((await again.store('journal', textOf)).data.entries).toEqual({ one: { text: 'A walk by the sea' } })
    await again.close()
  })
})
