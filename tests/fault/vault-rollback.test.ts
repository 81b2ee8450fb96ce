import { cp, rename, rm, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createFaultyFiles } from '../support/faulty-files'
import { openVault, save, textOf, vaultsFor } from '../support/vault-folder'
import { makeSessionsVault, passphrase, type SessionsVault } from '../support/vault-sessions'

let v: SessionsVault
beforeEach(async () => {
  v = await makeSessionsVault()
})
afterEach(() => v.remove())

describe('a short end beside damage', () => {
  it('[F90] damage in another stream excuses no missing segment', async () => {
    const first = await v.session({ journal: ['one'], settings: ['name'], pairs: ['ben'] })
    const second = await v.session({ journal: ['two'] })
    for (const other of [first.settings, first.pairs]) {
      for (const damage of [() => v.flip(other, 400), () => v.breakHeader(other), () => v.flip(other, 70)]) {
        await v.keep('spare')
        await damage()
        await rm(v.path(second.journal))
        expect(await v.opened()).toBe('vault-rolled-back')
        await v.restore('spare')
      }
    }
  })

  it('[F90] nor does a file of nobody’s, or damage before the end that is there', async () => {
    const first = await v.session({ journal: ['one', 'more'] })
    const second = await v.session({ journal: ['two'] })
    await rm(v.path(second.journal))
    await writeFile(v.path('0123456789abcdef0123456789abcdef.seg'), new Uint8Array(600).fill(7))
    expect(await v.opened()).toBe('vault-rolled-back')
    await cp(v.path(first.journal), v.path('0123456789abcdef0123456789abcdef.seg'))
    expect(await v.opened()).toBe('vault-rolled-back')
    await rm(v.path('0123456789abcdef0123456789abcdef.seg'))
    await v.flip(first.journal, 400)
    expect(await v.opened()).toBe('vault-rolled-back')
  })

  it('[F91] an unreadable segment where the end was, or one that was renamed, is named, and what it held is counted', async () => {
    await v.session({ journal: ['one'], settings: ['name'] })
    const second = await v.session({ journal: ['two', 'three', 'four'] })
    await v.keep('spare')
    const restore = () => v.restore('spare')
    const named = { ids: ['one'], damage: { file: second.journal, lost: 3 } }
    await v.breakHeader(second.journal)
    expect(await v.opened()).toEqual(named)
    await restore()
    for (const bytes of [new Uint8Array(0), new Uint8Array(100), new Uint8Array(1024).fill(7)]) {
      await writeFile(v.path(second.journal), bytes)
      expect(await v.opened()).toEqual(named)
      await restore()
    }
    const elsewhere = '0123456789abcdef0123456789abcdef.seg'
    await rename(v.path(second.journal), v.path(elsewhere))
    expect(await v.opened()).toEqual({ ids: ['one'], damage: { file: elsewhere, lost: 3 } })
  })

  it('[F91] however often a full disk had refused to begin that segment', async () => {
    await v.session({ journal: ['one'] })
    const faulty = createFaultyFiles(diskFiles)
    const vault = await openVault(vaultsFor({ files: faulty.files }), v.folder, passphrase)
    const store = await vault.store('journal', textOf)
    faulty.plan((operation) => (operation === 'create' ? { failure: { code: 'disk-full' } } : null))
    for (let tries = 0; tries < 1100; tries++) await save(store, 'two', 'two').catch(() => {})
    faulty.plan(() => null)
    const before = await v.segments()
    await save(store, 'two', 'two')
    const [newest = ''] = (await v.segments()).filter((name) => !before.includes(name))
    await vault.close()
    await v.breakHeader(newest)
    expect(await v.opened()).toEqual({ ids: ['one'], damage: { file: newest, lost: 1 } })
  })

  it('[F91] damage in two streams is counted in both, each by its own file', async () => {
    const first = await v.session({ journal: ['one'], settings: ['name'] })
    const second = await v.session({ journal: ['two', 'three'] })
    await v.flip(first.settings, 400)
    await v.flip(second.journal, 400)
    const found = await v.opened()
    expect(found).toMatchObject({ ids: ['one', 'three'], damage: { lost: 2 } })
  })

  it('[F92] an unreadable last segment that no mark knows of has lost one record at least', async () => {
    await v.session({ journal: ['one'] })
    const vault = await openVault(v.vaults, v.folder, passphrase)
    const before = await v.segments()
    await save(await vault.store('journal', textOf), 'two', 'two')
    const [newest = ''] = (await v.segments()).filter((name) => !before.includes(name))
    await v.keep('killed')
    await vault.close()
    await v.restore('killed')
    await v.breakHeader(newest)
    const found = await v.opened()
    expect(found).toMatchObject({ ids: ['one'], damage: { file: newest, lost: 1 } })
  })
})
