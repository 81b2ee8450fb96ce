import { randomUUID } from 'node:crypto'
import { cp, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { createVaultServices } from '../../electron/core/vault-services'
import { entryOf, idOf } from '../support/journal-entries'
import { createManualClock } from '../support/manual-clock'
import { makeFolder, removeFolder, vaultsFor } from '../support/vault-folder'

const passphrase = 'seven quiet lanterns over water'
const secret = { type: 'passphrase', value: passphrase }
const entries = 60

let root = ''
beforeEach(async () => {
  root = await makeFolder()
  const { services, valueOf } = await servicesIn('vault')
  await valueOf('vault.create', { name: 'Ana', passphrase })
  for (let number = 1; number <= entries; number++) {
    await valueOf('journal.add', { entry: entryOf(number, { body: 'By the sea' }) })
  }
  await services.close()
})
afterEach(() => removeFolder(root))

async function servicesIn(folder: string) {
  const clock = createManualClock(1_772_350_200_000)
  const services = createVaultServices({
    vaults: vaultsFor(),
    folder: join(root, folder),
    files: diskFiles,
    cipher: createSodiumCipher(),
    randomness: systemRandomness,
    newId: randomUUID,
    order: () => {},
    clock,
    signal: () => {},
    onOpened: () => {},
    onBug: (_, error) => {
      throw error
    },
  })
  const valueOf = async (name: string, input?: unknown) => {
    const reply = await services.call(name, input)
    if (!reply.ok) throw new Error(`${name}: ${reply.failure.code}`)
    return reply.value
  }
  return { services, valueOf, clock }
}

/** What anyone sees of the folder: each file's size, and what of vault.json isn't sealed. */
async function seen(folder: string) {
  const data = join(root, folder, 'data')
  const sizes = await Promise.all((await readdir(data)).map(async (name) => (await stat(join(data, name))).size))
  const header = await readFile(join(root, folder, 'vault.json'), 'utf8')
  const clear = header.replaceAll(/"(nonce|ct)":"[0-9a-f]*"|\n[0-9a-f]{64}\n/gu, '')
  return { sizes: sizes.toSorted((a, b) => a - b), header: clear, length: header.length }
}

/** An evening of reading so many entries, filtered now and then, with idle minutes between. */
async function read(folder: string, count: number) {
  await cp(join(root, 'vault'), join(root, folder), { recursive: true })
  const { services, valueOf, clock } = await servicesIn(folder)
  await valueOf('vault.unlock', { secret })
  const before = await seen(folder)
  for (let number = 1; number <= count; number++) {
    const id = idOf(number)
    await valueOf('settings.change', { lastEntry: id })
    await valueOf('journal.read', { id })
    for (const at of [number % 10, 3]) await valueOf('journal.keepCaret', { id, selection: { anchor: at, head: 9 } })
    await valueOf('settings.change', { filters: { kinds: [`kind-${number % 3}`], tags: [], journals: [] } })
    clock.advance(61_000)
    await services.flush()
  }
  expect(await seen(folder)).toEqual(before)
  await services.close()
  return { before, after: await seen(folder) }
}

it('[F100] an evening of reading leaves the same on the disk however much was read, and nothing before the lock', async () => {
  const one = await read('one', 1)
  const some = await read('some', 12)
  const many = await read('many', entries)
  expect(some.after).toEqual(one.after)
  expect(many.after).toEqual(one.after)
  expect(many.after.sizes).toHaveLength(many.before.sizes.length + 1)
})

it('[F100] and is there again after the lock', async () => {
  await read('many', entries)
  const { services, valueOf } = await servicesIn('many')
  await valueOf('vault.unlock', { secret })
  expect(await valueOf('settings.read')).toMatchObject({ lastEntry: idOf(entries), filters: { kinds: ['kind-0'] } })
  expect(await valueOf('journal.read', { id: idOf(entries) })).toMatchObject({ caret: { anchor: 3, head: 9 } })
  await services.close()
})

it('[F100] a vault that was only opened and locked is left as it is', async () => {
  const before = await seen('vault')
  const { services, valueOf } = await servicesIn('vault')
  await valueOf('vault.unlock', { secret })
  await valueOf('journal.list', { offset: 0, limit: 100 })
  await services.close()
  expect(await seen('vault')).toEqual(before)
})

it('[F101] nothing in vault.json that can be read without the key counts what is written', async () => {
  const before = await seen('vault')
  const { services, valueOf } = await servicesIn('vault')
  await valueOf('vault.unlock', { secret })
  for (let number = 1; number <= 40; number++) await valueOf('journal.replaceBody', { id: idOf(number), body: 'x' })
  await services.flush()
  await valueOf('vault.changePassphrase', { current: secret, next: 'eight quiet lanterns over water' })
  await services.close()
  const after = await seen('vault')
  const withoutSlots = (header: string) => header.replace(/"slots":.*$/su, '')
  expect(withoutSlots(after.header)).toBe(withoutSlots(before.header))
  expect(after.length).toBe(before.length)
})
