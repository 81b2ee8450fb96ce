import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { builtModule } from '../support/electron-stand-in/built'
import { startApp, type StandInApp } from '../support/electron-stand-in/drive'
import { makePlace, type SmokePlace, unlock, vaultPids } from '../support/electron-stand-in/smoke-app'
import { processesOf } from '../support/partner'
import { type DrivenApp, type ElectronRuntime, startElectron } from '../support/partner-electron'
import { type Place, temporaryOf } from '../support/partner-run'

// What the end-to-end fixture asks of Electron by Playwright, with the app on the stand-in and without pages.
const main = resolve(import.meta.dirname, '../../out/main/main.js')

let smoke: SmokePlace
let place: Place
const apps: StandInApp[] = []
beforeEach(async () => {
  smoke = await makePlace({ vault: true })
  await mkdir(temporaryOf(smoke.folder))
  const viewport = { width: 1280, height: 800 }
  place = { folder: smoke.folder, vault: join(smoke.folder, 'vault'), complaints: [], viewport, links: [] }
})
afterEach(async () => {
  for (const app of apps.splice(0)) await app.kill()
  await smoke.remove()
})

/** The app, as Playwright drives one: its functions run in the main process, with what `electron` exports. */
function driven(app: StandInApp): DrivenApp {
  const page = { on: () => page, setViewportSize: async () => {} } as unknown as Page
  let isOpen = true
  const close = () => {
    isOpen = false
  }
  app.ended.then(close, close)
  return {
    windows: () => (isOpen ? [page] : []),
    firstWindow: async () => page,
    context: () => ({ addInitScript: async () => {} }),
    process: () => app.process,
    on: () => {},
    evaluate: (play: Parameters<StandInApp['act']>[0]) => app.act(play),
    close: () => app.act(({ app: electron }) => electron.quit()).catch(() => {}),
  } as unknown as DrivenApp
}

const runtime: ElectronRuntime = {
  async launch({ args = [], env = {} }) {
    const app = await startApp(args.slice(1), { env })
    apps.push(app)
    return driven(app)
  },
  startBeside: (args, env) => spawn(process.execPath, [builtModule('run'), main, ...args], { stdio: 'ignore', env }),
}

it('[E271] a process is known to the fixture from when it is there until it isn’t, and none is told anything before', async () => {
  const run = await startElectron(place, runtime)
  const ana = processesOf('Ana', () => run)
  const unknown = "Ana's vault process isn't known"
  await expect(ana.pid('vault')).rejects.toThrow(unknown)
  await expect(ana.signal('vault', 'SIGKILL')).rejects.toThrow(unknown)
  await expect(ana.kill('host', 'vault')).rejects.toThrow(unknown)

  const [app] = apps as [StandInApp]
  expect(await app.api.app.state()).toMatchObject({ folder: place.vault })
  await unlock(app)
  const [first] = await vaultPids(app)
  expect([await ana.pid('vault'), await ana.pid('host')]).toEqual([first, app.process.pid])
  const page = app.nextPage()
  await app.api.app.lock()
  await page
  await expect(ana.pid('vault')).rejects.toThrow(unknown)
  await unlock(app)
  expect(await ana.pid('vault')).toBe((await vaultPids(app))[1])
  // Electron's main process is its browser process as well.
  await ana.kill('host', 'browser', 'vault')
  expect(await app.ended).toEqual([null, 'SIGKILL'])
})

it('[E272] a start beside the app that runs ends, and a start after its last window was closed is the app', async () => {
  const run = await startElectron(place, runtime)
  const [first] = apps as [StandInApp]
  expect(await run.openAgain()).toBe(0)
  await first.act(({ BrowserWindow }) => BrowserWindow.all[0]?.close())
  expect(await first.ended).toEqual([0, null])
  expect(await run.openAgain('twofold://invite#one')).toBe(null)
  const second = apps[1] as StandInApp
  await unlock(second)
  expect(await second.api.app.takeInvite()).toBe('twofold://invite#one')
  await run.stop()
  expect(await second.ended).toEqual([0, null])
})
