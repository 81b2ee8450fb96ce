import { afterEach, beforeEach, expect, it } from 'vitest'
import { makePlace, type SmokePlace, unlock } from '../support/electron-stand-in/smoke-app'
import { failureCode } from '../support/vault-folder'

const secret = 'kingfisher'

let place: SmokePlace
beforeEach(async () => {
  place = await makePlace({ vault: true })
})
afterEach(() => place.remove())

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
  await expect.poll(() => app.complaint()).toContain("Twofold's vault process has ended by itself (70)")
  expect(app.complaint()).toMatch(/^Twofold vault process: TypeError/mu)
  expect(app.complaint()).not.toContain(secret)
})
