import { expect, test } from '../support/e2e'
import { atEmptyJournal } from './pages/days'
import { lock, unlockToJournal } from './pages/gate'
import { body, copied, newEntry, saved } from './pages/journal'

test('[G333] whatever is deleted, dragged or composed across the edge of bold words, no mark is left that means nothing', async ({
  launchPartner,
}) => {
  const { page } = await atEmptyJournal(launchPartner)
  const reports: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy|style-src/.test(message.text())) reports.push(message.text())
  })
  const markdown = async () => {
    await saved(page)
    return copied(page)
  }
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const input = await page.context().newCDPSession(page)
  const compose = (text: string) =>
    input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  /** Begins anew with these words on the page, the caret behind them. */
  const write = async (text: string) => {
    await press('Control+a')
    await page.keyboard.insertText(text)
  }
  /** Undoes what was done last until this is on the page: edits in quick succession are one step. */
  const undoneTo = (text: string) =>
    expect(async () => {
      if ((await body(page).textContent()) !== text) await press('Control+z')
      expect(await body(page).textContent()).toBe(text)
    }).toPass()
  const times = (key: string, count: number) => Array.from({ length: count }, () => key)
  await newEntry(page)
  await body(page).focus()

  // Backspace behind the marks takes the letter, and what is typed then is bold again; one undo each.
  await write('so **good** day')
  await press(...times('ArrowLeft', 4), 'Backspace', 'd')
  expect(await markdown()).toBe('so **good** day')
  await write('so **good** day')
  await press(...times('ArrowLeft', 4), 'Backspace')
  expect(await markdown()).toBe('so **goo** day')

  // A word deleted, and words cut and typed over, from within the bold ones to behind them.
  await write('so **good** day')
  await press(...times('ArrowLeft', 4), 'Control+Backspace')
  expect(await markdown()).toBe('so  day')
  await write('so **good** day')
  await press(...times('ArrowLeft', 2), ...times('Shift+ArrowLeft', 6), 'Control+x')
  await expect(body(page)).toHaveText('so **go**ay')
  await press('Control+z')
  await expect(body(page)).toHaveText('so **good** day')
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('od** d')
  await press('x')
  expect(await markdown()).toBe('so **gox**ay')

  // An input method writes over them: in the bold words, where they began.
  await write('so **good** day')
  await press(...times('ArrowLeft', 2), ...times('Shift+ArrowLeft', 6))
  await compose('と')
  await compose('とう')
  await compose('東')
  await input.send('Input.insertText', { text: '東' })
  expect(await markdown()).toBe('so **go東**&zwnj;ay')
  await expect(body(page).locator('.page-bold')).toContainText('go東')
  await write('so **good** day')
  await press(...times('ArrowLeft', 6), ...times('Shift+ArrowLeft', 4))
  await compose('h')
  await compose('hé')
  await input.send('Input.insertText', { text: 'hé' })
  expect(await markdown()).toBe('so **hé** day')
  // Where all of a line is bold, the browser would carry that over as a style of its own.
  await write('**good**')
  await press(...times('Shift+ArrowLeft', 8))
  await compose('h')
  await compose('ho')
  await input.send('Input.insertText', { text: 'ho' })
  expect(await markdown()).toBe('ho')
  await write('so **good** day')
  await press(...times('ArrowLeft', 6), ...times('Shift+ArrowLeft', 4))
  await compose('h')
  await compose('hé')
  await input.send('Input.insertText', { text: 'hé' })
  expect(await markdown()).toBe('so **hé** day')

  // One that is given up leaves the marks for which somebody pressed a key, and takes those it made room between.
  await write('so ')
  await press('Control+b')
  for (const part of ['に', 'にほ', 'にほn', '', 'に', '']) await compose(part)
  await press('x')
  expect(await markdown()).toBe('so **x**')
  await undoneTo('so ')
  await write('so **good** day')
  await press(...times('ArrowLeft', 6), ...times('Shift+ArrowLeft', 4))
  for (const part of ['h', '']) await compose(part)
  await press('x')
  expect(await markdown()).toBe('so x day')
  await undoneTo('so **good** day')
  await write('so **hé** day')
  expect(reports).toEqual([])

  await lock(page)
  await unlockToJournal(page)
  await expect(body(page)).toHaveText('so hé day')
})
