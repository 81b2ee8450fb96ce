import { expect, test } from '../support/e2e'
import { atEmptyJournal } from './pages/days'
import { lock, unlockToJournal } from './pages/gate'
import { body, copied, newEntry, row, saved } from './pages/journal'
import { look } from './pages/look'

const text = [
  '2024. What a year!',
  '',
  '5. five',
  '9. nine',
  '14. April',
  '',
  'Plan',
  '- a',
  '\t- b',
  '',
  '99. ninety-nine',
  '100. a hundred, with words enough that they go on in a second line of the page, in line with those of the first',
  '',
  'Done',
  '1. [x] ordered box',
  '- - two marks in a line',
  '',
  '999999998. nine figures',
  '999999999. the most of them',
  '',
  '> שלום',
  '> 1. עברית',
  '> 2. עוד שורה',
].join('\n')

test('[G230] numbers are shown as they were typed, tabs keep their level, and Option and space makes a list', async ({
  launchPartner,
}) => {
  const { page } = await atEmptyJournal(launchPartner)
  await newEntry(page)
  await body(page).focus()
  await page.keyboard.insertText(text)
  for (const number of ['99.', '100.', '1.', '999999999.'])
    await expect(
      body(page)
        .locator('.page-sign')
        .filter({ hasText: new RegExp(`^${number}$`) }),
    ).not.toHaveCount(0)
  const lines = body(page).locator('.cm-line')
  await expect(lines.filter({ hasText: 'What a year' })).toHaveText('2024. What a year!')
  await expect(lines.filter({ hasText: 'April' })).toHaveText('14. April')
  await look(page, 'page-lists')

  await page.keyboard.press('Control+Home')
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.keyboard.insertText('-')
  await page.keyboard.insertText('\u00a0')
  await page.keyboard.insertText('milk')
  await page.keyboard.press('Enter')
  await page.keyboard.insertText('eggs')
  await saved(page)
  const written = text.replace('year!', 'year!\n- milk\n- eggs')
  await lock(page)
  await unlockToJournal(page)
  await row(page, /2024\. What a year! milk eggs 5\. five 9\. nine 14\. April/).dblclick()
  expect(await copied(page)).toBe(written)
})
