import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import type { Store } from '../../electron/core/journals/store'
import { documentsOf } from '../../electron/core/vault-services'
import { AppError } from '../../shared/failure'
import { createFaultyFiles } from '../support/faulty-files'
import { createMemoryStore } from '../support/journal-entries'
import {
  contentOf,
  failureCode,
  makeFolder,
  openVault,
  removeFolder,
  type Text,
  textOf,
  vaultsFor,
} from '../support/vault-folder'

const passphrase = 'ana and the sea'
const full = { code: 'disk-full' } as const
const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

interface Made {
  readonly store: Store<Text>
  /** What would be there if the power went now. */
  durable(): Promise<Record<string, Text>>
  /** From now on writes fail, or don't any more. */
  failing(isFailing: boolean): void
}

async function onDisk(): Promise<Made> {
  const root = await makeFolder()
  ends.push(() => removeFolder(root))
  const folder = join(root, 'vault')
  const { files, plan } = createFaultyFiles(diskFiles)
  const vaults = vaultsFor({ files })
  await (await vaults.create({ folder, passphrase })).vault.close()
  const vault = await openVault(vaults, folder, passphrase)
  ends.push(() => vault.close())
  let copies = 0
  return {
    store: documentsOf(await vault.store('journal', textOf)),
    async durable() {
      const copy = join(root, `copy-${copies++}`)
      await cp(folder, copy, { recursive: true })
      return { ...(await contentOf(vaultsFor(), copy, passphrase)).entries }
    },
    failing: (isFailing) => plan((operation) => (isFailing && operation === 'append' ? { failure: full } : null)),
  }
}

function inMemory(): Promise<Made> {
  const { store, written, state } = createMemoryStore<Text>()
  return Promise.resolve({
    store,
    durable: () => Promise.resolve({ ...written }),
    failing: (isFailing) => void (state.failWith = isFailing ? new AppError(full) : undefined),
  })
}

describe.each([
  { name: 'on the vault’s log', make: onDisk },
  { name: 'in memory', make: inMemory },
])('the store port: $name', ({ make }) => {
  it('[F114] writes what was touched, added, replaced or removed, and nothing else', async () => {
    const { store, durable } = await make()
    const put = (key: string, text: string) => {
      store.documents[key] = { text }
      store.touch(key)
    }
    for (const key of ['one', 'two', '__proto__x']) put(key, key)
    await store.write()
    expect(await durable()).toEqual({ one: { text: 'one' }, two: { text: 'two' }, __proto__x: { text: '__proto__x' } })
    put('one', 'one, again')
    delete store.documents['two']
    store.touch('two')
    store.documents['three'] = { text: 'not touched' }
    await store.write()
    expect(await durable()).toEqual({ one: { text: 'one, again' }, __proto__x: { text: '__proto__x' } })
    store.touch('never there')
    await store.write()
    expect(Object.keys(await durable())).toHaveLength(2)
  })

  it('[F114] keeps what could not be written touched, and the next write takes it along', async () => {
    const { store, durable, failing } = await make()
    store.documents['one'] = { text: 'one' }
    store.touch('one')
    failing(true)
    expect(await failureCode(store.write())).toBe('disk-full')
    expect(await durable()).toEqual({})
    store.documents['two'] = { text: 'two' }
    store.touch('two')
    failing(false)
    await store.write()
    expect(await durable()).toEqual({ one: { text: 'one' }, two: { text: 'two' } })
  })

  it('[F114] has written what was touched before when a write resolves, whatever else is being written', async () => {
    const { store, durable } = await make()
    const writes = Array.from({ length: 20 }, (_, at) => {
      store.documents['one'] = { text: String(at) }
      store.documents[`other ${at}`] = { text: 'x' }
      for (const key of ['one', `other ${at}`]) store.touch(key)
      return store.write()
    })
    await writes.at(-1)
    const found = await durable()
    expect(found['one']).toEqual({ text: '19' })
    expect(Object.keys(found)).toHaveLength(21)
    await Promise.all(writes)
  })
})
