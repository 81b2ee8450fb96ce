import type { Locator, Page } from 'playwright-core'

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute'

/** A part of the date or the time of the open entry, or of the date that a dialog asks for. */
export const part = (page: Page, name: Part): Locator => page.getByRole('spinbutton', { name })

export async function typePart(page: Page, name: Part, digits: string): Promise<void> {
  await part(page, name).click()
  await page.keyboard.type(digits)
}

export const tagField = (page: Page): Locator => page.getByRole('combobox', { name: 'Add a tag' })

/** A tag that the open entry has. */
export const tag = (page: Page, name: string): Locator => page.getByRole('row', { name, exact: true })
