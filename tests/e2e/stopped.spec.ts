import type { Page } from 'playwright-core'
import { type Home, pair } from '../../scripts/home'
import { expect, test } from '../support/e2e'
import { atJournal, harbour } from './pages/days'
import { tagField } from './pages/details'
import { lock, unlockToJournal } from './pages/gate'
import { homeOf } from './pages/homes'
import { body, newEntry, row, title, write } from './pages/journal'
import { pasted } from './pages/keys'
import { look } from './pages/look'

const homes: Home[] = []
test.afterEach(() => Promise.all(homes.splice(0).map((home) => home.stop())))

const stopped = (page: Page) => page.getByText('Twofold has stopped. These words are only on this page.')

/** What the page asks when one closes it; the answer is to stay. */
async function closeAndStay(page: Page): Promise<string> {
  const asked = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  const dialog = await asked
  await dialog.dismiss()
  return dialog.type()
}

test('[L60] of a host that was killed the window says so, claims nothing, and gives the words a way out', async ({
  launchPartner,
}, info) => {
  const [anaHome, ben] = await Promise.all([
    homeOf(info.outputPath('ana'), 'Ana'),
    homeOf(info.outputPath('ben'), 'Ben'),
  ])
  homes.push(ben)
  await pair(anaHome, ben)
  await anaHome.stop()
  const ana = await launchPartner('Ana', { vault: info.outputPath('ana') })
  test.skip(ana.host === 'electron', 'skipped: Electron closes the window of a host that was killed')
  const { page } = ana
  await unlockToJournal(page)
  await newEntry(page)
  await write(page, 'Kept before.')
  await page.getByRole('button', { name: 'New shared entry' }).click()
  await page.keyboard.type('We two')
  await expect(page.getByText('Ben has it')).toBeVisible()
  await expect(page.getByText('Ben: connected')).toBeVisible()

  await ana.kill('host')
  await expect(page.getByText('Twofold has stopped. Everything you wrote is saved')).toBeVisible()
  await expect(page.getByText('Ben: connected')).toHaveCount(0)
  await page.keyboard.type(', 東京 👩‍👩‍👧.')
  await expect(stopped(page)).toBeVisible()
  await title(page).fill('Shared')
  await page.keyboard.press('Control+n')
  await page.keyboard.type('# Mine\nand only mine')
  await tagField(page).pressSequentially('sea')
  await expect(page.getByText('Ben has it')).toHaveCount(0)
  await expect(page.getByText(/^Saved/)).toHaveCount(0)
  await look(page, 'stopped')
  await page.getByRole('button', { name: 'Copy this text' }).click()
  await expect(page.getByText('Copied', { exact: true })).toBeVisible()
  const text = await pasted(page)
  expect(text).toMatch(/^Shared\n[^\n]+ · Reflection\n\nWe two, 東京 👩‍👩‍👧\.\n\n\* \* \*\n\n/)
  expect(text).toMatch(/ · Reflection · #sea\n\n# Mine\nand only mine$/)
  expect(text).not.toContain('Kept before.')
  expect(await closeAndStay(page)).toBe('beforeunload')
  await expect(body(page)).toContainText('and only mine')
})

test('[L61] a browser asks before it closes words that are not saved, and only then', async ({
  launchPartner,
}, info) => {
  const ana = await atJournal(launchPartner, info.outputPath('vault'), [harbour])
  test.skip(ana.host === 'electron', 'skipped: in Electron the app itself waits for the words')
  const asked: string[] = []
  ana.page.on('dialog', (dialog) => asked.push(dialog.type()))
  await row(ana.page, 'harbour').click()
  await body(ana.page).click()
  await ana.page.keyboard.press('Control+End')
  await write(ana.page, ' And home.')
  await lock(ana.page)
  await unlockToJournal(ana.page)
  await expect(body(ana.page)).toContainText('And home.')
  await body(ana.page).click()
  const closed = ana.page.waitForEvent('close')
  await ana.page.close({ runBeforeUnload: true })
  await closed
  expect(asked).toEqual([])
})
