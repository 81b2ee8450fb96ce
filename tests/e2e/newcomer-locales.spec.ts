import { expect, test } from '../support/e2e'
import { atJournal, harbour } from './pages/days'
import { tag, tagField } from './pages/details'
import { lock, unlockToJournal } from './pages/gate'
import { row } from './pages/journal'

test('[G355] where one reads from right to left dates run so and the app’s words don’t, each with its keys; keys of an input method are none of the search’s, and a tag that is found is in sight', async ({
  launchPartner,
}, info) => {
  const tags = ['a walk along the harbour', 'the sea in autumn', 'یادداشت‌ها']
  const day = { ...harbour, body: 'می‌خواهم، ۲۰ كتاب', tags }
  const { page } = await atJournal(launchPartner, info.outputPath('vault'), [day], { locale: 'fa-IR' })
  await row(page, /کتاب|كتاب/).click()
  const lefts = (types: string[]) =>
    Promise.all(types.map(async (type) => (await page.locator(`[data-type="${type}"]`).boundingBox())?.x ?? Number.NaN))
  const [dayOfMonth = 0, month = 0, year = 0, hour = 0, minute = 0] = await lefts([
    'day',
    'month',
    'year',
    'hour',
    'minute',
  ])
  // A date runs as its words do, a time as its figures.
  expect([year > month && month > dayOfMonth, hour < minute]).toEqual([true, true])

  const months = page.getByRole('application')
  const left = async (words: string) =>
    (await months.first().getByRole('button', { name: words }).boundingBox())?.x ?? Number.NaN
  expect(await left('۱۲ فوریه')).toBeGreaterThan(await left('۱۳ فوریه'))
  await months.first().getByRole('button', { name: '۱۲ فوریه' }).focus()
  await page.keyboard.press('ArrowLeft')
  await expect(months.first().getByRole('button', { name: '۱۳ فوریه' })).toBeFocused()

  const bold = page.getByRole('button', { name: 'Bold' })
  await bold.focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('button', { name: 'Italic' })).toBeFocused()

  const search = page.getByRole('searchbox')
  const devtools = await page.context().newCDPSession(page)
  const compose = (text: string) =>
    devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  await search.fill('20 ')
  await compose('کتاب')
  await expect(row(page, /كتاب/)).toBeVisible()
  for (const key of ['ArrowDown', 'Enter', 'Escape']) {
    // As Chromium sends a key that an input method has taken (UI Events, 'legacy key attributes').
    await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, code: key, windowsVirtualKeyCode: 229 })
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key, windowsVirtualKeyCode: 229 })
    await expect(search).toBeFocused()
    await expect(search).toHaveValue('20 کتاب')
  }
  await devtools.send('Input.insertText', { text: 'کتاب' })
  await expect(search).toHaveValue('20 کتاب')
  await expect(page.getByRole('option').locator('mark')).toHaveText(['۲۰', 'كتاب'])
  await search.fill('یادداشت')
  // The quiet line of a row cuts what it has no room for.
  await expect(page.getByRole('option').locator('mark')).toHaveText([/#یادداشت‌ها/])
  expect(
    await page
      .getByRole('option')
      .locator('mark')
      .evaluate(
        (mark) => mark.getBoundingClientRect().right <= (mark.parentElement?.getBoundingClientRect().right ?? 0),
      ),
  ).toBe(true)
  await search.fill('')

  await tagField(page).click()
  await page.evaluate(() => navigator.clipboard.writeText('#باران #آفتاب'))
  await page.keyboard.press('Control+v')
  await expect(tag(page, 'باران')).toBeVisible()
  await expect(tag(page, 'آفتاب')).toBeVisible()
  await lock(page)
  await unlockToJournal(page)
  await expect(page.getByRole('row', { name: 'آفتاب', exact: true }).first()).toBeVisible()
})
