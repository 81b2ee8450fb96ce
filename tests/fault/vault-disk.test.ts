import { execFileSync } from 'node:child_process'
import { cp, mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { socketFence } from '../../electron/adapters/vault-fence'
import type { Fence } from '../../electron/core/ports'
import type { OpenVault } from '../../electron/core/vault/open-vault'
import type { Store } from '../../electron/core/vault/store'
import { createFaultyFiles, type Fault, type FaultPlan, type FileOperation } from '../support/faulty-files'
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

const passphrase = 'ana and the sea'
const next = 'ben and the hills'
const long = 'x'.repeat(60_000)

let root = ''
let folder = ''
beforeEach(async () => {
  root = await makeFolder()
  folder = join(root, 'vault')
})
afterEach(() => removeFolder(root))

async function onFaultyDisk() {
  const faulty = createFaultyFiles(diskFiles)
  const vaults = vaultsFor({ files: faulty.files, cipher: rememberingCipher() })
  const { vault } = await vaults.create({ folder, passphrase })
  const store = await vault.store('journal', textOf)
  return { faulty, vaults, vault, store }
}

/** Whether this machine lets a test mount a file system of its own. */
function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe('a disk that fails', () => {
  it('[F12] whatever a failed write leaves there, the save is refused, and the next one takes the words along', async () => {
    for (const leaves of ['nothing', 'half', 'blanks', 'all'] as const) {
      for (const code of ['disk-failed', 'disk-full'] as const) {
        const { faulty, vaults, vault, store } = await onFaultyDisk()
        await save(store, 'one', 'before')
        faulty.plan((operation) => (operation === 'append' ? { failure: { code }, leaves } : null))
        expect(await failureCode(save(store, 'two', 'not yet'))).toBe(code)
        expect(await failureCode(save(store, 'one', 'changed'))).toBe(code)
        faulty.plan(() => null)
        await save(store, 'three', 'after')
        const crashed = join(root, 'crashed')
        await cp(folder, crashed, { recursive: true })
        await vault.close()
        const entries = { one: { text: 'changed' }, two: { text: 'not yet' }, three: { text: 'after' } }
        expect(await contentOf(vaults, folder, passphrase), leaves).toEqual({ entries, damage: null })
        expect(await contentOf(vaults, crashed, passphrase), leaves).toEqual({ entries, damage: null })
        await rm(folder, { recursive: true })
        await rm(crashed, { recursive: true })
      }
    }
  })

  it('[F13] an unacknowledged record that did reach the disk never comes back over an acknowledged one', async () => {
    const { faulty, vaults, vault, store } = await onFaultyDisk()
    await save(store, 'one', 'first')
    faulty.plan((operation) => (operation === 'append' ? { failure: { code: 'disk-failed' }, leaves: 'all' } : null))
    expect(await failureCode(save(store, 'one', 'refused'))).toBe('disk-failed')
    faulty.plan(() => null)
    await save(store, 'one', 'second')
    await vault.close()
    expect((await contentOf(vaults, folder, passphrase)).entries).toEqual({ one: { text: 'second' } })
  })

  it('[F14] a write is tried once, and what failed is never synced again', async () => {
    const { faulty, vault, store } = await onFaultyDisk()
    await save(store, 'one', 'before')
    const appended: string[] = []
    faulty.plan((operation, path) => {
      if (operation === 'append') appended.push(path)
      return operation === 'append' && appended.length === 1 ? { failure: { code: 'disk-failed' } } : null
    })
    expect(await failureCode(save(store, 'two', 'x'))).toBe('disk-failed')
    expect(appended).toHaveLength(1)
    await save(store, 'two', 'y')
    expect(new Set(appended).size).toBe(2)
    faulty.plan(() => null)
    await vault.close()
  })

  it('[F15] many saves at once are one write, and fail or succeed together', async () => {
    const { faulty, vaults, vault, store } = await onFaultyDisk()
    await save(store, 'zero', 'x')
    let appends = 0
    let fails = true
    faulty.plan((operation) => {
      if (operation === 'append') appends++
      return operation === 'append' && fails ? { failure: { code: 'disk-failed' } } : null
    })
    const all = () => Promise.all(Array.from({ length: 50 }, (_, at) => failureCode(save(store, `e${at}`, `${at}`))))
    expect(new Set(await all())).toEqual(new Set(['disk-failed']))
    expect(appends).toBeLessThanOrEqual(2)
    fails = false
    expect(new Set(await all())).toEqual(new Set([null]))
    expect(appends).toBeLessThanOrEqual(4)
    await vault.close()
    expect(Object.keys((await contentOf(vaults, folder, passphrase)).entries)).toHaveLength(51)
  })

  it('[F16] a disk that is full for an hour is not filled with the traces of failed saves', async () => {
    const { faulty, vault, store } = await onFaultyDisk()
    faulty.plan((operation) => (operation === 'append' ? { failure: { code: 'disk-full' }, leaves: 'half' } : null))
    for (let times = 0; times < 50; times++) expect(await failureCode(save(store, 'one', long))).toBe('disk-full')
    expect(await readdir(join(folder, 'data'))).toEqual([])
    faulty.plan(() => null)
    await vault.close()
  })

  it('[F17] a vault in a folder that takes no writes can be read, and says so when a word is to be saved', async () => {
    const { faulty, vaults, vault, store } = await onFaultyDisk()
    await save(store, 'one', 'kept')
    await vault.close()
    const refuses: FileOperation[] = ['create', 'append', 'move', 'remove']
    faulty.plan((operation) =>
      refuses.includes(operation) ? { failure: { code: 'folder-unwritable', folder } } : null,
    )
    const again = await openVault(vaults, folder, passphrase)
    const words = await again.store('journal', textOf)
    expect(words.data.entries).toEqual({ one: { text: 'kept' } })
    expect(await failureCode(save(words, 'two', 'x'))).toBe('folder-unwritable')
    expect(await failureCode(again.close())).toBe('folder-unwritable')
    faulty.plan(() => null)
    await again.close()
    expect(Object.keys((await contentOf(vaults, folder, passphrase)).entries)).toEqual(['one', 'two'])
  })
})

describe('the real disk', () => {
  it.runIf(canMount())(
    '[F18] a small file system that is full refuses the save, and saving resumes when there is room',
    async () => {
      await mkdir(folder)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder])
      try {
        const vaults = vaultsFor()
        const inside = join(folder, 'vault')
        const { vault } = await vaults.create({ folder: inside, passphrase })
        const store = await vault.store('journal', textOf)
        const kept: Record<string, Text> = {}
        await writeFile(join(folder, 'film'), new Uint8Array(700_000))
        for (let at = 0; ; at++) {
          const code = await failureCode(save(store, `e${at}`, `${at} ${long}`))
          kept[`e${at}`] = { text: `${at} ${long}` }
          if (code === null) continue
          expect(code).toBe('disk-full')
          break
        }
        expect((await statfs(folder)).bavail).toBeLessThan(30)
        expect(await failureCode(save(store, 'last', 'x'.repeat(200_000)))).toBe('disk-full')
        kept['last'] = { text: 'x'.repeat(200_000) }
        await rm(join(folder, 'film'))
        await store.write()
        await vault.close()
        expect(await contentOf(vaults, inside, passphrase)).toEqual({ entries: kept, damage: null })
      } finally {
        execFileSync('umount', ['-l', folder])
      }
    },
  )

  it.runIf(canMount())('[F19] a read-only file system gives the vault to read and refuses a new one', async () => {
    const vaults = vaultsFor()
    const { vault } = await vaults.create({ folder, passphrase })
    await save(await vault.store('journal', textOf), 'one', 'kept')
    await vault.close()
    execFileSync('mount', ['--bind', folder, folder])
    try {
      execFileSync('mount', ['-o', 'remount,ro,bind', folder])
      const again = await openVault(vaults, folder, passphrase)
      const store = await again.store('journal', textOf)
      expect(store.data.entries).toEqual({ one: { text: 'kept' } })
      await again.close()
      expect(await failureCode(vaults.create({ folder: join(folder, 'new'), passphrase }))).toBe('folder-unwritable')
    } finally {
      execFileSync('umount', ['-l', folder])
    }
  })

  it.skipIf(process.platform === 'win32')('[F20] everything is the owner’s alone, whatever the mask', async () => {
    const mask = process.umask(0)
    try {
      const vaults = vaultsFor()
      const { vault } = await vaults.create({ folder, passphrase })
      await save(await vault.store('journal', textOf), 'one', 'kept')
      await vault.close()
      const listing = execFileSync('find', [folder, '-printf', '%m %y\n'], { encoding: 'utf8' }).trim().split('\n')
      expect(new Set(listing)).toEqual(new Set(['700 d', '600 f']))
    } finally {
      process.umask(mask)
    }
  })
})

/** A session with everything that touches the disk; `acknowledged` takes down what it was told is durable. */
async function session(vault: OpenVault, store: Store<Text>, acknowledged: Record<string, Text>) {
  const keep = async (id: string, text: string) => {
    await save(store, id, text)
    acknowledged[id] = { text }
  }
  await keep('one', 'first')
  await keep('two', long)
  for (let round = 0; round < 18; round++) await keep('one', `${round} ${long}`)
  await vault.settle()
  await keep('three', 'after the compaction')
  await vault.changePassphrase({ current: { type: 'passphrase', value: passphrase }, next })
  await keep('two', 'after the change')
  for (let round = 0; round < 20; round++) await keep('three', `${round} ${long}`)
  await vault.close()
}

describe('a power cut', () => {
  it('[F21] at any operation on the disk, whatever it left undone, loses nothing that was acknowledged', async () => {
    const cipher = rememberingCipher()
    const seen = { cuts: 0, generations: 0 }
    for (const leaves of ['nothing', 'half', 'blanks', 'all'] as const) {
      for (let cut = 1; ; cut++) {
        const faulty = createFaultyFiles(diskFiles)
        let letGo = async () => {}
        const fence: Fence = { hold: async (held) => (letGo = await socketFence.hold(held)) }
        const made = await vaultsFor({ files: faulty.files, cipher, fence }).create({ folder, passphrase })
        const { vault } = made
        const store = await vault.store('journal', textOf)
        const acknowledged: Record<string, Text> = {}
        faulty.plan(cutAt(cut, leaves))
        const ended = await failureCode(session(vault, store, acknowledged))
        await letGo()
        await faulty.letGo()
        const copy = join(root, 'copy')
        await cp(folder, copy, { recursive: true })
        const vaults = vaultsFor({ cipher })
        const found = await contentOf(vaults, copy, next).catch(() => contentOf(vaults, copy, passphrase))
        expect(found.damage, `${leaves} at ${cut}`).toBe(null)
        for (const [id, { text }] of Object.entries(acknowledged)) {
          expect(isSameOrNewer(found.entries[id]?.text, text), `${leaves} at ${cut}: ${id}`).toBe(true)
        }
        seen.cuts++
        seen.generations = Math.max(seen.generations, (await readdir(join(copy, 'backups')).catch(() => [])).length)
        await rm(copy, { recursive: true })
        await rm(folder, { recursive: true })
        if (ended === null) break
      }
    }
    expect(seen.cuts).toBeGreaterThanOrEqual(200)
    expect(seen.generations).toBeGreaterThan(0)
  })
})

const order = ['first', 'after the compaction', 'after the change']

/** Whether what is there is what was acknowledged, or what the session wrote next. */
function isSameOrNewer(found: string | undefined, acknowledged: string): boolean {
  if (found === undefined) return false
  if (found === acknowledged) return true
  const round = (text: string) => (/^\d+ /u.test(text) ? Number.parseInt(text, 10) : -1)
  return round(found) > round(acknowledged) || order.indexOf(found) > order.indexOf(acknowledged)
}

function cutAt(operationNumber: number, leaves: NonNullable<Fault['leaves']>): FaultPlan {
  let count = 0
  const changes: FileOperation[] = ['makeFolder', 'create', 'append', 'move', 'remove']
  return (operation) => {
    if (!changes.includes(operation)) return null
    count++
    if (count < operationNumber) return null
    return { failure: { code: 'disk-failed' }, leaves: count === operationNumber ? leaves : 'nothing' }
  }
}
