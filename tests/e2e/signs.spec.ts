import type { Locator, Page } from 'playwright-core'
import { expect, test } from '../support/e2e'
import { atEmptyJournal } from './pages/days'
import { tag, tagField } from './pages/details'
import { lock, unlockToJournal } from './pages/gate'
import { body, copied, newEntry, row, saved, title } from './pages/journal'

const press = async (page: Page, keys: string, times: number) => {
  for (let time = 0; time < times; time++) await page.keyboard.press(keys)
}

/** Whether the letters of these words are drawn one behind the other, as they are read. */
const isDrawnInOrder = (where: Locator, words: string) =>
  where.evaluate((element, sought) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const from = node.nodeValue?.indexOf(sought) ?? -1
      if (from < 0) continue
      const lefts = Array.from(sought, (_, index) => {
        const range = document.createRange()
        range.setStart(node, from + index)
        range.setEnd(node, from + index + 1)
        return range.getBoundingClientRect().left
      })
      return lefts.every((left, index) => index === 0 || left > (lefts[index - 1] ?? 0))
    }
    return null
  }, words)

test('[G250] keys take and step over whole signs, and so they come back after lock and unlock', async ({
  launchPartner,
}) => {
  const { page } = await atEmptyJournal(launchPartner)
  await newEntry(page)
  await body(page).focus()
  await page.keyboard.insertText('a👍🏽🇩🇪👨‍👩‍👧क्षि한\u1112\u1161\u11abé1️⃣b')
  await press(page, 'ArrowLeft', 2)
  await press(page, 'Backspace', 3)
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.insertText('|')
  await press(page, 'Backspace', 2)
  await press(page, 'ArrowLeft', 1)
  await press(page, 'Delete', 1)
  expect(await copied(page)).toBe('a1️⃣b')
  await page.keyboard.press('End')
  await page.keyboard.press('Control+Backspace')
  await page.keyboard.insertText('rain\vsun\u2028wind')
  expect(await copied(page)).toBe('rain\nsun\nwind')
  await title(page).focus()
  await page.keyboard.insertText(`${'x'.repeat(297)}👍🏽`)
  await page.keyboard.insertText('👨‍👩‍👧')
  await page.keyboard.insertText('\v')
  await expect(title(page)).toHaveValue(`${'x'.repeat(297)} `)
  await saved(page)
  await lock(page)
  await unlockToJournal(page)
  expect(await copied(page)).toBe('rain\nsun\nwind')
})

test('[G251] a title that turns letters around turns no other words, and an address is shown by its host', async ({
  launchPartner,
}) => {
  const { page } = await atEmptyJournal(launchPartner)
  await newEntry(page)
  await body(page).focus()
  await page.keyboard.insertText('\u202eturned\nSee “https://аpple.com/x” and <https://münchen.example/a>, there.\n\n')
  await title(page).fill('\u2069\u202eturned')
  await saved(page)
  await expect.poll(() => isDrawnInOrder(body(page), 'there.')).toBe(true)
  await expect.poll(() => isDrawnInOrder(row(page, /turned/), 'Reflection')).toBe(true)
  await page
    .locator('.page-link')
    .first()
    .click({ modifiers: ['Control'] })
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toContainText('It leads to xn--pple-43d.com,')
  await expect(dialog).toContainText('https://xn--pple-43d.com/x')
  await page.keyboard.press('Escape')
  await page
    .locator('.page-link')
    .nth(1)
    .click({ modifiers: ['Control'] })
  await expect(dialog).toContainText('It leads to münchen.example,')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Move to trash' }).click()
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Trash' }).click()
  await page.getByRole('button', { name: /Delete for ever: / }).click()
  await expect.poll(() => isDrawnInOrder(dialog, 'vault')).toBe(true)
})

test('[G310] what a title, a tag or an entry has no room for is left out in whole signs, and the app says so', async ({
  launchPartner,
}) => {
  const { page } = await atEmptyJournal(launchPartner)
  await newEntry(page)
  const said = page.getByRole('status').filter({ hasText: 'left out' })
  await title(page).focus()
  await page.keyboard.insertText('x'.repeat(296))
  await expect(said).toHaveCount(0)
  await page.keyboard.insertText('👨‍👩‍👧')
  await expect(said).toHaveText('A title can’t be longer; the rest was left out.')
  await expect(title(page)).toHaveValue('x'.repeat(296))
  await page.keyboard.insertText('\ud83d!')
  await expect(said).toHaveCount(0)
  await expect(title(page)).toHaveValue(`${'x'.repeat(296)}\ufffd!`)

  await tagField(page).focus()
  await page.keyboard.insertText(`${'y'.repeat(59)}😀`)
  await expect(said).toHaveText('A tag can’t be longer; the rest was left out.')
  await page.keyboard.press('Enter')
  await expect(tag(page, 'y'.repeat(59))).toBeVisible()
  await tagField(page).focus()
  await page.keyboard.insertText(`#${'z'.repeat(60)}`)
  await expect(said).toHaveCount(0)
  await page.keyboard.press('Enter')
  await expect(tag(page, 'z'.repeat(60))).toBeVisible()
  await tagField(page).focus()
  await page.keyboard.insertText(Array.from({ length: 49 }, (_, number) => `tag ${number},`).join(''))
  await expect(said).toHaveText('An entry has at most 50 tags; the rest was left out.')
  await expect(tag(page, 'tag 47')).toBeVisible()
  await expect(tag(page, 'tag 48')).toHaveCount(0)
})
