import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { systemClock } from '../../electron/adapters/system-clock'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { createVaultServices } from '../../electron/core/vault-services'
import { findCall } from '../../shared/contract'
import type { Entry } from '../../shared/entry'
import { applyChanges } from '../../shared/text-change'
import { entryOf, idOf } from '../support/journal-entries'
import { makeFolder, openVault, removeFolder, vaultsFor } from '../support/vault-folder'

const passphrase = 'seven quiet lanterns over water'
const [high, low] = ['\ud83d', '\ude00']
let folder = ''
beforeEach(async () => {
  folder = join(await makeFolder(), 'vault')
})
afterEach(() => removeFolder(join(folder, '..')))

/** The vault process's calls on the real disk, as the window meets them. */
async function makeServices() {
  const services = createVaultServices({
    vaults: vaultsFor(),
    folder,
    files: diskFiles,
    cipher: createSodiumCipher(),
    randomness: systemRandomness,
    newId: randomUUID,
    order: () => {},
    clock: systemClock,
    signal: () => {},
    onOpened: () => {},
    onBug: (name, error) => {
      throw new Error(name, { cause: error })
    },
  })
  const call = async (name: string, input: unknown) => {
    const reply = await services.call(name, input)
    if (!reply.ok) throw new Error(`${name}: ${reply.failure.code}`)
    return findCall(name)?.output.parse(reply.value)
  }
  return { call, close: () => services.close() }
}

async function reopened() {
  const services = await makeServices()
  await services.call('vault.unlock', { secret: { type: 'passphrase', value: passphrase } })
  return services
}

describe('text that is stored', () => {
  it('[J90] is well-formed, whatever is sent, and so it is read after lock and unlock', async () => {
    const { call, close } = await makeServices()
    await call('vault.create', { name: `Ana${high}`, passphrase })
    await call('journal.add', { entry: entryOf(1, { body: `sea${high}`, title: low }), journal: 'private' })
    await call('journal.describe', { id: idOf(1), fields: { title: `${low}shore`, tags: [`lake${high}`, low] } })
    await call('journal.edit', { id: idOf(1), length: 4, changes: [{ from: 4, to: 4, insert: high }] })
    await call('journal.add', { entry: entryOf(2), journal: 'private' })
    await call('journal.replaceBody', { id: idOf(2), body: `${low} and ${high}${low}` })
    await close()
    const again = await reopened()
    expect(await again.call('settings.read', undefined)).toMatchObject({ name: 'Ana\ufffd' })
    const about = { title: '\ufffdshore', tags: ['lake\ufffd', '\ufffd'] }
    const read = (number: number) => again.call('journal.read', { id: idOf(number) })
    expect(await read(1)).toMatchObject({ entry: { ...about, body: 'sea\ufffd\ufffd' } })
    expect(await read(2)).toMatchObject({ entry: { body: '\ufffd and 😀' } })
    await again.close()
  })

  it('[J91] that an older version stored with half a character is read well-formed, and can be edited', async () => {
    const { call, close } = await makeServices()
    await call('vault.create', { name: 'Ana', passphrase })
    await close()
    const vault = await openVault(vaultsFor(), folder, passphrase)
    const store = await vault.store('journal', (value) => value as Entry)
    store.data.entries[idOf(1)] = entryOf(1, { body: `a${high}b`, title: low })
    store.touch(idOf(1))
    await store.write()
    await vault.close()
    const again = await reopened()
    expect(await again.call('journal.read', { id: idOf(1) })).toMatchObject({
      entry: { body: 'a\ufffdb', title: '\ufffd' },
    })
    await again.call('journal.edit', { id: idOf(1), length: 3, changes: [{ from: 3, to: 3, insert: 'c' }] })
    expect(await again.call('journal.read', { id: idOf(1) })).toMatchObject({ entry: { body: 'a\ufffdbc' } })
    await again.close()
  })

  it('[J90] of an edit cut within a character is what the halves make together', () => {
    expect(applyChanges('a😀b', [{ from: 2, to: 3, insert: '\ude01' }])).toBe('a😁b')
    expect(applyChanges('a😀b', [{ from: 2, to: 3, insert: '' }])).toBe('a\ufffdb')
    const anything = fc.array(fc.constantFrom('a', '😀', high, low, '\n'), { maxLength: 8 })
    fc.assert(
      fc.property(anything, anything, fc.nat(8), (old, inserted, at) => {
        const body = old.join('').toWellFormed()
        const from = Math.min(at, body.length)
        const text = applyChanges(body, [{ from, to: from, insert: inserted.join('') }])
        expect(text.isWellFormed()).toBe(true)
        expect(text.length).toBe(body.length + inserted.join('').length)
      }),
    )
  })
})
