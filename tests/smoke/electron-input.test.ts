import { afterEach, beforeEach, expect, it } from 'vitest'
import type { StandInApp } from '../support/electron-stand-in/drive'
import { crash, lock, makePlace, nextSaved, type SmokePlace, unlock } from '../support/electron-stand-in/smoke-app'
import { entryOf, idOf } from '../support/journal-entries'

let place: SmokePlace
beforeEach(async () => {
  place = await makePlace({ vault: true })
})
afterEach(() => place.remove())

const zoomOf = (app: StandInApp) =>
  app.act(({ BrowserWindow }) => BrowserWindow.all.at(-1)?.webContents.getZoomFactor())
const press = (app: StandInApp, key: string, held: object) =>
  app.act(({ BrowserWindow }, stroke) => BrowserWindow.all.at(-1)?.webContents.press(stroke), { key, ...held })

it('[E217] the page is zoomed by keys and wheel within bounds, and stays so over a lock and a start', async () => {
  const app = await place.start()
  const control = { control: true }
  expect(await press(app, '+', control)).toBe(false)
  expect(await zoomOf(app)).toBe(1.1)
  for (let at = 0; at < 12; at++) await press(app, '+', control)
  expect(await zoomOf(app)).toBe(2)
  await press(app, '0', control)
  for (let at = 0; at < 12; at++) await press(app, '-', control)
  expect(await zoomOf(app)).toBe(0.5)
  await app.act(({ BrowserWindow }) => BrowserWindow.all.at(-1)?.webContents.emit('zoom-changed', {}, 'in'))
  expect(await zoomOf(app)).toBe(0.67)
  // What is typed reaches the page, and nothing else does anything.
  for (const typed of [{}, { control: true, alt: true }, { meta: true }]) {
    for (const key of ['+', '-', '0']) expect(await press(app, key, typed)).toBe(true)
  }
  expect(await zoomOf(app)).toBe(0.67)
  await lock(app)
  expect(await zoomOf(app)).toBe(0.67)
  await press(app, '-', control)
  expect(await zoomOf(app)).toBe(0.5)
  // Each change is written after the one before it, and answered when it is on the disk.
  await app.api.app.setPreferences({ theme: 'light' })
  await app.kill()
  const again = await place.start([], { STAND_IN_PLATFORM: 'darwin' })
  expect(await zoomOf(again)).toBe(0.5)
  expect(await press(again, '0', { meta: true })).toBe(false)
  expect(await zoomOf(again)).toBe(1)
})

it('[E219] a context menu cuts, copies and pastes in text fields and copies selected text; elsewhere there is none', async () => {
  const app = await place.start()
  const all = { canCut: true, canCopy: true, canPaste: true, canSelectAll: true }
  const open = (params: object) =>
    app.act(
      ({ BrowserWindow, Menu, told }, params) => {
        Menu.opened = null
        BrowserWindow.all.at(-1)?.webContents.emit('context-menu', {}, params)
        if (!Menu.opened) return null
        const [items, at] = told.findLast(({ name }) => name === 'popup')?.with ?? []
        return { items: items as readonly { role: string | null; isEnabled: boolean }[], at }
      },
      { isEditable: false, selectionText: '', editFlags: all, x: 40, y: 60, menuSourceType: 'keyboard', ...params },
    )
  expect(await open({})).toBe(null)
  const field = await open({ isEditable: true, editFlags: { ...all, canCut: false, canCopy: false } })
  expect(field?.items.map(({ role, isEnabled }) => [role, isEnabled])).toEqual([
    ['cut', false],
    ['copy', false],
    ['paste', true],
    [null, true],
    ['selectAll', true],
  ])
  expect(field?.at).toEqual({ x: 40, y: 60, sourceType: 'keyboard' })
  const text = await open({ selectionText: 'Until the lights were gone.' })
  expect(text?.items.map(({ role }) => role)).toEqual(['copy'])
  await app.act(({ Menu }) => Menu.opened?.items[0]?.click())
  expect(await app.act(({ told }) => told.findLast(({ name }) => name === 'edit')?.with)).toEqual(['copy'])
})

it('[E220] on a Mac Cmd+W closes the window, which saves every word and ends the app', async () => {
  const app = await place.start([], { STAND_IN_PLATFORM: 'darwin' })
  await unlock(app)
  await app.api.journal.add({ entry: entryOf(1) })
  await Promise.allSettled([app.act(({ Menu }) => Menu.press('CommandOrControl+W'))])
  expect(await app.ended).toEqual([0, null])
  const again = await place.start()
  await unlock(again)
  expect((await again.api.journal.read({ id: idOf(1) })).entry).toEqual(entryOf(1))
})

it('[E221] to a page that has crashed nothing is sent any more, and another takes its place', async () => {
  const app = await place.start()
  await unlock(app)
  await app.api.journal.add({ entry: entryOf(1) })
  await crash(app)
  await unlock(app)
  const saved = nextSaved(app)
  await app.api.journal.edit({
    id: idOf(1),
    length: entryOf(1).body.length,
    changes: [{ from: 0, to: 0, insert: 'a' }],
  })
  await saved
  expect(app.complaint()).toBe('')
})

it('[E222] the stand-in refuses what Electron’s types don’t have, and what has been destroyed', async () => {
  const app = await place.start()
  const refused = await app.act(async ({ BrowserWindow, Menu }) => {
    const attempts: (() => unknown)[] = [
      () => Menu.buildFromTemplate([{ role: 'closeWindow' as 'close' }]),
      () => Menu.buildFromTemplate([{ label: 'Copy', onClick: 1 } as object]),
      () => Menu.buildFromTemplate([{}]),
      () => new BrowserWindow({ fullScreen: true } as object),
      () => new BrowserWindow({ webPreferences: { zoom: 2 } as object }),
    ]
    const window = new BrowserWindow({})
    const { webContents } = window
    window.destroy()
    attempts.push(
      () => window.show(),
      () => window.isFocused(),
      () => window.webContents,
    )
    await new Promise((soon) => setTimeout(soon, 0))
    attempts.push(() => webContents.send('signal', 'app.changed'))
    return attempts.map((attempt) => {
      try {
        return attempt() === undefined
      } catch (error) {
        return error instanceof Error && error.message
      }
    })
  })
  const gone = 'Object has been destroyed'
  expect(refused).toEqual([
    "no role is 'closeWindow'",
    "MenuItemConstructorOptions has no 'onClick'",
    'Invalid template for MenuItem: must have at least one of label, role or type',
    "BrowserWindowConstructorOptions has no 'fullScreen'",
    "WebPreferences has no 'zoom'",
    gone,
    gone,
    gone,
    gone,
  ])
})
