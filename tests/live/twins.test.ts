import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundlePage, type LiveWindow, openLiveWindow, startBrowser } from '../support/live-windows'
import { commandNames, withoutTyped } from '../support/twin-runs'

let browser: Browser
let window: LiveWindow

beforeAll(async () => {
  browser = await startBrowser()
  window = await openLiveWindow(browser, await bundlePage('twins'))
})
afterAll(async () => {
  expect(window.complaints).toEqual([])
  await window.close()
  await browser.close()
})

/** One a command; tests/unit/twins.test.ts has many, without a screen. */
const seed = Number(process.env.TWIN_SEED ?? 1)

it('[R100] on three real pages every command of three is as if one had given it, undone and redone too', async () => {
  for (const [at, name] of commandNames.entries()) {
    const after = (['nothing', 'undo', 'redo'] as const)[at % 3] ?? 'nothing'
    const run = { seed: seed + at, name, after }
    const { texts, expected, lost } = await window.page.evaluate((one) => twins.runTwins(one), run)
    expect({ run, lost, texts: texts.map(withoutTyped) }).toEqual({ run, lost: '', texts: texts.map(() => expected) })
    expect(new Set(texts).size, `${name}: one text on all pages`).toBe(1)
  }
})

it('[R102] on three real pages any mix breaks no box, loses no letter and ends equal', async () => {
  for (const one of [seed, seed + 1]) {
    const { diverged, lost, boxes } = await window.page.evaluate((run) => twins.runMixed(run), {
      seed: one,
      steps: 120,
    })
    expect({ one, diverged, lost, boxes }).toEqual({ one, diverged: false, lost: '', boxes: 0 })
  }
})
