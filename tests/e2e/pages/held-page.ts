import type { Locator, Page } from 'playwright-core'
import { expect } from '../../support/e2e'
import { holdReads } from '../../support/held-reads'
import { body, row } from './journal'

export const list = (page: Page): Locator => page.getByRole('listbox', { name: 'Timeline' })

/** The keys are at the garden's row, the harbour's page is open, and the vault's answers are held. */
export async function askForGarden(page: Page, { held = false } = {}): Promise<void> {
  await row(page, 'harbour').click()
  await expect(body(page)).toContainText('harbour')
  await list(page).focus()
  await page.keyboard.press('ArrowUp')
  await holdReads(page)
  await page.keyboard.down('Enter')
  if (!held) await page.keyboard.up('Enter')
}
