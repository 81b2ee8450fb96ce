import type { Page } from 'playwright-core'
import { expect } from '../../support/e2e'

export const passphrase = 'slow violet harbour lantern moss'

/** Goes through set-up as a newcomer does; resolves with the recovery key when the journal is on the screen. */
export async function setUp(
  page: Page,
  name: string,
  [words, again]: readonly [string, string] = [passphrase, passphrase],
): Promise<{ recoveryKey: string }> {
  await page.getByRole('textbox', { name: 'Your name' }).fill(name)
  await page.getByRole('button', { name: 'Continue' }).click()
  await typeNewPassphrase(page, words, again)
  await page.getByRole('button', { name: 'Make the vault' }).click()
  const recoveryKey = await keepRecoveryKey(page)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Write your first entry' }).click()
  await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible()
  return { recoveryKey }
}

export async function typeNewPassphrase(page: Page, words: string, again = words): Promise<void> {
  await page.getByRole('textbox', { name: 'New passphrase' }).fill(words)
  await page.getByRole('textbox', { name: 'The same once more' }).fill(again)
}

/** Reads the key from the screen, then types back the two groups that are asked for. */
export async function keepRecoveryKey(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'I’ve kept it' }).waitFor()
  const groups = await page.locator('#root ol li span:last-child').allInnerTexts()
  await page.getByRole('button', { name: 'I’ve kept it' }).click()
  const fields = page.getByRole('textbox', { name: /group$/ })
  await expect(fields).toHaveCount(2)
  for (const field of await fields.all()) {
    const label = (await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent)) ?? ''
    await field.fill(groups[Number.parseInt(label.replace(/\D+/g, ''), 10) - 1] ?? '')
  }
  await page.getByRole('button', { name: 'Continue' }).click()
  return groups.join('-')
}

export async function unlock(page: Page, words = passphrase): Promise<void> {
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(words)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
}

export async function unlockToJournal(page: Page): Promise<void> {
  await unlock(page)
  await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible()
}

/** Locks by the button of the sidebar and waits for the unlock page. */
export async function lock(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Lock', exact: true }).click()
  await expect(page.getByRole('textbox', { name: 'Passphrase' })).toBeVisible()
}
