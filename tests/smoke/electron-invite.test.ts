import { afterEach, beforeEach, expect, it } from 'vitest'
import type { StandInApp } from '../support/electron-stand-in/drive'
import { makePlace, type SmokePlace, unlock } from '../support/electron-stand-in/smoke-app'

const link = 'twofold://invite#one'

let place: SmokePlace
beforeEach(async () => {
  place = await makePlace({ vault: true })
})
afterEach(() => place.remove())

/** What Electron tells the app when it is started once more with these arguments. */
const startAgain = (app: StandInApp, ...argv: string[]) =>
  app.act(({ app, BrowserWindow }, argv) => {
    const [window] = BrowserWindow.all
    window?.minimize()
    app.emit('second-instance', {}, argv)
    return window?.state
  }, argv)

const openUrl = (app: StandInApp, url: string) =>
  app.act(({ app }, url) => {
    let prevented = false
    app.emit('open-url', { preventDefault: () => (prevented = true) }, url)
    return prevented
  }, url)

it('[Q53] an invite among the arguments waits until the vault is open, and is told once', async () => {
  const app = await place.start(['--', link])
  expect(await app.api.app.takeInvite()).toBe(null)
  const told = app.nextSignal('app.invited')
  await unlock(app)
  await told
  expect(await app.api.app.takeInvite()).toBe(link)
  expect(await app.api.app.takeInvite()).toBe(null)
  expect(app.complaint()).not.toContain('twofold:')
})

it('[Q53] an invite of a later start, wherever Chromium puts it, reaches the open window at once', async () => {
  const app = await place.start()
  await unlock(app)
  for (const argv of [
    ['electron', '--allow-file-access', link],
    ['electron', link, '--no-sandbox', '.'],
    ['electron', '--', link],
  ]) {
    const told = app.nextSignal('app.invited')
    expect(await startAgain(app, ...argv)).toBe('shown')
    await told
    expect(await app.api.app.takeInvite()).toBe(link)
  }
  for (const argv of [['electron', 'twofold://join#x'], ['electron', `${link}${'x'.repeat(4096)}`], []]) {
    expect(await startAgain(app, ...argv)).toBe('shown')
    expect(await app.api.app.takeInvite()).toBe(null)
  }
})

it('[Q53] a link that macOS opens is heard before Electron is ready and afterwards, and nothing else is', async () => {
  const app = await place.start([], { STAND_IN_OPEN_URL: link })
  await unlock(app)
  expect(await app.api.app.takeInvite()).toBe(link)
  expect(await openUrl(app, 'TWOFOLD://invite/#two')).toBe(true)
  expect(await app.api.app.takeInvite()).toBe('twofold://invite#two')
  expect(await openUrl(app, 'twofold:x')).toBe(true)
  expect(await app.api.app.takeInvite()).toBe(null)
})

it('[Q53] the installed app alone becomes the one that opens the links, and reads nothing of them as a switch', async () => {
  const asked = (app: StandInApp) =>
    app.act(({ told }) => told.filter(({ name }) => name === 'setAsDefaultProtocolClient').map((each) => each.with))
  const installed = await place.start([], { STAND_IN_PACKAGED: '1' })
  expect(await asked(installed)).toEqual([['twofold', process.execPath, ['--']]])
  await installed.kill()
  expect(await asked(await place.start())).toEqual([])
})
