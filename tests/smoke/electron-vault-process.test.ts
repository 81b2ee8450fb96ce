import { afterEach, beforeEach, expect, it } from 'vitest'
import type { StandInApp } from '../support/electron-stand-in/drive'
import { makePlace, nextSaved, type SmokePlace, unlock } from '../support/electron-stand-in/smoke-app'
import { entryOf, idOf } from '../support/journal-entries'
import { failureCode } from '../support/vault-folder'

const secret = 'kingfisher'

let place: SmokePlace
beforeEach(async () => {
  place = await makePlace({ vault: true })
})
afterEach(() => place.remove())

/** Lets Electron launch utility processes again. */
const letLaunch = (app: StandInApp) =>
  app.act(({ utilityProcess }) => void (utilityProcess.launching = Promise.resolve()))

it('[E250] what the modules of the vault process throw while they load ends it like any error, and every call is answered', async () => {
  // From when Electron has made the process ready to load them.
  const fault = `Object.defineProperty(process, 'parentPort', {
    configurable: true,
    set(value) {
      Object.defineProperty(process, 'parentPort', { value })
      Object.defineProperty(globalThis, 'TextEncoder', { get() { throw new TypeError('${secret}') } })
    },
  })`
  const app = await place.start([], { NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(fault)}"` })
  expect(await failureCode(unlock(app))).toBe('vault-locked')
  await expect.poll(() => app.complaint()).toContain('Twofold’s vault process has ended by itself (70)')
  expect(app.complaint()).toMatch(/^Twofold vault process: TypeError/mu)
  expect(app.complaint()).not.toContain(secret)
})

it('[E251] where Electron can’t launch the vault process, unlocking says so after ten seconds, and works when it can', async () => {
  const app = await place.start([], { STAND_IN_LAUNCH: 'fails' })
  expect(await failureCode(unlock(app))).toBe('vault-process-not-started')
  expect(app.complaint()).toContain('Twofold’s vault process could not be started')
  expect(await app.api.app.state()).toMatchObject({ vault: 'locked' })
  await app.api.app.lock()
  await letLaunch(app)
  await unlock(app)
  const saved = nextSaved(app)
  await app.api.journal.add({ entry: entryOf(1) })
  await saved
  expect((await app.api.journal.read({ id: idOf(1) })).entry.body).toBe(entryOf(1).body)
})

it('[E252] a vault process that isn’t launched keeps nobody from locking, from another folder, or from leaving', async () => {
  const app = await place.start([], { STAND_IN_LAUNCH: 'fails' })
  expect(await app.api.app.state()).toMatchObject({ vault: 'locked' })
  const underWay = failureCode(app.api.vault.status())
  await app.api.app.lock()
  expect(await underWay).toBe('vault-locked')
  await app.api.app.openFolder({ folder: `${place.folder}/other` })
  await Promise.allSettled([app.act(({ app: electron }) => electron.quit())])
  expect(await app.ended).toEqual([0, null])
})

it('[E253] the vault process runs with the heap flags of the browser host’s', async () => {
  const app = await place.start()
  await app.api.app.state()
  const started = await app.act(({ told }) => told.filter(({ name }) => name === 'fork').map((each) => each.with[2]))
  expect(started).toEqual([
    { serviceName: 'Twofold vault', execArgv: ['--js-flags=--max-semi-space-size=64 --min-semi-space-size=16'] },
  ])
})

it('[E254] bytes that a page says are all that crosses: not the buffer that they lie in', async () => {
  const app = await place.start()
  await unlock(app)
  // What a page gets by a live channel is a view of the message it came in.
  const code = await app.act(async ({ page }) => {
    const update = new Uint8Array(4096).fill(7).subarray(1000, 1012)
    const reply = await page().call('shared.push', { update, origin: 'live' }, false)
    return (reply as { failure?: { code: string } }).failure?.code
  })
  expect(code).toBe('not-paired')
})
