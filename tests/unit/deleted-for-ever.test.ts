import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { createVaultServices } from '../../electron/core/vault-services'
import { entryOf, idOf } from '../support/journal-entries'
import { createManualClock } from '../support/manual-clock'
import { sealedRecords } from '../support/sealed-text'
import { makeFolder, rememberingCipher, removeFolder, vaultsFor } from '../support/vault-folder'

const passphrase = 'seven quiet lanterns over water'
const secret = { type: 'passphrase', value: passphrase }
/** One in each place where a word can stand: title, tag, an earlier body and the last one. */
const words = ['Lighthouse', 'marigold', 'a paper boat', 'κανένας δεν το ξέρει 👩‍👧']

let folder = ''
beforeEach(async () => {
  folder = join(await makeFolder(), 'vault')
})
afterEach(() => removeFolder(join(folder, '..')))

const cipher = rememberingCipher()

async function startServices() {
  const services = createVaultServices({
    vaults: vaultsFor({ cipher }),
    folder,
    files: diskFiles,
    cipher,
    randomness: systemRandomness,
    newId: randomUUID,
    order: () => {},
    clock: createManualClock(1_772_350_200_000),
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
  return { services, valueOf }
}

/** Which of the words stand in any record of any file of the vault. */
async function wordsThere() {
  const records = await sealedRecords({ files: diskFiles, cipher }, folder, passphrase)
  return words.filter((word) => records.some(({ text }) => text.includes(word)))
}

it('[J290] of an entry deleted for ever no word is in any file once one has unlocked again', async () => {
  const first = await startServices()
  await first.valueOf('vault.create', { name: 'Ana', passphrase })
  const [title = '', tag = '', earlier = '', last = ''] = words
  await first.valueOf('journal.add', { entry: entryOf(1, { title, tags: [tag], body: earlier }) })
  await first.valueOf('journal.add', { entry: entryOf(2, { title: 'By the sea' }) })
  await first.services.flush()
  await first.valueOf('journal.replaceBody', { id: idOf(1), body: last })
  await first.services.close()

  const second = await startServices()
  await second.valueOf('vault.unlock', { secret })
  await second.valueOf('journal.trash', { id: idOf(1) })
  await second.services.close()
  expect(await wordsThere()).toEqual(words)

  const third = await startServices()
  await third.valueOf('vault.unlock', { secret })
  await third.valueOf('journal.deleteForever', { id: idOf(1) })
  await third.services.close()
  expect(await wordsThere()).toEqual(words)

  const fourth = await startServices()
  await fourth.valueOf('vault.unlock', { secret })
  // While it is open already: who looks at the timeline for an hour needn't lock first.
  await expect.poll(wordsThere).toEqual([])
  expect(await fourth.valueOf('journal.list', { offset: 0, limit: 9 })).toMatchObject({ total: 1 })
  await fourth.services.close()
  expect(await wordsThere()).toEqual([])
  expect((await readdir(folder)).toSorted()).toEqual(['backups', 'data', 'vault.json'])
})
