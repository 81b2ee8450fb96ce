import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { StandInApp } from '../support/electron-stand-in/drive'
import { makePlace, nextSaved, type SmokePlace, unlock, vaultPids } from '../support/electron-stand-in/smoke-app'
import { entryOf, idOf } from '../support/journal-entries'

const secret = 'kingfisher'

let place: SmokePlace
let app: StandInApp
beforeEach(async () => {
  place = await makePlace({ vault: true })
})
afterEach(() => place.remove())

it.each(['thrown', 'rejected'])(
  '[E100] what is %s in the main process and caught nowhere is reported without its text, and the app goes on',
  async (how) => {
    app = await place.start()
    await unlock(app)
    await app.api.journal.add({ entry: entryOf(1) })
    const saved = nextSaved(app)
    await app.act(
      (_stage, { isThrown, text }) => {
        setTimeout(() => {
          if (isThrown) throw new TypeError(text)
          // What this makes is the point: nobody waits for it.
          Object.assign(globalThis, { lost: Promise.reject(new TypeError(text)) })
        }, 0)
      },
      { isThrown: how === 'thrown', text: secret },
    )
    await saved
    expect((await app.api.journal.read({ id: idOf(1) })).entry.body).toBe(entryOf(1).body)
    await expect.poll(() => app.complaint()).toContain('Twofold: TypeError')
    expect(app.complaint()).not.toContain(secret)
  },
)

it('[E101] a start that fails says so in a box and ends, for Electron would leave an app without a window', async () => {
  // Of the preferences nothing can be read.
  app = await place.start()
  const profile = await app.act(({ told }) => String(told.find(({ name }) => name === 'setPath')?.with[1]))
  await app.kill()
  const preferences = join(profile, '..', 'preferences.json')
  await mkdir(join(profile, '..'), { recursive: true })
  await symlink(preferences, preferences)
  const again = await place.start()
  expect(await again.ended).toEqual([1, null])
  expect(again.complaint()).toContain('Twofold: start: AppError disk-failed')
  expect(again.complaint()).toContain('A box says: Twofold: Twofold could not start because of a fault in it.')
})

it('[E102] a vault process in which something unexpected happens ends in Electron too, and no word goes with it', async () => {
  const source = `process.on('SIGUSR2', () => { Promise.reject(new TypeError('${secret}')) })`
  app = await place.start([], { NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(source)}"` })
  await unlock(app)
  await app.api.journal.add({ entry: entryOf(1) })
  const [vaultProcess = 0] = await vaultPids(app)
  const page = app.nextPage()
  process.kill(vaultProcess, 'SIGUSR2')
  await page
  expect(app.complaint()).toContain('Twofold vault process: TypeError')
  expect(app.complaint()).toContain('Twofold’s vault process has ended by itself (70)')
  expect(app.complaint()).not.toContain(secret)
  await unlock(app)
  expect((await app.api.journal.read({ id: idOf(1) })).entry.body).toBe(entryOf(1).body)
})
