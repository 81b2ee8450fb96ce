import { cp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { retire } from '../../electron/core/vault/backups'
import { paddedSize } from '../../electron/core/vault/record-format'
import { seededNumbers } from '../support/seeded-random'
import {
  contentOf,
  makeFolder,
  openVault,
  removeFolder,
  save,
  type Text,
  textOf,
  vaultsFor,
} from '../support/vault-folder'

const passphrase = 'ana and the sea'
const long = 'x'.repeat(50_000)
let folder = ''
beforeEach(async () => {
  folder = await makeFolder()
})
afterEach(() => removeFolder(folder))

const bytesIn = async (path: string) => {
  const names = await readdir(path)
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(path, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

describe('shortening a log', () => {
  it.each([
    { deletes: true, generations: 0 },
    { deletes: false, generations: 2 },
  ])(
    '[V21] keeps every entry and every deletion, in a log that is short again: %o',
    async ({ deletes, generations }) => {
      const vaults = vaultsFor()
      await (await vaults.create({ folder, passphrase })).vault.close()
      const expected: Record<string, Text> = {}
      const random = seededNumbers(5)
      const names = new Set<string>()
      for (let session = 0; session < 5; session++) {
        const vault = await openVault(vaults, folder, passphrase)
        const store = await vault.store('journal', textOf)
        await save(await vault.store('settings', textOf), 'caret', String(session))
        expect(store.data.entries).toEqual(expected)
        for (let round = 0; round < 40; round++) {
          const id = `entry-${Math.floor(random() * 5)}`
          if (random() < 0.2 && deletes) delete store.data.entries[id]
          else store.data.entries[id] = { text: `${session} ${round} ${long}` }
          store.touch(id)
          await store.write()
          if (round === 20) await vault.settle()
        }
        Object.assign(expected, store.data.entries)
        for (const id of Object.keys(expected)) if (!(id in store.data.entries)) delete expected[id]
        await vault.close()
        expect(await bytesIn(join(folder, 'data'))).toBeLessThan(2_000_000)
        for (const name of await readdir(join(folder, 'backups'))) names.add(name)
      }
      expect(await contentOf(vaults, folder, passphrase)).toEqual({ entries: expected, damage: null })
      expect(await readdir(join(folder, 'backups'))).toHaveLength(generations)
      if (!deletes) expect([...names].toSorted()).toEqual(['gen-1', 'gen-2', 'gen-3', 'gen-4'])
    },
  )

  it('[V90] it keeps the newest two generations, under names that don’t count how often it was done', async () => {
    await mkdir(join(folder, 'data'))
    // As an earlier version left them, which counted on.
    for (const name of ['gen-9', 'gen-10']) await mkdir(join(folder, 'backups', name), { recursive: true })
    const found: string[] = []
    for (let time = 1; time <= 6; time++) {
      await writeFile(join(folder, 'data', `${time}`), `${time}`)
      await retire(diskFiles, folder, [`${time}`])
      const names = (await readdir(join(folder, 'backups'))).toSorted()
      const held = await Promise.all(names.map((name) => readdir(join(folder, 'backups', name))))
      found.push(`${names.join()}: ${held.flat().toSorted().join()}`)
    }
    expect(found).toEqual([
      'gen-10,gen-3: 1',
      'gen-3,gen-4: 1,2',
      'gen-1,gen-4: 2,3',
      'gen-1,gen-2: 3,4',
      'gen-2,gen-3: 4,5',
      'gen-3,gen-4: 5,6',
    ])
  })

  it('[V22] an entry deleted after it stays deleted', async () => {
    const vaults = vaultsFor()
    const { vault } = await vaults.create({ folder, passphrase })
    const store = await vault.store('journal', textOf)
    await save(store, 'gone', 'x')
    for (let round = 0; round < 30; round++) await save(store, 'kept', `${round} ${long}`)
    await vault.settle()
    expect(await readdir(join(folder, 'data'))).toHaveLength(1)
    delete store.data.entries['gone']
    store.touch('gone')
    await vault.close()
    expect(Object.keys((await contentOf(vaults, folder, passphrase)).entries)).toEqual(['kept'])
  })

  it('[V30] an entry that was dropped without being touched is not lost by it', async () => {
    const vaults = vaultsFor()
    const { vault } = await vaults.create({ folder, passphrase })
    const store = await vault.store('journal', textOf)
    await save(store, 'dropped', 'x')
    for (let round = 0; round < 30; round++) await save(store, 'kept', `${round} ${long}`)
    delete store.data.entries['dropped']
    await vault.close()
    expect(Object.keys((await contentOf(vaults, folder, passphrase)).entries)).toEqual(['dropped', 'kept'])
  })

  it('[V31] a store that is read once more still holds what it held', async () => {
    const vaults = vaultsFor()
    const { vault } = await vaults.create({ folder, passphrase })
    const store = await vault.store('journal', textOf)
    await save(store, 'one', 'x')
    await store.read()
    expect(store.data.entries).toEqual({ one: { text: 'x' } })
    await vault.close()
  })

  it('[V23] an old snapshot put in place of a newer one is refused as rolled back', async () => {
    const vaults = vaultsFor()
    const { vault } = await vaults.create({ folder, passphrase })
    const store = await vault.store('journal', textOf)
    for (let round = 0; round < 30; round++) await save(store, 'one', `${round} ${long}`)
    await vault.settle()
    await cp(join(folder, 'data'), join(folder, 'old'), { recursive: true })
    for (let round = 0; round < 30; round++) await save(store, 'one', `again ${round} ${long}`)
    await vault.close()
    await rm(join(folder, 'data'), { recursive: true })
    await cp(join(folder, 'old'), join(folder, 'data'), { recursive: true })
    await expect(openVault(vaults, folder, passphrase)).rejects.toThrow('vault-rolled-back')
  })

  it('[V24] what an unfinished one left is cleared away when the vault is opened', async () => {
    const vaults = vaultsFor()
    await (await vaults.create({ folder, passphrase })).vault.close()
    await writeFile(join(folder, 'data', `${'0a'.repeat(16)}.seg.tmp`), 'x')
    await writeFile(join(folder, 'vault.json.0123456789abcdef.tmp'), 'x')
    await (await openVault(vaults, folder, passphrase)).close()
    expect(await readdir(join(folder, 'data'))).toEqual([])
    expect((await readdir(folder)).toSorted()).toEqual(['data', 'vault.json'])
  })
})

describe('the size of a record', () => {
  it('[V25] tells a length only roughly: blocks of 256 bytes, at most 12% more above 4 KiB', () => {
    for (let length = 1; length < 3_000_000; length += 1 + Math.floor(length / 50)) {
      const size = paddedSize(length)
      expect(size).toBeGreaterThanOrEqual(length)
      expect(size % 256).toBe(0)
      if (length > 4096) expect(size).toBeLessThan(length * 1.12)
      else expect(size).toBeLessThan(length + 256)
    }
    const sizes = new Set(Array.from({ length: 1_000_000 }, (_, length) => paddedSize(length + 1)))
    expect(sizes.size).toBeLessThan(250)
  })
})
