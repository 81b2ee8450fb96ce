import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { bundlePage, type LiveWindow, openLiveWindow, startBrowser } from '../support/live-windows'

let script = ''
let browser: Browser
let window: LiveWindow
const page = () => window.page
const field = () => page().getByRole('textbox')
const become = (title: string) => page().evaluate((to) => titlePage.become(to), title)
const changes = () => page().evaluate(() => titlePage.changes())

beforeAll(async () => {
  script = await bundlePage('title-page')
  browser = await startBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  window = await openLiveWindow(browser, script)
  await become('Week')
  await field().press('End')
})
afterEach(async () => {
  await window.close()
  expect(window.complaints).toEqual([])
})

it('[C320] a key deletes nothing of what the other has put in the place of letters beside the caret', async () => {
  await become('We met')
  await page().keyboard.type('!')
  await expect.poll(() => field().inputValue()).toBe('We met!')
  await page().keyboard.press('Shift+Home')
  await become('We two met!')
  await page().keyboard.type('x')
  await expect.poll(() => field().inputValue()).toBe('x')
})

it('[C321] a letter is told, too, where the other had just taken out the same one', async () => {
  await page().keyboard.type('s')
  await become('Week')
  await page().keyboard.type('s')
  await expect.poll(() => field().inputValue()).toBe('Weeks')
  const told = { title: 'Weeks', before: 'Week' }
  expect(await changes()).toEqual([told, told])
})
