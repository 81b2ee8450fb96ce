import { expect, test } from '../support/e2e'
import { atEmptyJournal } from './pages/days'
import { lock, unlockToJournal } from './pages/gate'
import { body, copied, newEntry, saved } from './pages/journal'

const plain = '彼は「こんにちは」と言った'

test('[G240] a Japanese quotation is made bold beside its letters, kept by the vault, and made plain again', async ({
  launchPartner,
}) => {
  const { page } = await atEmptyJournal(launchPartner)
  const markdown = async () => {
    await saved(page)
    return copied(page)
  }
  /** Selects the quoted words from behind them: seven letters, and marks that are one step. */
  const selectQuoted = async (steps: number) => {
    await page.keyboard.press('End')
    for (let letter = 0; letter < 4; letter++) await page.keyboard.press('ArrowLeft')
    for (let letter = 0; letter < steps; letter++) await page.keyboard.press('Shift+ArrowLeft')
  }
  await newEntry(page)
  await body(page).focus()
  await page.keyboard.insertText(plain)
  await selectQuoted(7)
  await page.keyboard.press('Control+b')
  await expect(body(page)).not.toContainText('&zwnj;')
  await page.keyboard.press('End')
  await expect(body(page)).toHaveText(plain)
  await expect(body(page).locator('.page-bold')).toHaveText('「こんにちは」')
  expect(await markdown()).toBe('彼は&zwnj;**「こんにちは」**&zwnj;と言った')

  await lock(page)
  await unlockToJournal(page)
  await body(page).click()
  await page.keyboard.press('End')
  await expect(body(page)).toHaveText(plain)
  await selectQuoted(8)
  await page.keyboard.press('Control+b')
  expect(await markdown()).toBe(plain)
})
