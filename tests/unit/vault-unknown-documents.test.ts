import { afterEach, beforeEach, expect, it } from 'vitest'
import { entryStoredUnder } from '../../shared/entry'
import { entryOf } from '../support/journal-entries'
import { makeFolder, openVault, removeFolder, vaultsFor } from '../support/vault-folder'

const passphrase = 'ana and the sea'
const [known, renamed] = ['6f1c2a52-9d3b-4c47-8a55-0d2c9f4f7b10', '6f1c2a52-9d3b-4c47-8a55-0d2c9f4f7b11']
let folder = ''
beforeEach(async () => {
  folder = await makeFolder()
})
afterEach(() => removeFolder(folder))

/** Documents as they are stored, whatever they are; of some only what isn't an object's. */
const asStored = (value: unknown) => ({ value })
const unknown = { 'photo/1': { width: 3, id: 'photo/1' }, newer: { id: 7, body: 'not for this version' } }

it('[V310] a document of the journal that only a newer version knows keeps nothing from opening, and is kept', async () => {
  const vaults = vaultsFor()
  const { vault } = await vaults.create({ folder, passphrase })
  const raw = await vault.store<object>('journal', asStored)
  const body = 'By the sea'
  const { id: _, ...nameless } = entryOf(2, { body })
  const documents: Record<string, object> = { [known]: { ...entryOf(1, { body }), id: known }, ...unknown }
  documents[renamed] = { ...nameless, id: 'another' }
  documents['list'] = [1, 2]
  for (const [id, document] of Object.entries(documents)) {
    raw.data.entries[id] = document
    raw.touch(id)
  }
  await raw.write()
  await vault.close()

  const opened = await openVault(vaults, folder, passphrase)
  const store = await opened.store('journal', entryStoredUnder)
  expect(Object.values(store.data.entries).map(({ id, body: text }) => [id, text])).toEqual([
    [known, body],
    [renamed, body],
  ])
  // A deletion makes the lock write a snapshot of all that lives.
  delete store.data.entries[renamed]
  store.touch(renamed)
  await store.write()
  await opened.close()

  const after = await openVault(vaults, folder, passphrase)
  const left = await after.store<{ value: unknown }>('journal', asStored)
  const values = Object.fromEntries(Object.entries(left.data.entries).map(([id, { value }]) => [id, value]))
  expect(values).toEqual({ [known]: documents[known], ...unknown, list: [1, 2] })
  await after.close()
})
