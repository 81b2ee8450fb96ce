import { cp, readdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Vaults } from '../../electron/core/vault/vault'
import {
  contentOf,
  failureCode,
  makeFolder,
  openVault,
  rememberingCipher,
  removeFolder,
  save,
  textOf,
  vaultsFor,
} from '../support/vault-folder'

const passphrase = 'ana and the sea'
const texts = ['by the sea', 'x'.repeat(300), 'with Ben', 'a plan', 'y'.repeat(100), 'the last']
const written = Object.fromEntries(texts.map((text, at) => [`entry-${at}`, { text }]))

let root = ''
let folder = ''
let vaults: Vaults
beforeEach(async () => {
  root = await makeFolder()
  folder = join(root, 'vault')
  vaults = vaultsFor({ cipher: rememberingCipher() })
})
afterEach(() => removeFolder(root))

/** Two segments of three entries each; `crashed` is the folder as it was before it was closed. */
async function twoSegments() {
  await (await vaults.create({ folder, passphrase })).vault.close()
  let before: string[] = []
  for (const first of [0, 3]) {
    before = await readdir(join(folder, 'data'))
    const vault = await openVault(vaults, folder, passphrase)
    const store = await vault.store('journal', textOf)
    for (const at of [first, first + 1, first + 2]) await save(store, `entry-${at}`, texts[at] ?? '')
    if (first === 3) await cp(folder, join(root, 'crashed'), { recursive: true })
    await vault.close()
  }
  const crashed = join(root, 'crashed')
  const [older = ''] = before
  const newer = (await readdir(join(folder, 'data'))).find((name) => name !== older) ?? ''
  return { crashed, older, newer }
}

/** Opens what is there: its entries are ones that were written, and never fewer without being called damaged. */
async function examine(at: string) {
  const opened = await contentOf(vaults, at, passphrase).catch((error: Error) => error.message)
  await rm(join(at, 'quarantine'), { recursive: true, force: true })
  if (typeof opened === 'string') return { code: opened, lost: 0, missing: texts.length }
  for (const [id, value] of Object.entries(opened.entries)) expect(value, id).toEqual(written[id])
  const missing = texts.length - Object.keys(opened.entries).length
  return { code: opened.damage ? 'damaged' : 'whole', lost: opened.damage?.lost ?? 0, missing }
}

describe('bytes that changed on the disk', () => {
  it('[F1] a flipped bit in any byte of vault.json: the vault is never accepted', async () => {
    await twoSegments()
    const file = join(folder, 'vault.json')
    const good = await readFile(file)
    for (let at = 0; at < good.length; at++) {
      await writeFile(file, flipped(good, at))
      const { code } = await examine(folder)
      expect(['vault-damaged', 'wrong-passphrase', 'vault-newer'], `byte ${at}`).toContain(code)
    }
    await writeFile(file, good)
    expect(await examine(folder)).toEqual({ code: 'whole', lost: 0, missing: 0 })
  })

  it('[F2] a flipped bit in any byte of any segment is noticed, costs at most one entry, and never shows a wrong one', async () => {
    const { crashed, older, newer } = await twoSegments()
    for (const [at, name] of [
      [folder, older],
      [folder, newer],
      [crashed, newer],
    ] as const) {
      const file = join(at, 'data', name)
      const good = await readFile(file)
      for (let byte = 0; byte < good.length; byte++) {
        await writeFile(file, flipped(good, byte))
        const { code, missing, lost } = await examine(at)
        expect(code, `byte ${byte}`).toBe('damaged')
        expect(missing, `byte ${byte}`).toBeLessThanOrEqual(1)
        expect(lost, `byte ${byte}`).toBe(missing)
      }
      await writeFile(file, good)
      expect(await examine(at)).toEqual({ code: 'whole', lost: 0, missing: 0 })
    }
  })

  it('[F3] a segment cut at any length after the vault was closed is noticed', async () => {
    const { newer, older } = await twoSegments()
    for (const name of [newer, older]) {
      const file = join(folder, 'data', name)
      const good = await readFile(file)
      for (let length = good.length - 1; length >= 0; length -= name === newer ? 1 : 3) {
        await truncate(file, length)
        const { code, missing } = await examine(folder)
        expect(['damaged', 'vault-rolled-back'], `length ${length}`).toContain(code)
        if (code === 'damaged') expect(missing, `length ${length}`).toBeLessThanOrEqual(3)
      }
      await writeFile(file, good)
    }
  })

  it('[F4] after a crash a segment cut at any length opens with all that was whole, and takes new words', async () => {
    const { crashed, newer } = await twoSegments()
    const file = join(crashed, 'data', newer)
    const good = await readFile(file)
    const spare = join(root, 'spare')
    await cp(crashed, spare, { recursive: true })
    for (let length = good.length - 1; length >= 0; length -= 7) {
      await rm(crashed, { recursive: true })
      await cp(spare, crashed, { recursive: true })
      await writeFile(file, good.subarray(0, length))
      const vault = await openVault(vaults, crashed, passphrase)
      const store = await vault.store('journal', textOf)
      const kept = { ...store.data.entries }
      expect(vault.damage, `length ${length}`).toBe(null)
      expect(Object.keys(kept)).toEqual(Object.keys(written).slice(0, 3 + Math.max(0, Math.floor(length / 256) - 1)))
      for (const [id, value] of Object.entries(kept)) expect(value).toEqual(written[id])
      await save(store, 'entry-5', texts[5] ?? '')
      await vault.close()
      const { entries, damage } = await contentOf(vaults, crashed, passphrase)
      expect({ entries, damage }).toEqual({ entries: { ...kept, 'entry-5': written['entry-5'] }, damage: null })
    }
  })

  it('[F5] swapped, missing, copied, replayed and foreign segments are noticed, and nothing of theirs is shown', async () => {
    const { crashed, older, newer } = await twoSegments()
    const path = (name: string) => join(folder, 'data', name)
    const spare = join(root, 'spare')
    const restore = async () => {
      await rm(folder, { recursive: true })
      await cp(spare, folder, { recursive: true })
    }
    await cp(folder, spare, { recursive: true })
    await rename(path(older), join(root, 'held'))
    await rename(path(newer), path(older))
    await rename(join(root, 'held'), path(newer))
    expect((await examine(folder)).code).toBe('damaged')
    await restore()
    await rm(path(older))
    expect(await examine(folder)).toEqual({ code: 'damaged', lost: 3, missing: 3 })
    await restore()
    await rm(path(newer))
    expect((await examine(folder)).code).toBe('vault-rolled-back')
    await restore()
    await rm(join(folder, 'data'), { recursive: true })
    expect((await examine(folder)).code).toBe('vault-rolled-back')
    await restore()
    await cp(path(older), path('0123456789abcdef0123456789abcdef.seg'))
    expect(await examine(folder)).toEqual({ code: 'damaged', lost: 0, missing: 0 })
    await restore()
    await cp(path(older), path(newer))
    expect((await examine(folder)).code).toBe('damaged')
    await restore()
    await cp(join(crashed, 'vault.json'), join(folder, 'vault.json'))
    expect((await examine(folder)).code).toBe('whole')
    await restore()
    const foreign = join(root, 'foreign')
    const { vault } = await vaults.create({ folder: foreign, passphrase })
    await save(await vault.store('journal', textOf), 'entry-0', 'planted')
    await vault.close()
    for (const name of await readdir(join(foreign, 'data'))) await cp(join(foreign, 'data', name), path(name))
    expect(await examine(folder)).toEqual({ code: 'damaged', lost: 0, missing: 0 })
  })

  it('[F6] what others put beside the segments is left alone and changes nothing', async () => {
    await twoSegments()
    await writeFile(join(folder, 'data', '.DS_Store'), 'x')
    await writeFile(join(folder, 'data', 'notes (conflicted copy).seg'), 'x')
    expect(await examine(folder)).toEqual({ code: 'whole', lost: 0, missing: 0 })
    expect(await readFile(join(folder, 'data', '.DS_Store'), 'utf8')).toBe('x')
  })

  it('[F7] a link in place of vault.json, a segment or the data folder is never followed', async () => {
    const { newer } = await twoSegments()
    for (const path of ['vault.json', join('data', newer), 'data']) {
      await rename(join(folder, path), join(root, 'held'))
      await symlink(join(root, 'held'), join(folder, path))
      expect(await failureCode(openVault(vaults, folder, passphrase)), path).toBe('vault-damaged')
      await rm(join(folder, path))
      await rename(join(root, 'held'), join(folder, path))
    }
    expect((await examine(folder)).code).toBe('whole')
  })

  it('[F8] a damaged vault is read-only, its damaged file is copied to quarantine once, and no byte of it changes', async () => {
    const { newer } = await twoSegments()
    const file = join(folder, 'data', newer)
    const bad = flipped(await readFile(file), 400)
    await writeFile(file, bad)
    for (let times = 0; times < 2; times++) {
      const vault = await openVault(vaults, folder, passphrase)
      const store = await vault.store('journal', textOf)
      expect(vault.damage).toEqual({ file: newer, lost: 1 })
      expect(await failureCode(save(store, 'entry-0', 'changed'))).toBe('vault-read-only')
      expect(await failureCode(vault.settle())).toBe('vault-read-only')
      expect(await failureCode(vault.renewRecoveryKey({ passphrase }))).toBe('vault-read-only')
      await vault.close()
    }
    const shelf = await readdir(join(folder, 'quarantine'))
    expect(shelf).toHaveLength(1)
    expect(Uint8Array.from(await readFile(join(folder, 'quarantine', shelf[0] ?? '')))).toEqual(bad)
    expect(Uint8Array.from(await readFile(file))).toEqual(bad)
    expect(await readdir(join(folder, 'data'))).toHaveLength(2)
  })
})

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8))
  return copy
}
