import type { Page } from 'playwright-core'
import { expect, test } from '../support/e2e'
import { atEmptyJournal } from './pages/days'
import { lock, unlockToJournal } from './pages/gate'
import { body, copied, newEntry, saved } from './pages/journal'

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}

const selected = (page: Page) => page.evaluate(() => getSelection()?.toString())

/** Clicks twice on the middle of these letters, which stand in one piece. */
async function clickTwiceOn(page: Page, letters: string): Promise<void> {
  const place = await body(page).evaluate((element, sought) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const at = node.nodeValue?.indexOf(sought) ?? -1
      if (at < 0) continue
      const range = document.createRange()
      range.setStart(node, at)
      range.setEnd(node, at + sought.length)
      const { x, y, width, height } = range.getBoundingClientRect()
      return { x: x + width / 2, y: y + height / 2 }
    }
    return null
  }, letters)
  if (place) await page.mouse.dblclick(place.x, place.y)
}

const entry = `said **yes**, 5 \\* 3 and [the
harbour](
https://example.org/tower)
彼は&zwnj;**「はい」**&zwnj;と言った
- [ ] tower
1. milk
2. eggs`

test('[G330] the find bar finds what one reads, and by keys and pointer a word is one in any script, also beside marks', async ({
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
  await page.keyboard.insertText(' by the **tower**')
  await expect(count).toHaveText('2 matches')
  await expect(page.locator('.page-match')).toHaveText(['tower', 'tower'])
  await page.keyboard.press('F3')
  await page.keyboard.press('Shift+F3')
  await expect(count).toHaveText('2 of 2')
  await page.keyboard.press('Escape')
  await expect(body(page)).toBeFocused()
  await page.keyboard.insertText('sea')
  expect(await copied(page)).toBe(`${entry} by the **sea**`)
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('Shift+End')
  await page.keyboard.press('Control+f')
  await expect(field).toHaveValue('said yes, 5 * 3 and the')

  await press(page, 'Escape')
  await newEntry(page)
  await body(page).focus()
  await page.keyboard.insertText('今日は天気がいい\n我们今天去北京\n- ฉันรักคุณ\nsaid un**believ**able')
  await press(page, 'Control+Backspace', 'Control+Backspace')
  expect(await copied(page)).toBe('今日は天気がいい\n我们今天去北京\n- ฉันรักคุณ\n')
  await press(page, 'Control+End', 'Control+ArrowLeft', 'Control+Backspace', 'Control+Shift+ArrowLeft')
  expect(await selected(page)).toBe('ฉัน')
  await press(page, 'ArrowUp', 'ArrowUp', 'End', 'Control+ArrowLeft', 'ArrowRight', 'Control+b')
  expect(await copied(page)).toBe('今日は天気がいい\n我们今天去**北京**\n- ฉันคุณ\n')
  await press(page, 'Control+Home', 'Control+ArrowRight', 'Control+ArrowRight', 'Control+Delete')
  expect(await copied(page)).toBe('今日はがいい\n我们今天去**北京**\n- ฉันคุณ\n')
  await press(page, 'Control+Home')
  await clickTwiceOn(page, '北京')
  expect(await selected(page)).toBe('北京')
  await clickTwiceOn(page, '今天')
  expect(await selected(page)).toBe('今天')
  await press(page, 'Control+i')
  const end = '今日はがいい\n我们*今天*去**北京**\n- ฉันคุณ\n'
  expect(await copied(page)).toBe(end)
  await saved(page)
  await lock(page)
  await unlockToJournal(page)
  expect(await copied(page)).toBe(end)
})
