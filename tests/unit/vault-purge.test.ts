import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createFaultyFiles } from '../support/faulty-files'
import { filesWithText } from '../support/sealed-text'
import {
  contentOf,
  failureCode,
  makeFolder,
  openVault,
  rememberingCipher,
  removeFolder,
  save,
  type Text,
  textOf,
  vaultsFor,
} from '../support/vault-folder'
import type { OpenVault } from '../../electron/core/vault/open-vault'
import type { Store } from '../../electron/core/vault/store'

const passphrase = 'ana and the sea'
const secretText = 'what Ana told nobody'
const long = 'x'.repeat(400_000)
const noFence = { hold: async () => async () => {} }

let root = ''
let folder = ''
beforeEach(async () => {
  root = await makeFolder()
  folder = join(root, 'vault')
})
afterEach(() => removeFolder(root))

const cipher = rememberingCipher()
const faulty = createFaultyFiles(diskFiles)
afterEach(() => faulty.plan(() => null))
const vaults = vaultsFor({ cipher, files: faulty.files })

const filesWithSecret = (where = folder) =>
  filesWithText({ files: diskFiles, cipher }, where, { passphrase, text: secretText })
const namesIn = async (path: string) => (await readdir(join(folder, path)).catch((): string[] => [])).toSorted()

/** Writes so much that the next settle compacts. */
async function fill(store: Store<Text>) {
  for (let round = 0; round < 5; round++) await save(store, 'filling', `${round} ${long}`)
}

/** A vault of which two generations of backups and the newest snapshot hold the secret, and an earlier version of it. */
async function makeVault() {
  const { vault } = await vaults.create({ folder, passphrase })
  const store = await vault.store('journal', textOf)
  await save(store, 'kept', 'By the sea')
  await save(store, 'gone', `${secretText}, at first`)
  for (let generation = 0; generation < 2; generation++) {
    await fill(store)
    await vault.settle()
  }
  await save(store, 'gone', `${secretText}, in the end`)
  await vault.close()
}

async function withJournal(act: (store: Store<Text>, vault: OpenVault) => Promise<void>, from = vaults) {
  const vault = await openVault(from, folder, passphrase)
  await act(await vault.store('journal', textOf), vault)
  await vault.close()
}

async function remove(store: Store<Text>, id: string) {
  delete store.data.entries[id]
  store.touch(id)
  await store.write()
}

const left = { kept: { text: 'By the sea' }, filling: { text: `4 ${long}` } }

describe('an entry that was deleted', () => {
  it('[V290] is in no file any more once the vault has been unlocked one more time, and all else is there', async () => {
    await makeVault()
    expect(await namesIn('backups')).toHaveLength(2)
    await withJournal((store) => remove(store, 'gone'))
    expect(await filesWithSecret()).not.toEqual([])
    expect(await contentOf(vaults, folder, passphrase)).toEqual({ entries: left, damage: null })
    expect(await filesWithSecret()).toEqual([])
    expect(await contentOf(vaults, folder, passphrase)).toEqual({ entries: left, damage: null })
  })

  it('[V291] stays in backups till then, and goes while the vault is still open', async () => {
    await makeVault()
    await withJournal((store) => remove(store, 'gone'))
    expect((await filesWithSecret()).filter((path) => !path.startsWith('backups/'))).toEqual([])
    await withJournal(async (_, vault) => {
      await vault.purge()
      expect(await filesWithSecret()).toEqual([])
    })
  })

  it('[V292] takes no backup along where another session deletes nothing: two generations stay again', async () => {
    await makeVault()
    await withJournal((store) => remove(store, 'gone'))
    for (let session = 0; session < 3; session++) {
      await withJournal(async (store, vault) => {
        await vault.purge()
        await fill(store)
      })
    }
    expect(await namesIn('backups')).toHaveLength(2)
    await contentOf(vaults, folder, passphrase)
    expect(await namesIn('backups')).toHaveLength(2)
    expect(await filesWithSecret()).toEqual([])
  })

  it('[V293] by a process that was killed before its lock is gone after the next idle minute, or the next lock', async () => {
    await makeVault()
    const killed = await openVault(vaultsFor({ cipher, fence: noFence }), folder, passphrase)
    await remove(await killed.store('journal', textOf), 'gone')
    await cp(folder, join(root, 'idle'), { recursive: true })

    expect(await contentOf(vaults, folder, passphrase)).toEqual({ entries: left, damage: null })
    expect(await filesWithSecret()).toEqual([])

    folder = join(root, 'idle')
    await withJournal(async (store, vault) => {
      await vault.settle()
      expect(await filesWithSecret()).toEqual([])
      await save(store, 'later', 'written after the idle minute')
    })
    const later = { text: 'written after the idle minute' }
    expect(await contentOf(vaults, folder, passphrase)).toEqual({ entries: { ...left, later }, damage: null })
  })

  it('[V294] takes nothing along out of a vault that is damaged', async () => {
    await makeVault()
    await withJournal((store) => remove(store, 'gone'))
    const before = await namesIn('backups')
    const [name = ''] = await namesIn('data')
    const bytes = await readFile(join(folder, 'data', name))
    bytes[300] = (bytes[300] ?? 0) ^ 1
    await writeFile(join(folder, 'data', name), bytes)
    const held = await filesWithSecret()
    await withJournal(async (_, vault) => {
      expect(vault.damage).not.toBe(null)
      await vault.purge()
    })
    expect(await namesIn('backups')).toEqual(before)
    expect(await filesWithSecret()).toEqual(held)
  })

  it('[V330] takes nothing along out of a vault that another process has gone on in', async () => {
    await makeVault()
    await withJournal((store) => remove(store, 'gone'))
    const unfenced = vaultsFor({ cipher, fence: noFence })
    const overtaken = await openVault(unfenced, folder, passphrase)
    await overtaken.store('journal', textOf)
    await withJournal(async (store, vault) => {
      await fill(store)
      await vault.settle()
    }, unfenced)
    const [backups, data] = [await namesIn('backups'), await namesIn('data')]
    expect(backups).toHaveLength(1)
    await overtaken.purge()
    expect([await namesIn('backups'), await namesIn('data')]).toEqual([backups, data])
    expect(await contentOf(vaults, folder, passphrase)).toEqual({ entries: left, damage: null })
  })

  it('[V295] goes later where the disk lets nothing be removed now, also after another snapshot', async () => {
    await makeVault()
    await withJournal((store) => remove(store, 'gone'))
    faulty.plan((operation) => (operation === 'remove' ? { failure: { code: 'folder-unwritable', folder } } : null))
    await withJournal(async (store, vault) => {
      await fill(store)
      expect(await failureCode(vault.settle())).toBe('folder-unwritable')
      await fill(store)
    })
    expect(await filesWithSecret()).not.toEqual([])
    faulty.plan(() => null)
    expect(await contentOf(vaults, folder, passphrase)).toEqual({ entries: left, damage: null })
    expect(await filesWithSecret()).toEqual([])
  })

  it('[V296] is gone too where its deletion filled the disk, once there is room', async () => {
    await makeVault()
    await withJournal(async (store) => {
      await remove(store, 'gone')
      faulty.plan((operation, path) =>
        operation === 'create' && path.endsWith('.tmp') ? { failure: { code: 'disk-full' } } : null,
      )
    })
    faulty.plan(() => null)
    expect(await contentOf(vaults, folder, passphrase)).toEqual({ entries: left, damage: null })
    expect(await filesWithSecret()).toEqual([])
  })

  it('[V297] by a session that was killed stays in backups while what is read back isn’t yet what is open', async () => {
    await makeVault()
    const killed = await openVault(vaultsFor({ cipher, fence: noFence }), folder, passphrase)
    await remove(await killed.store('journal', textOf), 'gone')
    await withJournal(async (store, vault) => {
      faulty.plan((operation, path) => {
        // Words that are typed after the snapshot was written.
        if (operation === 'makeFolder' && path.includes('backups/gen-'))
          store.data.entries['kept'] = { text: 'By the lake' }
        return null
      })
      await vault.settle()
      expect(await filesWithSecret()).not.toEqual([])
      faulty.plan(() => null)
      store.touch('kept')
    })
    const kept = { text: 'By the lake' }
    expect(await filesWithSecret()).toEqual([])
    expect(await contentOf(vaults, folder, passphrase)).toEqual({ entries: { ...left, kept }, damage: null })
  })
})

it('[V298] a log that a killed session left overgrown is compacted in an idle minute, and takes words after it', async () => {
  await makeVault()
  await fill(
    await (await openVault(vaultsFor({ cipher, fence: noFence }), folder, passphrase)).store('journal', textOf),
  )
  await withJournal(async (store, vault) => {
    await vault.settle()
    expect(await namesIn('data')).toHaveLength(1)
    await save(store, 'kept', 'By the lake')
  })
  expect((await contentOf(vaults, folder, passphrase)).entries['kept']).toEqual({ text: 'By the lake' })
})
