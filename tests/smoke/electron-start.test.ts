import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ItemSeen } from '../support/electron-stand-in/menu'
import { makePlace, type SmokePlace, unlock, vaultPids } from '../support/electron-stand-in/smoke-app'
import { entryOf, idOf } from '../support/journal-entries'

let place: SmokePlace
const start = (args?: string[], env?: NodeJS.ProcessEnv) => place.start(args, env)

beforeEach(async () => {
  place = await makePlace({ vault: false })
})
afterEach(() => place.remove())

it('[E21] what must be said before Electron is ready is said by then, the profile before the lock', async () => {
  const app = await start()
  const told = await app.act(({ told }) => told.map(({ name }) => name))
  const order = ['setPath', 'registerSchemesAsPrivileged', 'requestSingleInstanceLock', 'setApplicationMenu', 'window']
  expect(told.filter((name) => order.includes(name))).toEqual(order)
})

it("[E22] the window's profile is a folder of the owner alone, one for each vault", async () => {
  const app = await start()
  const profile = await app.act(({ told }) => told.find(({ name }) => name === 'setPath')?.with)
  const [name = ''] = await readdir(join(place.folder, 'data', 'vaults'))
  const path = join(place.folder, 'data', 'vaults', name, 'electron-window')
  expect(profile).toEqual(['userData', path])
  for (const each of [path, join(path, '..'), join(path, '../..')]) expect((await stat(each)).mode & 0o777).toBe(0o700)

  const other = await start(['--vault', join(place.folder, 'other')])
  expect(await readdir(join(place.folder, 'data', 'vaults'))).toHaveLength(2)
  expect(await other.api.app.state()).toMatchObject({ folder: join(place.folder, 'other') })
})

it('[E23] a second app on the same vault ends at once, and the first one comes to the front', async () => {
  const first = await start()
  const second = await start()
  expect(await second.ended).toEqual([0, null])

  const brought = await first.act(({ app, BrowserWindow }) => {
    const [window] = BrowserWindow.all
    window?.minimize()
    app.emit('second-instance', {}, ['electron', '.'])
    return { windows: BrowserWindow.all.length, state: window?.state, focused: window?.focused }
  })
  expect(brought).toEqual({ windows: 1, state: 'shown', focused: true })
})

it.each([
  ['--remote-debugging-port=9222'],
  ['--remote-debugging-port'],
  ['-remote-debugging-port=9222'],
  ['--remote-debugging-pipe'],
  ['--inspect=9229'],
  ['--inspect-brk'],
])('[E24] with %s the app does not open, and says why', async (argument) => {
  const app = await start([argument])
  expect(await app.ended).toEqual([1, null])
  expect(app.complaint()).toContain('debugging port')
})

it('[E25] with an inspector that the environment has opened the app does not open', async () => {
  const app = await start([], { NODE_OPTIONS: '--inspect=127.0.0.1:0' })
  expect(await app.ended).toEqual([1, null])
  expect(app.complaint()).toContain('debugging port')
})

it('[E26] tests may ask for a debugging port', async () => {
  const app = await start(['--remote-debugging-port=0'], { TWOFOLD_TEST: '1' })
  expect(await app.api.app.state()).toMatchObject({ vault: 'none' })
})

it('[E236] an installed app opens no debugging port for what calls itself a test', async () => {
  const app = await start(['--remote-debugging-port=0'], { TWOFOLD_TEST: '1', STAND_IN_PACKAGED: '1' })
  expect(await app.ended).toEqual([1, null])
  expect(app.complaint()).toContain('debugging port')
})

it('[E27] where the data folder is no folder the app says so and ends', async () => {
  await writeFile(join(place.folder, 'file'), '')
  const app = await start(['--data', join(place.folder, 'file')])
  expect(await app.ended).toEqual([1, null])
  expect(app.complaint()).toContain('A box says: Twofold: Twofold can’t keep its settings in')
})

it.each([
  ['an address that is none', ['--link-host', 'localhost'], '--link-host takes an IP address.'],
  ['no folder', ['--data='], '--vault and --data take a folder.'],
])('[E233] started with %s the app says so in a box, once Linux shows one, and ends', async (_what, args, sentence) => {
  const app = await start(args)
  expect(await app.ended).toEqual([1, null])
  expect(app.complaint()).toContain(`A box says: Twofold: Twofold could not start: ${sentence}`)
})

it('[E234] what nothing catches before there is a window is a start that fails', async () => {
  // As soon as the app hears of errors, as Electron does before it, there is one.
  const source = `process.on('newListener', (name) => {
    const isOfTheApp = name === 'uncaughtException' && process.listenerCount(name) > 0
    if (isOfTheApp) setImmediate(() => { throw new TypeError('kingfisher') })
  })`
  const app = await start([], { NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(source)}"` })
  expect(await app.ended).toEqual([1, null])
  expect(app.complaint()).toContain('Twofold: TypeError')
  expect(app.complaint()).toContain('A box says: Twofold: Twofold could not start because of a fault in it.')
  expect(app.complaint()).not.toContain('kingfisher')
})

it('[E237] SIGUSR1 opens no inspector in the main process or the vault process, and ends neither', async () => {
  const place = await makePlace({ vault: true })
  try {
    const app = await place.start()
    await unlock(app)
    const [vaultProcess = 0] = await vaultPids(app)
    app.process.kill('SIGUSR1')
    process.kill(vaultProcess, 'SIGUSR1')
    await app.api.journal.add({ entry: entryOf(1) })
    expect((await app.api.journal.read({ id: idOf(1) })).entry.body).toBe(entryOf(1).body)
    await Promise.allSettled([app.act(({ app: electron }) => electron.quit())])
    expect(await app.ended).toEqual([0, null])
    expect(app.complaint()).not.toMatch(/debugger|inspector/i)
  } finally {
    await place.remove()
  }
})

it.each([
  ['linux', null],
  ['darwin', ['Twofold', 'File', 'Edit', 'Window']],
] as const)(
  '[E28] on %s the menu has what copying, closing and quitting need, never reload or dev tools',
  async (name, menus) => {
    const app = await start([], { STAND_IN_PLATFORM: name })
    const told = await app.act(({ told }) => told.find(({ name }) => name === 'setApplicationMenu')?.with)
    const menu = told?.[0] as readonly ItemSeen[] | null
    expect(menu && menu.map(({ label }) => label)).toEqual(menus)
    if (menu) expect(JSON.stringify(menu)).toMatch(/"copy".*"paste"/)
    expect(JSON.stringify(menu)).not.toMatch(/reload|devTools|viewMenu|windowMenu/i)
  },
)
