import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import type { Stream } from '../../electron/core/vault/keys'
import type { Vaults } from '../../electron/core/vault/vault'
import { createFaultyFiles } from '../support/faulty-files'
import {
  contentOf,
  makeFolder,
  openVault,
  rememberingCipher,
  removeFolder,
  save,
  textOf,
  vaultsFor,
} from '../support/vault-folder'

const passphrase = 'ana and the sea'

let root = ''
let folder = ''
let vaults: Vaults
beforeEach(async () => {
  root = await makeFolder()
  folder = join(root, 'vault')
  vaults = await vaultsFor({ cipher: await rememberingCipher() })
  await (await vaults.create({ folder, passphrase })).vault.close()
})
afterEach(() => removeFolder(root))

const path = (name: string) => join(folder, 'data', name)
const segments = async () => (await readdir(join(folder, 'data'))).toSorted()

/** One session that writes these texts to each stream in turn; the segment that each of them got. */
async function session(texts: Partial<Record<Stream, readonly string[]>>) {
  const names: Partial<Record<Stream, string>> = {}
  const vault = await openVault(vaults, folder, passphrase)
  for (const stream of ['journal', 'settings', 'pairs'] as const) {
    const store = await vault.store(stream, textOf)
    const before = await segments()
    for (const text of texts[stream] ?? []) await save(store, text, text)
    const [made] = (await segments()).filter((name) => !before.includes(name))
    if (made !== undefined) names[stream] = made
  }
  await vault.close()
  return { journal: names.journal ?? '', settings: names.settings ?? '', pairs: names.pairs ?? '' }
}

async function flip(name: string, at: number) {
  const bytes = await readFile(path(name))
  bytes[at] = (bytes[at] ?? 0) ^ 1
  await writeFile(path(name), bytes)
}

/** Both copies of the header: nothing of the segment opens then. */
async function breakHeader(name: string) {
  await flip(name, 70)
  await flip(name, 70 + 128)
}

/** What opening comes to: the ids of the journal and what is damaged, or why it was refused. */
const opened = () =>
  contentOf(vaults, folder, passphrase).then(
    ({ entries, damage }) => ({ ids: Object.keys(entries).toSorted(), damage }),
    (error: Error) => error.message,
  )

describe('a short end beside damage', () => {
  it('[F90] damage in another stream excuses no missing segment', async () => {
    const first = await session({ journal: ['one'], settings: ['name'], pairs: ['ben'] })
    const second = await session({ journal: ['two'] })
    for (const other of [first.settings, first.pairs]) {
      for (const damage of [() => flip(other, 400), () => breakHeader(other), () => flip(other, 70)]) {
        await cp(folder, join(root, 'spare'), { recursive: true })
        await damage()
        await rm(path(second.journal))
        expect(await opened()).toBe('vault-rolled-back')
        await rm(folder, { recursive: true })
        await rename(join(root, 'spare'), folder)
      }
    }
  })

  it('[F90] nor does a file of nobody’s, or damage before the end that is there', async () => {
    const first = await session({ journal: ['one', 'more'] })
    const second = await session({ journal: ['two'] })
    await rm(path(second.journal))
    await writeFile(path('0123456789abcdef0123456789abcdef.seg'), new Uint8Array(600).fill(7))
    expect(await opened()).toBe('vault-rolled-back')
    await cp(path(first.journal), path('0123456789abcdef0123456789abcdef.seg'))
    expect(await opened()).toBe('vault-rolled-back')
    await rm(path('0123456789abcdef0123456789abcdef.seg'))
    await flip(first.journal, 400)
    expect(await opened()).toBe('vault-rolled-back')
  })

  it('[F91] an unreadable segment where the end was, or one that was renamed, is named, and what it held is counted', async () => {
    await session({ journal: ['one'], settings: ['name'] })
    const second = await session({ journal: ['two', 'three', 'four'] })
    await cp(folder, join(root, 'spare'), { recursive: true })
    const restore = async () => {
      await rm(folder, { recursive: true })
      await cp(join(root, 'spare'), folder, { recursive: true })
    }
    const named = { ids: ['one'], damage: { file: second.journal, lost: 3 } }
    await breakHeader(second.journal)
    expect(await opened()).toEqual(named)
    await restore()
    for (const bytes of [new Uint8Array(0), new Uint8Array(100), new Uint8Array(1024).fill(7)]) {
      await writeFile(path(second.journal), bytes)
      expect(await opened()).toEqual(named)
      await restore()
    }
    const elsewhere = '0123456789abcdef0123456789abcdef.seg'
    await rename(path(second.journal), path(elsewhere))
    expect(await opened()).toEqual({ ids: ['one'], damage: { file: elsewhere, lost: 3 } })
  })

  it('[F91] however often a full disk had refused to begin that segment', async () => {
    await session({ journal: ['one'] })
    const faulty = createFaultyFiles(diskFiles)
    const vault = await openVault(await vaultsFor({ files: faulty.files }), folder, passphrase)
    const store = await vault.store('journal', textOf)
    faulty.plan((operation) => (operation === 'create' ? { failure: { code: 'disk-full' } } : null))
    for (let tries = 0; tries < 1100; tries++) await save(store, 'two', 'two').catch(() => {})
    faulty.plan(() => null)
    const before = await segments()
    await save(store, 'two', 'two')
    const [newest = ''] = (await segments()).filter((name) => !before.includes(name))
    await vault.close()
    await breakHeader(newest)
    expect(await opened()).toEqual({ ids: ['one'], damage: { file: newest, lost: 1 } })
  })

  it('[F91] damage in two streams is counted in both, each by its own file', async () => {
    const first = await session({ journal: ['one'], settings: ['name'] })
    const second = await session({ journal: ['two', 'three'] })
    await flip(first.settings, 400)
    await flip(second.journal, 400)
    const found = await opened()
    expect(found).toMatchObject({ ids: ['one', 'three'], damage: { lost: 2 } })
  })

  it('[F92] an unreadable last segment that no mark knows of has lost one record at least', async () => {
    await session({ journal: ['one'] })
    const vault = await openVault(vaults, folder, passphrase)
    const before = await segments()
    await save(await vault.store('journal', textOf), 'two', 'two')
    const [newest = ''] = (await segments()).filter((name) => !before.includes(name))
    await cp(folder, join(root, 'killed'), { recursive: true })
    await vault.close()
    folder = join(root, 'killed')
    await breakHeader(newest)
    const found = await opened()
    expect(found).toMatchObject({ ids: ['one'], damage: { file: newest, lost: 1 } })
  })
})
