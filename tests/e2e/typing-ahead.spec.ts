import type { Locator, Page } from 'playwright-core'
import { expect, test } from '../support/e2e'
import { holdableReads, holdReads, releaseReads } from '../support/held-reads'
import { atJournal, garden, harbour } from './pages/days'
import { lock, unlockToJournal } from './pages/gate'
import { askForGarden, list } from './pages/held-page'
import { body, copied, reading, row, saved } from './pages/journal'

const hint = (page: Page): Locator => page.getByText('You are reading. Press Enter to write here.')

test('[N80] what is typed while a page is still opening belongs on that page, in any script', async ({
  launchPartner,
}, info) => {
  const { page } = await atJournal(launchPartner, info.outputPath('vault'), [harbour, garden], {
    inPage: holdableReads,
  })
  await askForGarden(page)
  await page.keyboard.type('Später: 東京, ')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.insertText('سلام 👩‍👩‍👧. ')
  await releaseReads(page)
  await expect(body(page)).toBeFocused()
  await page.keyboard.type('Then ')
  const whole = 'Später: 東京, \nسلام 👩‍👩‍👧. Then Beans in the garden.'
  await saved(page)
  expect(await copied(page)).toBe(whole)
  await lock(page)
  await unlockToJournal(page)
  await expect(body(page)).toContainText('Then Beans')
  expect(await copied(page)).toBe(whole)
  await row(page, 'harbour').click()
  await expect(body(page)).toHaveText('A walk to the harbour.')
})

test('[N81] a composition begun before the page is there ends where it began, and its words move to the page', async ({
  launchPartner,
}, info) => {
  const { page } = await atJournal(launchPartner, info.outputPath('vault'), [harbour, garden], {
    inPage: holdableReads,
  })
  const input = await page.context().newCDPSession(page)
  const compose = (text: string) =>
    input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  await askForGarden(page)
  await page.keyboard.type('In ')
  await compose('と')
  await compose('とうきょ')
  await releaseReads(page)
  await expect(body(page)).toHaveText('Beans in the garden.')
  await compose('東京')
  await input.send('Input.insertText', { text: '東京' })
  await expect(body(page)).toHaveText('In 東京Beans in the garden.')
  await page.keyboard.type(', ')
  await expect(body(page)).toHaveText('In 東京, Beans in the garden.')
})

test('[N82] words typed for a page that another one overtakes stay with their own', async ({ launchPartner }, info) => {
  const { page } = await atJournal(launchPartner, info.outputPath('vault'), [harbour, garden], {
    inPage: holdableReads,
  })
  await askForGarden(page)
  await page.keyboard.type('For the garden. ')
  await page.keyboard.press('Control+n')
  await page.keyboard.type('For a new page.')
  await releaseReads(page)
  await expect(body(page)).toHaveText('For a new page.')
  await page.keyboard.type(' More.')
  await saved(page)
  await expect(row(page, 'For the garden. Beans in the garden.')).toBeVisible()
  await lock(page)
  await unlockToJournal(page)
  await row(page, 'For the garden').click()
  await expect(body(page)).toHaveText('For the garden. Beans in the garden.')
  await row(page, 'For a new page').click()
  await expect(body(page)).toHaveText('For a new page. More.')
})

test('[N83] a click on the page while another entry is on its way is a wish to write in that one', async ({
  launchPartner,
}, info) => {
  const { page } = await atJournal(launchPartner, info.outputPath('vault'), [harbour, garden], {
    inPage: holdableReads,
  })
  await row(page, 'harbour').click()
  await expect(body(page)).toContainText('harbour')
  await holdReads(page)
  await row(page, 'Beans').click()
  const box = (await body(page).boundingBox()) ?? { x: 0, y: 0 }
  await page.mouse.click(box.x + 40, box.y + 20)
  await page.keyboard.type('Late. ')
  await releaseReads(page)
  await expect(body(page)).toHaveText('Late. Beans in the garden.')
  await row(page, 'harbour').click()
  await expect(body(page)).toHaveText('A walk to the harbour.')
})

test('[N84] an entry that is only read takes no letter: the list keeps the focus, and says how to write', async ({
  launchPartner,
}, info) => {
  const { page } = await atJournal(launchPartner, info.outputPath('vault'), [harbour, garden])
  await row(page, 'harbour').click()
  await expect(body(page)).toContainText('harbour')
  await expect(list(page)).toBeFocused()
  await page.keyboard.type('s x')
  await page.keyboard.press('Backspace')
  await expect(hint(page)).toBeVisible()
  await expect(body(page)).toHaveText('A walk to the harbour.')

  await page.keyboard.press('Enter')
  await expect(body(page)).toBeFocused()
  await expect(hint(page)).toBeHidden()
  await page.keyboard.type('So: ')
  await expect(body(page)).toHaveText('So: A walk to the harbour.')

  await page.keyboard.press('Control+]')
  await page.keyboard.type('not this')
  await expect(body(page)).toHaveText('Beans in the garden.')
  await expect(reading(page)).toBeFocused()
  await page.keyboard.type('nor this')
  await page.keyboard.press('Delete')
  await expect(hint(page)).toBeVisible()
  await expect(body(page)).toHaveText('Beans in the garden.')
  await expect(row(page, 'harbour')).toContainText('So: A walk')
  await page.keyboard.press('Enter')
  await page.keyboard.type('But this. ')
  await expect(body(page)).toHaveText('But this. Beans in the garden.')

  await saved(page)
  await lock(page)
  await unlockToJournal(page)
  await expect(body(page)).toHaveText('But this. Beans in the garden.')
  await page.keyboard.press('Space')
  await page.keyboard.type('x')
  await expect(hint(page)).toBeVisible()
  await expect(body(page)).toHaveText('But this. Beans in the garden.')
})

test('[N85] Space shows an entry, a double click begins to write, and one key goes from list to page and back', async ({
  launchPartner,
}, info) => {
  const { page } = await atJournal(launchPartner, info.outputPath('vault'), [harbour, garden])
  await list(page).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Space')
  await expect(body(page)).toContainText('harbour')
  await expect(list(page)).toBeFocused()
  await page.keyboard.press('Control+e')
  await expect(body(page)).toBeFocused()
  await page.keyboard.press('Control+e')
  await expect(list(page)).toBeFocused()
  await row(page, 'Beans').dblclick()
  await expect(body(page)).toBeFocused()
  await page.keyboard.type('Twice. ')
  await expect(body(page)).toHaveText('Twice. Beans in the garden.')

  await page.setViewportSize({ width: 900, height: 600 })
  await page.keyboard.press('Control+e')
  await expect(list(page)).toBeFocused()
  await row(page, 'harbour').click()
  await expect(reading(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.type('Narrow. ')
  await expect(body(page)).toHaveText('Narrow. A walk to the harbour.')
  await page.getByRole('button', { name: 'Back to the list' }).click()
  await expect(list(page)).toBeFocused()
})

test('[N86] the Enter that opened an entry, held too long, writes nothing', async ({ launchPartner }, info) => {
  const { page } = await atJournal(launchPartner, info.outputPath('vault'), [harbour, garden], {
    inPage: holdableReads,
  })
  await askForGarden(page, { held: true })
  // A key that is pressed again before it is let go is a repeated one.
  await page.keyboard.down('Enter')
  await releaseReads(page)
  await expect(body(page)).toBeFocused()
  await page.keyboard.down('Enter')
  await page.keyboard.up('Enter')
  await page.keyboard.type('x')
  expect(await copied(page)).toBe('xBeans in the garden.')
})

test('[N87] after a command of the toolbar, the link included, one writes on', async ({ launchPartner }, info) => {
  const { page } = await atJournal(launchPartner, info.outputPath('vault'), [harbour])
  const press = (name: string) =>
    page.getByRole('toolbar', { name: 'Formatting' }).getByRole('button', { name }).click()
  await row(page, 'harbour').click()
  await body(page).click()
  await page.keyboard.press('Control+a')
  await press('Link')
  await page.getByRole('textbox', { name: 'Address' }).fill('example.org')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(body(page)).toBeFocused()
  await page.keyboard.press('End')
  await page.keyboard.press('Space')
  await press('Link')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(body(page)).toBeFocused()
  await page.keyboard.press('Space')
  await press('Link')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(body(page)).toBeFocused()
  for (const name of ['Bold', 'Bold', 'Bulleted list', 'Bulleted list', 'Undo', 'Redo']) {
    await press(name)
    await expect(body(page)).toBeFocused()
  }
  expect(await copied(page)).toBe('[A walk to the harbour.](https://example.org/)  ')
})
