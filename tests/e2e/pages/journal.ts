import type { Locator, Page } from 'playwright-core'
import { expect } from '../../support/e2e'

/** The page one writes on. */
export const body = (page: Page): Locator => page.getByRole('textbox', { name: 'Entry', exact: true })

export const title = (page: Page): Locator => page.getByRole('textbox', { name: 'Title' })

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
