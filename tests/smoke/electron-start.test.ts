import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ItemSeen } from '../support/electron-stand-in/menu'
import { makePlace, type SmokePlace } from '../support/electron-stand-in/smoke-app'

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

it('[E27] where the data folder is no folder the app says so and ends', async () => {
  await writeFile(join(place.folder, 'file'), '')
  const app = await start(['--data', join(place.folder, 'file')])
  expect(await app.ended).toEqual([1, null])
  expect(app.complaint()).toContain("can't be written")
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
