import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { socketFence } from '../../electron/adapters/vault-fence'
import { entry as entrySchema } from '../../shared/entry'
import type { StandInApp } from '../support/electron-stand-in/drive'
import { makePlace, passphrase, type SmokePlace, unlock, vaultPids } from '../support/electron-stand-in/smoke-app'
import { entryOf, idOf } from '../support/journal-entries'
import { isAlive } from '../support/processes'
import { openVault, vaultsFor } from '../support/vault-folder'

const body = 'words that nobody waited for'
const last = ', and the last letter'

let place: SmokePlace
let app: StandInApp
beforeEach(async () => {
  place = await makePlace({ vault: true })
  app = await place.start()
  await unlock(app)
})
afterEach(() => place.remove())

/** Written, and neither saved nor waited for. */
async function write(): Promise<void> {
  await app.api.journal.add({ entry: entryOf(1) })
  await app.api.journal.edit({ id: idOf(1), length: 0, changes: [{ from: 0, to: 0, insert: body }] })
}

/** What the page had not said yet when it was asked to finish. */
const sayLast = () =>
  app.api.journal.edit({
    id: idOf(1),
    length: body.length,
    changes: [{ from: body.length, to: body.length, insert: last }],
  })

async function expectKept(words = body): Promise<void> {
  const vault = await openVault(vaultsFor(), join(place.folder, 'vault'), passphrase)
  const journal = await vault.store('journal', (value) => entrySchema.parse(value))
  expect(journal.data.entries[idOf(1)]?.body).toBe(words)
  await vault.close()
}

const ways: [way: string, leave: () => unknown][] = [
  ['closing the window', () => app.act(({ BrowserWindow }) => BrowserWindow.all[0]?.close())],
  ['quitting', () => app.act(({ app: electron }) => electron.quit())],
  ['the end of a Windows session', () => app.act(({ BrowserWindow }) => BrowserWindow.all[0]?.endSession())],
  ['a shutdown of the system', () => app.act(({ powerMonitor }) => powerMonitor.shutDown())],
  ['SIGINT', () => app.process.kill('SIGINT')],
  ['SIGTERM', () => app.process.kill('SIGTERM')],
  ['SIGHUP', () => app.process.kill('SIGHUP')],
]

it.each(ways)(
  '[E29] %s hears the page out and saves every word, then ends the vault process and the app',
  async (_way, leave) => {
    await write()
    app.beforeEnd(sayLast)
    const [vaultProcess = 0] = await vaultPids(app)
    // An app that ends may not answer any more.
    await Promise.allSettled([leave()])
    expect(await app.ended).toEqual([0, null])
    expect(isAlive(vaultProcess)).toBe(false)
    await expectKept(body + last)
  },
)

it('[E29] the loss of the window saves every word that the page had said', async () => {
  await write()
  await Promise.allSettled([app.act(({ BrowserWindow }) => BrowserWindow.all[0]?.destroy())])
  expect(await app.ended).toEqual([0, null])
  await expectKept()
})

it('[E238] before the computer sleeps every word is on its way to the disk', async () => {
  await write()
  const sent = await app.act(({ powerMonitor, told }) => {
    const before = told.length
    powerMonitor.emit('suspend')
    return told.slice(before).map(({ with: [message] }) => message)
  })
  expect(sent).toEqual([{ type: 'flush' }])
})

it('[E230] a page that doesn’t answer keeps no word from the disk, and the app from ending only for a moment', async () => {
  await write()
  const asked = new Promise<void>((resolve) => {
    app.beforeEnd(() => {
      resolve()
      return new Promise(() => {})
    })
  })
  await app.act(({ app: electron }) => electron.quit())
  await asked
  expect(await app.ended).toEqual([0, null])
  await expectKept()
})

it('[E231] a lock that the page asks for hears it out too', async () => {
  await write()
  app.beforeEnd(sayLast)
  const page = app.nextPage()
  await app.api.app.lock()
  await page
  await unlock(app)
  expect((await app.api.journal.read({ id: idOf(1) })).entry.body).toBe(body + last)
})

it.each([{ asked: true }, { asked: false }])(
  '[E232] the forced end of a Windows session, announced by a question ($asked) or not, finds the words on the disk',
  async ({ asked }) => {
    await write()
    await Promise.allSettled([
      app.act(({ BrowserWindow }, how) => BrowserWindow.all[0]?.endSession({ forced: true, ...how }), { asked }),
    ])
    expect(await app.ended).toEqual([null, 'SIGKILL'])
    // Of processes that are killed at once the first to be gone needn't be the vault's.
    await vi.waitFor(async () => (await socketFence.hold(join(place.folder, 'vault')))(), 10_000)
    await expectKept()
  },
)

it('[E30] a second Ctrl+C does not cut the saving short', async () => {
  await write()
  // Both come before the vault process, which is stopped, can have saved anything.
  const [vaultProcess = 0] = await vaultPids(app)
  process.kill(vaultProcess, 'SIGSTOP')
  app.process.kill('SIGINT')
  await app.act(() => {})
  app.process.kill('SIGINT')
  await app.act(() => {})
  process.kill(vaultProcess, 'SIGCONT')
  expect(await app.ended).toEqual([0, null])
  await expectKept()
})

it('[E31] while words can not be saved the app stays, with its window in front, and leaves once they are', async () => {
  await rename(join(place.folder, 'vault'), join(place.folder, 'unplugged'))
  await write()
  await app.act(({ BrowserWindow }) => BrowserWindow.all[0]?.minimize())
  const raised = app.act(
    ({ BrowserWindow }) => new Promise<void>((shown) => BrowserWindow.all[0]?.once('stand-in-shown', shown)),
  )
  await app.act(({ app: electron }) => electron.quit())
  await raised
  expect(await app.api.app.state()).toMatchObject({ vault: 'open' })
  expect((await app.api.journal.read({ id: idOf(1) })).entry.body).toBe(body)

  await rename(join(place.folder, 'unplugged'), join(place.folder, 'vault'))
  await Promise.allSettled([app.act(({ app: electron }) => electron.quit())])
  expect(await app.ended).toEqual([0, null])
  await expectKept()
})

it('[E32] a window that locks in the background or minimised is replaced there, not brought to the front', async () => {
  for (const [before, after] of [
    ['focus', 'shown'],
    ['blur', 'behind'],
    ['minimize', 'minimized'],
  ] as const) {
    await app.act(({ BrowserWindow }, how) => BrowserWindow.all.at(-1)?.[how](), before)
    const page = app.nextPage()
    await app.api.app.lock()
    await page
    const state = await app.act(({ BrowserWindow }) => BrowserWindow.all.at(-1)?.state)
    expect(state).toBe(after)
    await app.api.app.state()
    await unlock(app)
  }
})

it('[E33] quitting opens no further window, and ends the vault process before the app', async () => {
  await write()
  const [vaultProcess = 0] = await vaultPids(app)
  const atTheEnd = app.act(
    ({ app: electron, BrowserWindow, utilityProcess }) =>
      new Promise<unknown>((done) => {
        let ended = false
        utilityProcess.all[0]?.once('exit', () => (ended = true))
        electron.once('quit', () => done({ windows: BrowserWindow.all.length, ended }))
        electron.quit()
      }),
  )
  expect(await atTheEnd).toEqual({ windows: 1, ended: true })
  await app.ended
  expect(isAlive(vaultProcess)).toBe(false)
})
