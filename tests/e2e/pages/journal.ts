import type { Locator, Page } from 'playwright-core'
import { expect } from '../../support/e2e'

/** The page one writes on. */
export const body = (page: Page): Locator => page.getByRole('textbox', { name: 'Entry', exact: true })

/** The same for whoever reads: it scrolls by keys and takes no words. */
export const reading = (page: Page): Locator => page.getByRole('document', { name: /^The words of this entry/ })

export const title = (page: Page): Locator => page.getByRole('textbox', { name: 'Title' })

/** The partner's name beside the caret they write with; the timeline and a form may hold the same name. */
export const partnerName = (page: Page): Locator => page.locator('.page-partner-name')

export async function newEntry(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New entry' }).first().click()
  await expect(body(page)).toBeVisible()
}

/** Waits until the app says that everything typed is on the disk. */
export async function saved(page: Page): Promise<void> {
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
}

export async function write(page: Page, words: string): Promise<void> {
  await body(page).focus()
  await page.keyboard.type(words)
  await expect(body(page)).toContainText(words.slice(-20))
  await saved(page)
}

/** A row of the timeline by words on it. */
export const row = (page: Page, words: string | RegExp): Locator => page.getByRole('option', { name: words })

/** The whole text of the page, also what is scrolled out of sight: everything selected, as it would be copied. */
export async function copied(page: Page): Promise<string> {
  await body(page).focus()
  await page.keyboard.press('Control+a')
  return page.evaluate(() => {
    const data = new DataTransfer()
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }),
    )
    return data.getData('text/plain')
  })
}
