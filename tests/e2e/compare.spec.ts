import { expect, test } from '../support/e2e'
import { atJournal, harbour } from './pages/days'
import { tag, tagField } from './pages/details'
import { lock, setUp, unlock } from './pages/gate'
import { body, newEntry, row } from './pages/journal'

test("[G270] a passphrase typed composed and decomposed is one, and so are don’t and don't to the find bar", async ({
  launchPartner,
}) => {
  const { page } = await launchPartner('Ana')
  const words = 'sl\u00f6w vi\u00f6let h\u00e4rbour lantern m\u00f6ss'
  await setUp(page, 'Ana', [words.normalize('NFD'), words])
  await lock(page)
  await unlock(page, words)
  await newEntry(page)
  await body(page).focus()
  await page.keyboard.insertText("I don’t, you don't; a cafe\u0301 in the Straße…")
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('Control+f')
  const field = page.getByRole('textbox', { name: 'Find in this entry' })
  await expect(field).toBeFocused()
  await page.keyboard.type("don't")
  const marked = page.locator('.page-match')
  await expect(marked).toHaveText(['don’t', "don't"])
  await expect(page.getByText('2 matches')).toBeVisible()
  const chosen = page.locator('.page-match-selected')
  for (const [key, words] of [
    ['Enter', 'don’t'],
    ['F3', "don't"],
    ['Enter', 'don’t'],
    ['Shift+F3', "don't"],
    ['Shift+Enter', 'don’t'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(chosen).toHaveText([words])
  }
  await expect(page.getByText('1 of 2')).toBeVisible()
  for (const [words, shown] of [
    ['CAFE', 'cafe\u0301'],
    ['strasse...', 'Straße…'],
  ] as const) {
    await field.fill(words)
    await expect(marked).toHaveText([shown])
  }
  await page.keyboard.press('Escape')
  await expect(body(page)).toBeFocused()
  await expect(marked).toHaveCount(0)
  await page.keyboard.press('Control+f')
  await expect(field).toHaveValue('don’t')
})

test('[G271] in Thai the date field shows the year of the timeline; tags pasted or composed with commas of any script are several, and one that differs only in how it is typed is the same', async ({
  launchPartner,
}, info) => {
  const day = { ...harbour, tags: ['Straße'] }
  const { page } = await atJournal(launchPartner, info.outputPath('vault'), [day], { locale: 'th-TH' })
  await row(page, 'harbour').click()
  const year = page.locator('[data-type="year"]')
  await expect(year).toHaveText('2024')
  await expect(page.getByRole('button', { name: /^กุมภาพันธ์ 2024: go/ })).toBeVisible()
  await year.click()
  await page.keyboard.type('2023')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^กุมภาพันธ์ 2023: go/ })).toBeVisible()
  const paste = async (words: string) => {
    await tagField(page).click()
    await page.evaluate((text) => navigator.clipboard.writeText(text), words)
    await page.keyboard.press('Control+v')
  }
  await paste('rain, sun')
  await expect(tag(page, 'rain')).toBeVisible()
  await expect(tag(page, 'sun')).toBeVisible()
  await expect(tagField(page)).toHaveValue('')
  await paste('#wind\nsnow\n')
  await expect(tag(page, 'snow')).toBeVisible()
  await paste('STRASSE、Ｒain，\u200b')
  await expect(tagField(page)).toHaveValue('')
  await expect(page.getByRole('grid', { name: 'Tags' }).getByRole('row')).toHaveText([
    'Straße',
    'rain',
    'sun',
    'wind',
    'snow',
  ])
  const devtools = await page.context().newCDPSession(page)
  await tagField(page).click()
  for (const text of ['あめ', '雨、']) {
    await devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    await expect(tagField(page)).toHaveValue(text)
  }
  await devtools.send('Input.insertText', { text: '雨、' })
  await expect(tag(page, '雨')).toBeVisible()
  await expect(tagField(page)).toHaveValue('')
})
