import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { StandInApp } from '../support/electron-stand-in/drive'
import {
  makePlace,
  nextSaved,
  passphrase,
  type SmokePlace,
  unlock,
  vaultPids,
} from '../support/electron-stand-in/smoke-app'
import { entryOf } from '../support/journal-entries'
import { isAlive } from '../support/processes'
import { failureCode } from '../support/vault-folder'

const entry = entryOf(1, { title: 'The ferry', mood: 'glad', tags: ['sea'], body: 'Until the lights were gone.' })

let place: SmokePlace
let app: StandInApp
const begin = async (options: { vault: boolean }) => {
  place = await makePlace(options)
  app = await place.start()
}
afterEach(() => place.remove())

it('[E1] Ana makes a vault, writes, locks, unlocks and reads what she wrote', async () => {
  await begin({ vault: false })
  expect(await app.api.app.state()).toMatchObject({
    host: 'electron',
    vault: 'none',
    folder: join(place.folder, 'vault'),
  })
  const made = await app.api.vault.create({ name: 'Ana', passphrase })
  expect(made.recoveryKey).toMatch(/^[0-9A-Z]/)
  await app.api.journal.add({ entry })
  expect(await app.api.app.state()).toMatchObject({ vault: 'open' })

  const page = app.nextPage()
  await app.api.app.lock()
  await page
  expect(await app.api.app.state()).toMatchObject({ vault: 'locked' })
  expect(await failureCode(app.api.journal.read({ id: entry.id }))).toBe('vault-locked')

  const wrong = { type: 'passphrase', value: 'slow lanterns over the western harbour' } as const
  expect(await failureCode(app.api.vault.unlock({ secret: wrong }))).toBe('wrong-passphrase')
  await unlock(app)
  expect((await app.api.journal.read({ id: entry.id })).entry).toEqual(entry)
})

it('[E2] locking ends the vault process and destroys the window, and the next page starts another process', async () => {
  await begin({ vault: true })
  await unlock(app)
  const [former] = await vaultPids(app)
  const page = app.nextPage()
  await app.api.app.lock()
  await page

  const windows = () => app.act(({ BrowserWindow }) => BrowserWindow.all.map(({ destroyed }) => destroyed))
  expect(await windows()).toEqual([true, false])
  expect(isAlive(former)).toBe(false)
  await app.api.app.state()
  const pids = await vaultPids(app)
  expect(pids).toHaveLength(2)
  expect(pids.map(isAlive)).toEqual([false, true])
})

it('[E3] the calls that carry a secret have no handler in the main process, all others have', async () => {
  await begin({ vault: false })
  const handled = await app.act(({ ipcMain }) => [...ipcMain.handlers.keys()])
  for (const name of ['create', 'unlock', 'changePassphrase', 'renewRecoveryKey']) {
    expect(handled).not.toContain(`vault.${name}`)
    const byTheHost = app.act(({ page }, call) => page().call(call, {}, false), `vault.${name}`)
    await expect(byTheHost).rejects.toThrow('No handler')
  }
  expect(handled).toEqual(expect.arrayContaining(['app.state', 'app.lock', 'vault.status', 'journal.edit']))
})

it('[E4] a passphrase goes to the vault process by a port and by no message of the main process', async () => {
  await begin({ vault: true })
  await app.api.app.state()
  await unlock(app)
  const next = `${passphrase}, twice`
  await app.api.vault.changePassphrase({ current: { type: 'passphrase', value: passphrase }, next })
  const passed = await app.act(({ told }) =>
    told.filter(({ name }) => ['invoked', 'toVault', 'fromVault'].includes(name)).map((each) => JSON.stringify(each)),
  )
  expect(passed.join()).toContain('app.state')
  expect(passed.join()).toContain('opened')
  expect(passed.join()).not.toContain('lanterns')
})

it('[E5] a vault process that dies before the vault is open is replaced when Ana unlocks', async () => {
  await begin({ vault: true })
  await app.api.app.state()
  const [first = 0] = await vaultPids(app)
  const noticed = app.act(
    ({ BrowserWindow }) =>
      new Promise<void>((gone) => BrowserWindow.all[0]?.webContents.page?.ports[0]?.once('close', gone)),
  )
  process.kill(first, 'SIGKILL')
  await noticed
  await unlock(app)
  expect(await vaultPids(app)).toHaveLength(2)
})

it('[E6] a vault process that dies while the vault is open locks it, and the page is replaced', async () => {
  await begin({ vault: true })
  await unlock(app)
  const saved = nextSaved(app)
  await app.api.journal.add({ entry })
  await saved
  const [first = 0] = await vaultPids(app)
  const page = app.nextPage()
  process.kill(first, 'SIGKILL')
  await page
  expect(await app.api.app.state()).toMatchObject({ vault: 'locked', hasBroken: true })
  expect(app.complaint()).toContain('has ended by itself (9)')
  await unlock(app)
  expect((await app.api.journal.read({ id: entry.id })).entry).toEqual(entry)
})

it('[E7] a page whose process is gone is locked away and replaced', async () => {
  await begin({ vault: true })
  await unlock(app)
  await app.api.journal.add({ entry })
  const page = app.nextPage()
  await app.act(({ BrowserWindow }) => {
    BrowserWindow.all.at(-1)?.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
  })
  await page
  expect(await app.api.app.state()).toMatchObject({ vault: 'locked' })
  await unlock(app)
  expect((await app.api.journal.read({ id: entry.id })).entry).toEqual(entry)
})

it('[E8] the page gets plain functions and nothing of Electron', async () => {
  await begin({ vault: false })
  const world = await app.act(({ BrowserWindow }) => {
    const exposed = BrowserWindow.all[0]?.webContents.page?.world ?? {}
    return Object.entries(exposed).map(([name, api]) => [name, Object.keys(api)])
  })
  expect(world).toEqual([['twofold', ['call', 'onSignal']]])
})

it('[E9] what the vault tells reaches the page', async () => {
  await begin({ vault: true })
  await unlock(app)
  const changed = app.nextSignal('journal.changed')
  await app.api.journal.add({ entry })
  expect(await changed).toMatchObject({ entries: [{ id: entry.id, title: 'The ferry' }], deleted: [] })
})

it('[E10] beside the vault lie only the data of its own window', async () => {
  await begin({ vault: true })
  const [name = ''] = await readdir(join(place.folder, 'data', 'vaults'))
  expect(await readdir(join(place.folder, 'data', 'vaults', name))).toEqual(['electron-window'])
  await unlock(app)
  expect(await readdir(join(place.folder, 'vault'))).not.toContain('electron-window')
})
