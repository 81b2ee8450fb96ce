import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundlePage, type LiveWindow, openLiveWindow, startBrowser } from '../support/live-windows'

let browser: Browser
let window: LiveWindow

beforeAll(async () => {
  const script = await bundlePage('character-pages')
  browser = await startBrowser()
  window = await openLiveWindow(browser, script)
})
afterAll(async () => {
  await window.close()
  await browser.close()
  expect(window.complaints).toEqual([])
})

it('[P550] what is in sight is shown as what it means from the first moment, on a busy machine too', async () => {
  const shown = await window.page.evaluate(() => {
    // Each look at the clock takes six milliseconds, as where something else has the processor.
    const { now } = Date
    let looks = now()
    Date.now = () => (looks += 6)
    try {
      textPages.openPrivate('ana', Array.from({ length: 30 }, (_, at) => `- [ ] box ${at}\n\nwords`).join('\n\n'))
      const lines = Array.from(document.querySelectorAll('.cm-line'), ({ textContent }) => textContent)
      return {
        boxes: document.querySelectorAll('.page-task').length,
        raw: lines.filter((line) => line.includes('[ ]')),
      }
    } finally {
      Date.now = now
    }
  })
  expect(shown.raw).toEqual([])
  expect(shown.boxes).toBeGreaterThan(5)
})
