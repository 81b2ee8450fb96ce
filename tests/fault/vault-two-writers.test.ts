import { cp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Fence } from '../../electron/core/ports'
import type { Store } from '../../electron/core/vault/store'
import {
  contentOf,
  failureCode,
  makeFolder,
  openVault,
  removeFolder,
  save,
  type Text,
  textOf,
  vaultsFor,
} from '../support/vault-folder'

const passphrase = 'ana and the sea'
/** A fence that keeps nobody out, as between two machines that share a network folder. */
const noFence: Fence = { hold: () => Promise.resolve(() => Promise.resolve()) }

let folder = ''
beforeEach(async () => {
  folder = await makeFolder()
  const { vault } = await vaultsFor({ fence: noFence }).create({ folder, passphrase })
  await save(await vault.store('journal', textOf), 'first', 'x')
  await vault.close()
})
afterEach(() => removeFolder(folder))

async function writer() {
  const vault = await openVault(vaultsFor({ fence: noFence }), folder, passphrase)
  const store = await vault.store('journal', textOf)
  return { vault, store }
}

const found = async () => contentOf(vaultsFor(), folder, passphrase)
const attempt = (store: Store<Text>, id: string) => failureCode(save(store, id, id))

describe('two writers that no fence kept apart', () => {
  it('[F31] of two that opened the same vault, the one that writes second is refused, for good', async () => {
    const ana = await writer()
    const ben = await writer()
    expect(await attempt(ana.store, 'ana')).toBe(null)
    expect(await attempt(ben.store, 'ben')).toBe('vault-in-use')
    expect(await attempt(ben.store, 'ben')).toBe('vault-in-use')
    expect(await attempt(ana.store, 'again')).toBe(null)
    expect(await found()).toMatchObject({ entries: { first: {}, ana: {}, again: {} }, damage: null })
  })

  it('[F32] one that was overtaken is refused before it acknowledges a word', async () => {
    const ana = await writer()
    expect(await attempt(ana.store, 'ana')).toBe(null)
    const ben = await writer()
    expect(await attempt(ben.store, 'ben')).toBe(null)
    expect(await attempt(ana.store, 'late')).toBe('vault-in-use')
    const { entries, damage } = await found()
    expect(Object.keys(entries).toSorted()).toEqual(['ana', 'ben', 'first'])
    expect(damage).toBe(null)
  })

  it('[F33] one that read before the other wrote on is refused, and what was acknowledged stays', async () => {
    const ana = await writer()
    expect(await attempt(ana.store, 'ana')).toBe(null)
    const ben = await writer()
    expect(await attempt(ana.store, 'more')).toBe(null)
    expect(await attempt(ben.store, 'ben')).toBe('vault-in-use')
    expect(await attempt(ana.store, 'most')).toBe(null)
    const { entries, damage } = await found()
    expect(Object.keys(entries).toSorted()).toEqual(['ana', 'first', 'more', 'most'])
    expect(damage).toBe(null)
  })
})

describe('a vault that is open while its folder is replaced', () => {
  const aside = () => `${folder}-aside`
  const headerAt = (place: string) => readFile(join(place, 'vault.json'), 'utf8')
  afterEach(() => removeFolder(aside()))

  it('[F320] leaves the vault that lies there as it is, by lock and by a new passphrase, and both can be opened', async () => {
    const other = await makeFolder()
    await (await vaultsFor().create({ folder: other, passphrase: 'another one' })).vault.close()
    const { vault, store } = await writer()
    expect(await attempt(store, 'before')).toBe(null)
    await rename(folder, aside())
    await rename(other, folder)
    const header = await headerAt(folder)
    const change = vault.changePassphrase({ current: { type: 'passphrase', value: passphrase }, next: 'yet another' })
    expect(await failureCode(change)).toBe('vault-in-use')
    await vault.close()
    expect(await headerAt(folder)).toBe(header)
    expect((await contentOf(vaultsFor(), folder, 'another one')).damage).toBe(null)
    expect((await contentOf(vaultsFor(), aside(), passphrase)).entries).toHaveProperty('before')
  })

  it('[F324] puts its own vault.json back where there is none any more: its slots stand nowhere else', async () => {
    const { vault, store } = await writer()
    await rm(join(folder, 'vault.json'))
    expect(await attempt(store, 'late')).toBe(null)
    await vault.close()
    expect(await found()).toMatchObject({ entries: { first: {}, late: {} }, damage: null })
  })

  it.each(['moved away', 'replaced by a backup'])('[F321] acknowledges nothing once its folder is %s', async (what) => {
    const earlier = await readdir(join(folder, 'data'))
    const { vault, store } = await writer()
    expect(await attempt(store, 'before')).toBe(null)
    await rename(folder, aside())
    if (what === 'replaced by a backup') {
      await cp(aside(), folder, { recursive: true })
      for (const name of await readdir(join(folder, 'data')))
        if (!earlier.includes(name)) await rm(join(folder, 'data', name))
    }
    expect(await attempt(store, 'late')).toBe('vault-in-use')
    await vault.close().catch(() => {})
    const { entries, damage } = await contentOf(vaultsFor(), aside(), passphrase)
    expect([entries, damage]).toMatchObject([{ before: {}, first: {} }, null])
    if (what === 'replaced by a backup') expect((await found()).damage).toBe(null)
  })

  it('[F322] by another path, one that has nothing to write undoes no passphrase that the other has changed', async () => {
    const ana = await writer()
    expect(await attempt(ana.store, 'ana')).toBe(null)
    const ben = await writer()
    await ben.vault.changePassphrase({ current: { type: 'passphrase', value: passphrase }, next: 'yet another' })
    await ben.vault.close()
    await ana.vault.close()
    expect((await contentOf(vaultsFor(), folder, 'yet another')).entries).toHaveProperty('ana')
  })
})
