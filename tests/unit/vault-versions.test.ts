import { readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { fromHex, toHex, utf8 } from '../../electron/core/vault/bytes'
import { readHeader } from '../../electron/core/vault/header'
import { lookForVault } from '../../electron/core/vault/look'
import type { OpenVault } from '../../electron/core/vault/vault'
import { createFaultyFiles } from '../support/faulty-files'
import { failureCode, makeFolder, openVault, removeFolder, save, textOf, vaultsFor } from '../support/vault-folder'
import type { ValidVector } from '../support/vault-vector-files'

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8')) as { valid: [ValidVector] }

const present = 3

describe.each([
  [1, read('vault-1.json').valid[0]],
  [2, read('vault-2.json').valid[0]],
] as const)('a vault of version %i', (version, old) => {
  let folder = ''
  beforeEach(async () => {
    folder = await makeFolder()
    await mkdir(join(folder, 'data'))
    for (const [path, content] of Object.entries(old.files)) {
      await writeFile(join(folder, path), content, path === 'vault.json' ? 'utf8' : 'hex')
    }
  })
  afterEach(() => removeFolder(folder))

  const headerText = () => readFile(join(folder, 'vault.json'), 'utf8')
  const versionNow = async () => (JSON.parse((await headerText()).split('\n')[0] ?? '') as { version: number }).version
  const segments = async () => (await readdir(join(folder, 'data'))).length
  const pairsOf = (vault: OpenVault) => vault.store('pairs', textOf)

  it('[V32] opens, holds what it held, and stays as it is while nothing is written', async () => {
    const vaults = vaultsFor()
    expect(await lookForVault(diskFiles, folder)).toEqual({ failure: null })
    const vault = await openVault(vaults, folder, old.passphrase)
    expect(vault.damage).toBe(null)
    expect((await vault.store('journal', textOf)).data.entries).toEqual(old.journal)
    expect((await pairsOf(vault)).data.entries).toEqual(old.pairs ?? {})
    await vault.settle()
    await vault.close()
    expect(await headerText()).toBe(old.files['vault.json'])
  })

  it('[V32] stays as it is when what a crash left of it is only read', async () => {
    const crashed = await layCrashed()
    const vault = await openVault(vaultsFor(), folder, old.passphrase)
    expect((await vault.store('journal', textOf)).data.entries).toEqual(old.journal)
    await vault.settle()
    await vault.close()
    expect(await headerText()).toBe(crashed)
  })

  it('[V299] stays as it is when an entry was deleted in it, while it is only read', async () => {
    const crashed = await layCrashed()
    const noFence = { hold: async () => async () => {} }
    const journal = await (
      await openVault(vaultsFor({ fence: noFence }), folder, old.passphrase)
    ).store('journal', textOf)
    const [id = ''] = Object.keys(journal.data.entries)
    delete journal.data.entries[id]
    journal.touch(id)
    await journal.write()
    // As the app of that version would have left it.
    await writeFile(join(folder, 'vault.json'), crashed)
    const before = await segments()
    const vault = await openVault(vaultsFor(), folder, old.passphrase)
    expect(id in (await vault.store('journal', textOf)).data.entries).toBe(false)
    await vault.settle()
    await vault.close()
    expect(await headerText()).toBe(crashed)
    expect(await segments()).toBe(before)
  })

  it('[V32] is of the present version once anything was written, with its slots as they were', async () => {
    const vaults = vaultsFor()
    const vault = await openVault(vaults, folder, old.passphrase)
    await save(await vault.store('journal', textOf), 'new', 'By the sea')
    await vault.close()
    const { header } = readHeader(await readFile(join(folder, 'vault.json')))
    expect(header.version).toBe(present)
    expect(header.slots).toEqual(readHeader(Buffer.from(old.files['vault.json'] ?? '')).header.slots)
    const again = await vaults.open({ folder, secret: { type: 'recovery', value: old.recoveryKey } })
    expect((await again.store('journal', textOf)).data.entries).toEqual({ ...old.journal, new: { text: 'By the sea' } })
    await again.close()
  })

  it.each(['journal', 'pairs'] as const)(
    '[V33] is of the present version before a new record of %s lies on the disk, whatever happens then',
    async (stream) => {
      const faulty = createFaultyFiles(diskFiles)
      const vaults = vaultsFor({ files: faulty.files })
      const vault = await openVault(vaults, folder, old.passphrase)
      const store = await vault.store(stream, textOf)
      const before = await segments()
      faulty.plan((operation, path) =>
        operation === 'move' && path.endsWith('vault.json') ? { failure: { code: 'disk-full' } } : null,
      )
      expect(await failureCode(save(store, 'ben', 'a key'))).toBe('disk-full')
      expect([await versionNow(), await segments()]).toEqual([version, before])

      const seen: number[] = []
      faulty.plan((operation, path) => {
        if (operation === 'create' && path.endsWith('.seg')) {
          seen.push(readHeader(readFileSync(join(folder, 'vault.json'))).header.version)
        }
        return null
      })
      // A change of the passphrase and the first record ask for a new vault.json at once.
      const change = vault.changePassphrase({
        current: { type: 'passphrase', value: old.passphrase },
        next: 'another by the sea',
      })
      await Promise.all([save(store, 'ben', 'a key'), change])
      expect([seen[0], await versionNow()]).toEqual([present, present])
      await save(store, 'host', 'an address')
      await vault.close()

      const again = await openVault(vaultsFor(), folder, 'another by the sea')
      expect(again.damage).toBe(null)
      expect((await again.store(stream, textOf)).data.entries).toEqual({
        ...old[stream],
        ben: { text: 'a key' },
        host: { text: 'an address' },
      })
      expect((await again.store('settings', textOf)).data.entries).toEqual(old.settings)
      await again.close()
    },
  )

  it('[V33] keeps the pairs that were acknowledged before a crash', async () => {
    const faulty = createFaultyFiles(diskFiles)
    const vaults = vaultsFor({ files: faulty.files, fence: { hold: async () => async () => {} } })
    await save(await pairsOf(await openVault(vaults, folder, old.passphrase)), 'ben', 'a key')
    // The process dies here: nothing is closed.
    await faulty.letGo()
    const again = await openVault(vaultsFor(), folder, old.passphrase)
    expect((await pairsOf(again)).data.entries).toEqual({ ...old.pairs, ben: { text: 'a key' } })
    await again.close()
  })

  /** As a crash of the app of that version leaves it: its marks know of nothing that was written. */
  async function layCrashed(): Promise<string> {
    const [line = ''] = (old.files['vault.json'] ?? '').split('\n')
    const nothing = line.replaceAll(/"seq":\d+,"tag":"[0-9a-f]{32}"/gu, `"seq":0,"tag":"${'0'.repeat(32)}"`)
    const key = fromHex(old.subkeys['twofold/1/header-mac'] ?? '')
    const mac = createSodiumCipher().hash({ key, message: utf8(nothing), length: 32 })
    await writeFile(join(folder, 'vault.json'), `${nothing}\n${toHex(mac)}\n`)
    return headerText()
  }
})
