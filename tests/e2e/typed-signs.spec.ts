import type { Page } from 'playwright-core'
import { expect, test } from '../support/e2e'
import { atEmptyJournal } from './pages/days'
import { lock, unlockToJournal } from './pages/gate'
import { body, newEntry, row, saved } from './pages/journal'

/** What a program other than ours is given of the selection. */
const textCopied = (page: Page) =>
  body(page).evaluate((element) => {
    const clipboardData = new DataTransfer()
    element.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }))
    return clipboardData.getData('text/plain')
  })

const face = '(*^_^*)'
const lines = [
  '哈哈~~真的吗~~ 5*3*2=30',
  String.raw`¯\_(ツ)_/¯ it${'`'}s d*mn sh*t, that${'`'}s`,
  'C:\\',
  '[笑](えへへ)',
  face,
]

test('[G336] faces, sums and tones that are typed, composed or pasted stay as they are, here and in the timeline', async ({
  launchPartner,
}) => {
  const { page } = await atEmptyJournal(launchPartner)
  const input = await page.context().newCDPSession(page)
  const shown = body(page).locator('.cm-line')
  await newEntry(page)
  await body(page).focus()
  await page.keyboard.type(`${face} **good** day\n${lines.join('\n')}\n`)
  // An input method shows a face before it is chosen, and writes it at once.
  for (const text of ['かお', face])
    await input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  await input.send('Input.insertText', { text: face })
  await expect(shown).toHaveText([`${face} good day`, ...lines, face])
  await expect(body(page).locator('.page-bold')).toHaveText('good')
  // The caret beside a sign shows no backslash, and a key takes the sign with it.
  for (let key = 0; key < 3; key++) await page.keyboard.press('ArrowLeft')
  await expect(shown.last()).toHaveText(face)
  await page.keyboard.press('End')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  await expect(shown.last()).toHaveText('(*^_^')
  await page.keyboard.type('*)')

  // Copied for another program it is what was written; words that are struck come back struck.
  await page.keyboard.press('Shift+Home')
  expect(await textCopied(page)).toBe(face)
  await page.keyboard.press('End')
  await page.keyboard.type('\n好啊')
  await page.keyboard.press('Control+Shift+x')
  await page.keyboard.type('不')
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+Home')
  await page.keyboard.press('Control+c')
  await page.keyboard.press('End')
  await page.keyboard.type('\n')
  await page.keyboard.press('Control+v')
  await page.keyboard.press('Home')
  await expect(body(page).locator('.page-strike')).toHaveText(['不', '不'])
  await saved(page)
  await expect(row(page, '(*^_^*) good day')).toBeVisible()
  await lock(page)
  await unlockToJournal(page)
  await expect(shown).toHaveText([`${face} good day`, ...lines, face, '好啊不', '好啊不'])
})
