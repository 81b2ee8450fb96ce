import type { Page } from 'playwright-core'
import { expect, type Fixtures, test } from '../support/e2e'
import { holdableReads, holdEverything, releaseReads } from '../support/held-reads'
import { atJournal, garden, harbour } from './pages/days'
import { unlockToJournal } from './pages/gate'
import { askForGarden } from './pages/held-page'
import { homeOf, inviteOf } from './pages/homes'
import { body, copied, row, saved, title } from './pages/journal'

/** Whether closing the window now would be asked about. */
const asksBeforeLeaving = (page: Page) =>
  page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })))

test('[N90] words whose page does not come count as unsaved meanwhile, and get a private page of their own', async ({
  launchPartner,
}, info) => {
  const { page } = await atJournal(launchPartner, info.outputPath('vault'), [harbour, garden], {
    inPage: holdableReads,
  })
  await askForGarden(page)
  expect(await asksBeforeLeaving(page)).toBe(false)
  await page.keyboard.type('For the garden. ')
  expect(await asksBeforeLeaving(page)).toBe(true)
  await expect(body(page)).toHaveText('For the garden. ')
  await page.keyboard.type('And on.')
  await saved(page)
  expect(await asksBeforeLeaving(page)).toBe(false)
  await releaseReads(page)
  await expect(row(page, 'For the garden. And on.')).toBeVisible()
  await expect(body(page)).toHaveText('For the garden. And on.')
  await row(page, 'Beans').click()
  await expect(body(page)).toHaveText('Beans in the garden.')
})

/** Ana at her journal, in which there is one to share in: from the first invite on. */
async function atSharedJournal(launchPartner: Fixtures['launchPartner'], vault: string): Promise<Page> {
  const home = await homeOf(vault, 'Ana')
  await inviteOf(home)
  await home.stop()
  const { page } = await launchPartner('Ana', { vault, inPage: holdableReads })
  await unlockToJournal(page)
  await expect(page.getByRole('button', { name: 'New shared entry' })).toBeVisible()
  return page
}

test('[N200] words of a shared entry just begun, left before its text is there, are in it', async ({
  launchPartner,
}, info) => {
  const page = await atSharedJournal(launchPartner, info.outputPath('vault'))
  const texts = { 'Control+Shift+N': ['To both: 東京', 'And 👩‍👩‍👧 too\n- one'], 'Control+n': ['Mine alone'] }
  await holdEverything(page)
  for (const [keys, all] of Object.entries(texts)) {
    for (const text of all) {
      await page.keyboard.press(keys)
      await page.keyboard.insertText(text)
    }
  }
  await releaseReads(page)
  await expect(body(page)).toHaveText('Mine alone')
  await saved(page)
  await holdEverything(page)
  await page.getByRole('button', { name: 'New shared entry' }).click()
  await title(page).focus()
  const box = (await title(page).boundingBox()) ?? { x: 0, y: 0, height: 0 }
  await page.mouse.click(box.x + 40, box.y + box.height + 160)
  await page.keyboard.type('Last')
  await page.keyboard.press('Control+l')
  await releaseReads(page)
  await unlockToJournal(page)
  for (const text of [...Object.values(texts).flat(), 'Last']) {
    await row(page, text.slice(0, 5)).click()
    await expect(body(page)).toContainText(text.slice(0, 5))
    expect(await copied(page)).toBe(text)
  }
  await expect(row(page, 'Nothing written yet')).toHaveCount(0)
})

test('[N201] what is typed for a page on its way is in it though the focus went nowhere meanwhile', async ({
  launchPartner,
}, info) => {
  const page = await atSharedJournal(launchPartner, info.outputPath('vault'))
  const ways = {
    'To both: 東京': () => page.getByRole('button', { name: 'New shared entry' }).click(),
    'Mine, too 👩‍👩‍👧': () => row(page, 'To both').dblclick(),
  }
  for (const [text, open] of Object.entries(ways)) {
    await holdEverything(page)
    await open()
    // An empty place of the window takes the focus from all, and has no use for it.
    await page.getByText('Locks after').click()
    await page.keyboard.insertText(text)
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
    await page.keyboard.type(' And on.')
    await releaseReads(page)
    await expect(body(page)).toContainText(`${text} And on.`)
    await saved(page)
    await page.getByRole('button', { name: 'New entry' }).first().click()
  }
})
