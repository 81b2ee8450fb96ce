import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundlePage, openLiveWindow, startBrowser } from '../support/live-windows'

let script = ''
let browser: Browser
beforeAll(async () => {
  script = await bundlePage('select-page')
  browser = await startBrowser()
})
afterAll(() => browser.close())

it('[G320] a closed list is opened by its keys, and no key changes what it says', async () => {
  const { page, close } = await openLiveWindow(browser, script)
  const closed = page.getByRole('button', { name: /Kind/ })
  const list = page.getByRole('listbox')
  const focused = page.locator('button:focus')
  await closed.focus()
  for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowRight', 'd', 'g', 'Home', 'End']) {
    await page.keyboard.press(key)
    expect(await closed.innerText(), key).toBe('Reflection')
    expect(await list.count(), key).toBe(0)
  }
  // A letter begins a word for a while, in which a space would be part of it.
  await closed.blur()
  await closed.focus()
  for (const key of ['Enter', 'ArrowDown', 'ArrowUp', 'Alt+ArrowDown']) {
    await page.keyboard.press(key)
    await list.waitFor()
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'detached' })
    // React Aria gives the focus back in the frame after.
    await focused.waitFor()
    expect(await closed.innerText(), key).toBe('Reflection')
  }
  await page.keyboard.press('Enter')
  await list.waitFor()
  await page.keyboard.press('d')
  await page.keyboard.press('Enter')
  await list.waitFor({ state: 'detached' })
  expect(await closed.innerText()).toBe('Dream')
  await close()
})
