import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import type { Stream } from '../../electron/core/vault/keys'
import { createFaultyFiles } from '../support/faulty-files'
import { createManualClock } from '../support/manual-clock'
import { openVault, rememberingCipher, save, textOf, vaultsFor } from '../support/vault-folder'
import { makeSessionsVault, passphrase, type SessionsVault } from '../support/vault-sessions'

let v: SessionsVault
beforeEach(async () => {
  v = await makeSessionsVault()
})
afterEach(() => v.remove())

/** What a process that is killed after `write` leaves; `advance` lets the vault's own clock go on meanwhile. */
async function killedAfter(
  write: (save: (stream: Stream, id: string) => Promise<void>, advance: () => Promise<void>) => Promise<void>,
) {
  const faulty = createFaultyFiles(diskFiles)
  const clock = createManualClock()
  const fence = { hold: async () => async () => {} }
  const killable = vaultsFor({ files: faulty.files, cipher: rememberingCipher(), clock, fence })
  const vault = await openVault(killable, v.folder, passphrase)
  const stores = {
    journal: await vault.store('journal', textOf),
    settings: await vault.store('settings', textOf),
    pairs: await vault.store('pairs', textOf),
  }
  const names = new Map<Stream, string>()
  await write(
    async (stream, id) => {
      const there = await v.segments()
      await save(stores[stream], id, id)
      for (const name of await v.segments()) if (!there.includes(name)) names.set(stream, name)
    },
    async () => {
      const header = await v.headerText()
      clock.advance(1000)
      await vi.waitUntil(async () => (await v.headerText()) !== header)
    },
  )
  await faulty.letGo()
  return { segmentOf: (stream: Stream) => names.get(stream) ?? '' }
}

describe('one stream put back alone', () => {
  it('[F93] beside the older vault.json of the same secrets is refused, whichever stream and whatever was written last', async () => {
    await v.session({ journal: ['one'], settings: ['name'], pairs: ['ben'] })
    const older = await v.headerText()
    const orders: Stream[][] = [
      ['journal', 'settings'],
      ['settings', 'journal'],
      ['journal', 'pairs'],
      ['pairs', 'settings', 'journal'],
    ]
    for (const order of orders) {
      await v.keep('before')
      const made = await v.session({ journal: ['two'], settings: ['two'], pairs: ['two'] }, order)
      await v.keep('after')
      for (const stream of order) {
        await writeFile(join(v.folder, 'vault.json'), older)
        await rm(v.path(made[stream]))
        expect(await v.opened(), `${order.join()}: ${stream}`).toBe('vault-rolled-back')
        await v.restore('after')
      }
      expect(await v.opened()).toMatchObject({ damage: null })
      await v.restore('before')
    }
  })

  it('[F93] and so is one that is cut, or comes from another course of events', async () => {
    await v.session({ journal: ['one'], settings: ['name'] })
    const older = await v.headerText()
    await v.keep('before')
    const there = await v.session({ journal: ['otherwise', 'three'], settings: ['again'] })
    const other = await v.keep('other')
    await v.restore('before')
    const second = await v.session({ journal: ['two', 'three'], settings: ['again'] })
    expect(there.journal).toBe(second.journal)
    await writeFile(join(v.folder, 'vault.json'), older)
    const whole = await readFile(v.path(second.journal))
    await writeFile(v.path(second.journal), whole.subarray(0, 512))
    expect(await v.opened()).toBe('vault-rolled-back')
    await cp(join(other, 'data', there.journal), v.path(second.journal))
    expect(await v.opened()).toBe('vault-rolled-back')
    await writeFile(v.path(second.journal), whole)
    expect(await v.opened()).toMatchObject({ damage: null })
  })

  it('[F94] after a kill -9 a whole last segment is missed a second after its first save, and at once if another stream began after it', async () => {
    await v.session({ journal: ['one'], settings: ['name'] })
    await v.keep('before')
    const marked = await killedAfter(async (write, advance) => {
      await write('journal', 'two')
      await advance()
    })
    await rm(v.path(marked.segmentOf('journal')))
    expect(await v.opened()).toBe('vault-rolled-back')

    await v.restore('before')
    const bound = await killedAfter(async (write) => {
      await write('journal', 'two')
      await write('settings', 'again')
    })
    await v.keep('killed')
    await rm(v.path(bound.segmentOf('journal')))
    expect(await v.opened()).toBe('vault-rolled-back')

    await v.restore('killed')
    expect(await v.opened()).toMatchObject({ ids: ['one', 'two'], damage: null })
  })

  it('[F94] every 64th save names the others anew, and has the marks saved', async () => {
    await v.session({ journal: ['one'], settings: ['name'] })
    const killed = await killedAfter(async (write, advance) => {
      await write('settings', 'again')
      await write('journal', 'two')
      await advance()
      for (let count = 2; count <= 64; count++) await write('settings', `again ${count}`)
      const header = await v.headerText()
      await write('settings', 'again 65')
      await advance()
      expect(await v.headerText()).not.toBe(header)
      await writeFile(join(v.folder, 'vault.json'), header)
    })
    const whole = await readFile(v.path(killed.segmentOf('journal')))
    await rm(v.path(killed.segmentOf('journal')))
    expect(await v.opened()).toBe('vault-rolled-back')
    await writeFile(v.path(killed.segmentOf('journal')), whole)
    expect(await v.opened()).toMatchObject({ ids: ['one', 'two'], damage: null })
  })

  it('[F95] what is lost of a named end is counted where damage explains it', async () => {
    await v.session({ journal: ['one'], settings: ['name'] })
    const older = await v.headerText()
    const second = await v.session({ journal: ['two', 'three'], settings: ['again'] })
    await writeFile(join(v.folder, 'vault.json'), older)
    await v.breakHeader(second.journal)
    // Two entries; what was named of them at the close is the end of both, and the record that named settings then.
    expect(await v.opened()).toEqual({ ids: ['one'], damage: { file: second.journal, lost: 3 } })
  })

  it('[F95] one that a snapshot has replaced since is not missed', async () => {
    await v.session({ journal: ['one'], settings: ['name'] })
    const vault = await openVault(v.vaults, v.folder, passphrase)
    const journal = await vault.store('journal', textOf)
    await save(journal, 'two', 'two')
    await save(await vault.store('settings', textOf), 'again', 'again')
    for (let round = 0; round < 30; round++) await save(journal, 'long', `${round} ${'x'.repeat(60_000)}`)
    await vault.settle()
    await save(journal, 'three', 'three')
    await vault.close()
    expect(await v.opened()).toEqual({ ids: ['long', 'one', 'three', 'two'], damage: null })
  })

  it('[F98] marks name only what was acknowledged', async () => {
    await v.session({ journal: ['one'], settings: ['name'] })
    const faulty = createFaultyFiles(diskFiles)
    const clock = createManualClock()
    const vault = await openVault(vaultsFor({ files: faulty.files, clock }), v.folder, passphrase)
    const journal = await vault.store('journal', textOf)
    faulty.plan((operation, at) =>
      operation === 'append' && at.endsWith('.seg') ? { failure: { code: 'disk-failed' }, leaves: 'all' } : null,
    )
    const header = await v.headerText()
    await save(journal, 'two', 'two').catch(() => {})
    clock.advance(60_000)
    await vault.settle().catch(() => {})
    expect(await v.headerText()).toBe(header)
    faulty.plan(() => null)
    await vault.close()
    expect(await v.opened()).toEqual({ ids: ['one', 'two'], damage: null })
  })
})
