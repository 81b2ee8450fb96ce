import type { Page } from 'playwright-core'
import { expect, type Fixtures, test } from '../support/e2e'
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

/** On an empty page: the input method's side of it, and its lines as they are shown. */
async function onNewPage(launchPartner: Fixtures['launchPartner']) {
  const { page } = await atEmptyJournal(launchPartner)
  const input = await page.context().newCDPSession(page)
  await newEntry(page)
  await body(page).focus()
  return { page, input, shown: body(page).locator('.cm-line') }
}

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
  const { page, input, shown } = await onNewPage(launchPartner)
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

test('[G340] signs in and before words that are made bold at the caret are shown as typed, as is the text of HTML without a look', async ({
  launchPartner,
}) => {
  const { page, input, shown } = await onNewPage(launchPartner)
  await page.keyboard.press('Control+b')
  await page.keyboard.type('5*3=15')
  await page.keyboard.press('Control+b')
  await page.keyboard.type(' n\nsh*t, un')
  await page.keyboard.press('Control+b')
  // What waits for its first letter is read as nothing, though an asterisk stands before it.
  await expect(shown.last()).not.toContainText('zwnj')
  await input.send('Input.imeSetComposition', { text: face, selectionStart: face.length, selectionEnd: face.length })
  await input.send('Input.insertText', { text: face })
  await expect(shown.last()).toContainText(face)
  await page.keyboard.type('believ')
  await page.keyboard.press('Control+b')
  await page.keyboard.type('able\n')
  await body(page).evaluate((element) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/html', '<meta charset="utf-8"><span># so ~~so~~ `so`</span>')
    clipboardData.setData('text/plain', '# so ~~so~~ `so`')
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await page.keyboard.type('\n')
  const seen = ['5*3=15 n', `sh*t, un${face}believable`, '# so ~~so~~ `so`', '']
  await expect(shown).toHaveText(seen)
  await expect(body(page).locator('.page-bold')).toHaveText(['5*3=15', `${face}believ`])
  await saved(page)
  await lock(page)
  await unlockToJournal(page)
  await expect(shown).toHaveText(seen)
})

test('[P516] whoever leaves words that were to be bold leaves no mark for which nothing was written', async ({
  launchPartner,
}) => {
  const { page, shown } = await onNewPage(launchPartner)
  const bold = page.getByRole('button', { name: 'Bold' })
  await page.keyboard.type('so ')
  await page.keyboard.press('Control+b')
  await expect(bold).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('Home')
  await expect(bold).toHaveAttribute('aria-pressed', 'false')
  await expect(shown).toHaveText(['so'])
  await page.keyboard.press('End')
  await page.keyboard.press('Control+b')
  await page.keyboard.type('good ')
  await page.keyboard.press('Home')
  await expect(shown).toHaveText(['so good'])
  await expect(body(page).locator('.page-bold')).toHaveText(['good'])
  // Enter ends a list on an item in which a key was pressed as on any other.
  await page.keyboard.press('End')
  await page.keyboard.type('\n- one\n')
  await page.keyboard.press('Control+b')
  await page.keyboard.type('\nplain ')
  await page.keyboard.press('Control+b')
  const seen = ['so good', '•one', '', 'plain']
  await expect(shown).toHaveText(seen)
  await saved(page)
  await lock(page)
  await unlockToJournal(page)
  await expect(shown).toHaveText(seen)
  await expect(body(page).locator('.page-bold')).toHaveText(['good'])
})
