import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { StandInApp } from '../support/electron-stand-in/drive'
import { crash, lock, makePlace, type SmokePlace } from '../support/electron-stand-in/smoke-app'

let place: SmokePlace
beforeEach(async () => {
  place = await makePlace({ vault: true })
})
afterEach(() => place.remove())

const tokens = readFileSync(resolve(import.meta.dirname, '../../renderer/ui/tokens.css'), 'utf8')
/** The desk's color in either theme: the light one is declared first. */
const [light, ...dark] = [...tokens.matchAll(/--bg: (#[\da-f]{6});/g)].map(([, color]) => color)

const stateOf = (app: StandInApp) => app.act(({ BrowserWindow }) => BrowserWindow.all.at(-1)?.state)
const paperOf = (app: StandInApp) => app.act(({ BrowserWindow }) => BrowserWindow.all.at(-1)?.backgroundColor)

/** Resolves when the newest window is seen. */
const seen = (app: StandInApp) =>
  app.act(({ BrowserWindow }) => {
    const window = BrowserWindow.all.at(-1)
    return new Promise<void>((shown) => {
      if (window && window.state !== 'hidden') shown()
      else window?.once('stand-in-shown', shown)
    })
  })

it.each([
  ['is never ready to be shown, as on Wayland', { STAND_IN_READY_TO_SHOW: 'never' }],
  ['can not be loaded', { STAND_IN_LOAD: 'fails' }],
  ['is loading for ever', { STAND_IN_LOAD: 'hangs' }],
])('[E210] a window whose page %s is shown all the same, and once', async (_what, env) => {
  const app = await place.start([], env)
  await seen(app)
  expect(await stateOf(app)).toBe('shown')
  expect(app.complaint()).toBe('')
})

it('[E211] a window that is gone before it could be shown leaves nothing behind that asks for it', async () => {
  const app = await place.start([], { STAND_IN_LOAD: 'hangs' })
  await crash(app)
  await crash(app)
  expect(await app.act(({ BrowserWindow }) => BrowserWindow.all.map(({ destroyed }) => destroyed))).toEqual([
    true,
    true,
    false,
  ])
  // Its own wait is the last to end. The former windows were never seen, and were to be in front.
  await seen(app)
  expect(await stateOf(app)).toBe('shown')
  expect(app.complaint()).toBe('')
})

it('[E212] a window has the desk’s color of the theme that was chosen, from its opening on and while it changes', async () => {
  const app = await place.start([], { STAND_IN_DARK: '1' })
  expect(new Set(dark).size).toBe(1)
  expect(await paperOf(app)).toBe(dark[0])
  await app.api.app.setPreferences({ theme: 'light' })
  expect(await paperOf(app)).toBe(light)
  await lock(app)
  const opened = () => app.act(({ BrowserWindow }) => BrowserWindow.all.at(-1)?.options.backgroundColor)
  expect(await opened()).toBe(light)
  // Chosen once, it goes before the system's, for the frame and the menus too.
  await app.act(({ nativeTheme }) => (nativeTheme.systemIsDark = false))
  await app.api.app.setPreferences({ theme: 'dark' })
  expect(await app.act(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark')
  await app.kill()
  const again = await place.start()
  expect(await again.act(({ BrowserWindow }) => BrowserWindow.all[0]?.options.backgroundColor)).toBe(dark[0])
  await again.api.app.setPreferences({ theme: 'system' })
  expect(await paperOf(again)).toBe(light)
  await again.act(({ nativeTheme }) => (nativeTheme.systemIsDark = true))
  expect(await paperOf(again)).toBe(dark[0])
})

const bounds = { x: 2000, y: 100, width: 1000, height: 700 }
type Shape = 'maximize' | 'full-screen' | 'both' | 'none'

/** Gives the window these bounds and this shape, then the focus or not. */
const shapeWindow = (app: StandInApp, shape: Shape, last: 'focus' | 'blur' | 'minimize') =>
  app.act(
    ({ BrowserWindow }, { shape, last, bounds }) => {
      const window = BrowserWindow.all.at(-1)
      window?.setBounds(bounds)
      if (shape === 'maximize' || shape === 'both') window?.maximize()
      if (shape === 'full-screen' || shape === 'both') window?.setFullScreen(true)
      window?.[last]()
    },
    { shape, last, bounds },
  )

const standing = (app: StandInApp) =>
  app.act(({ BrowserWindow }) => {
    const window = BrowserWindow.all.at(-1)
    if (!window) throw new Error('no window is open')
    return {
      state: window.state,
      maximized: window.isMaximized(),
      fullScreen: window.isFullScreen(),
      bounds: window.getNormalBounds(),
    }
  })

it('[E213] a window comes back from a lock maximised or full screen as it was, in front or behind, its own size kept', async () => {
  const app = await place.start()
  for (const [then, state, replace] of [
    ['focus', 'shown', lock],
    ['blur', 'behind', crash],
  ] as const) {
    for (const shape of ['maximize', 'full-screen', 'both', 'none'] as const) {
      await shapeWindow(app, shape, then)
      const before = await standing(app)
      await replace(app)
      expect([shape, await standing(app)]).toEqual([shape, { ...before, state }])
      // Behind full screen it is still maximised.
      await app.act(({ BrowserWindow }) => BrowserWindow.all.at(-1)?.setFullScreen(false))
      expect(await standing(app)).toMatchObject({ maximized: shape === 'maximize' || shape === 'both', bounds })
      await app.act(({ BrowserWindow }) => BrowserWindow.all.at(-1)?.unmaximize())
    }
  }
})

it('[E214] a minimised window comes back from several locks minimised, and is restored to what it was before', async () => {
  const app = await place.start()
  for (const [shape, maximized, fullScreen] of [
    ['maximize', true, false],
    ['both', false, true],
  ] as const) {
    await shapeWindow(app, shape, 'minimize')
    await lock(app)
    await crash(app)
    expect(await standing(app)).toEqual({ state: 'minimized', maximized: false, fullScreen: false, bounds })
    await app.act(({ BrowserWindow }) => BrowserWindow.all.at(-1)?.restore())
    expect(await standing(app)).toMatchObject({ maximized, fullScreen, bounds })
    await app.act(({ BrowserWindow }) => BrowserWindow.all.at(-1)?.setFullScreen(false))
    expect(await standing(app)).toMatchObject({ maximized: true, fullScreen: false, bounds })
  }
})

it('[E215] on a Mac a window that locks in the background becomes full screen when it is looked at, not before', async () => {
  const app = await place.start([], { STAND_IN_PLATFORM: 'darwin' })
  await shapeWindow(app, 'full-screen', 'blur')
  await lock(app)
  expect(await standing(app)).toMatchObject({ state: 'behind', fullScreen: false })
  await crash(app)
  await app.act(({ BrowserWindow }) => BrowserWindow.all.at(-1)?.focus())
  expect(await standing(app)).toMatchObject({ state: 'shown', fullScreen: true })
})

it('[E216] where the display is gone that the window was on, it comes back on one that is there', async () => {
  const app = await place.start()
  await shapeWindow(app, 'maximize', 'minimize')
  await app.act(({ screen }) => screen.displays.pop())
  await lock(app)
  expect((await standing(app)).bounds).toEqual({ x: 920, y: 100, width: 1000, height: 700 })
})
