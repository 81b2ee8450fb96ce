import { expect, test } from '../support/e2e'
import { atEmptyJournal } from './pages/days'
import { body, copied, newEntry } from './pages/journal'

const entry = `said **yes**, 5 \\* 3 and [the
harbour](
https://example.org/tower)
彼は&zwnj;**「はい」**&zwnj;と言った
- [ ] tower
1. milk
2. eggs`

test('[G330] the find bar finds what one reads and nothing else, marks it, and counts while somebody writes', async ({
  launchPartner,
}) => {
  const { page } = await atEmptyJournal(launchPartner)
  await newEntry(page)
  await body(page).focus()
  await page.keyboard.insertText(entry)
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('Control+f')
  const field = page.getByRole('textbox', { name: 'Find in this entry' })
  const count = page.getByRole('search').getByRole('status')
  const chosen = page.locator('.page-match-selected')
  for (const [words, shown] of [
    ['said yes', /^said \**yes$/],
    ['5 * 3', /^5 \\?\* 3$/],
    ['「はい」と', /^「はい」\**と$/],
    ['2. eggs', /^2\.eggs$/],
    ['1.', /^1\.$/],
  ] as const) {
    await field.fill(words)
    await expect(count).toHaveText('1 match')
    await page.keyboard.press('Enter')
    await expect(count).toHaveText('1 of 1')
    await expect(chosen).toHaveText([shown])
  }
  for (const words of ['zwnj', '\\', '**', 'example']) {
    await field.fill(words)
    await expect(count).toHaveText('Not found')
    await expect(page.locator('.page-match')).toHaveCount(0)
  }
  await field.fill('tower')
  await expect(count).toHaveText('1 match')
  await body(page).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText(' by the **tow**er')
  await expect(count).toHaveText('2 matches')
  await expect(page.locator('.page-match')).toHaveText(['tower', 'tower'])
  await page.keyboard.press('F3')
  await page.keyboard.press('Shift+F3')
  await expect(count).toHaveText('2 of 2')
  await page.keyboard.press('Escape')
  await expect(body(page)).toBeFocused()
  await page.keyboard.insertText('sea')
  expect(await copied(page)).toBe(`${entry} by the **sea`)
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('Shift+End')
  await page.keyboard.press('Control+f')
  await expect(field).toHaveValue('said yes, 5 * 3 and the')
})
