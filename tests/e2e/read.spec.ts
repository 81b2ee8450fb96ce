import type { Page } from 'playwright-core'
import { sampleEntries } from '../../scripts/sample-vault'
import { expect, test } from '../support/e2e'
import { lock, unlockToJournal } from './pages/gate'
import { vaultOf } from './pages/homes'
import { body, row, title } from './pages/journal'

const entries = sampleEntries()

test.beforeEach(async ({ launchPartner }, info) => {
  const { page } = await launchPartner('Ana', { vault: await vaultOf(info.outputPath('vault'), 'Ana', entries) })
  await unlockToJournal(page)
  await expect(page.getByText(`${entries.length} entries`)).toBeVisible()
  reader = page
})
let reader: Page

test('[G10] the timeline is read, searched and gone through by keys', async () => {
  await test.step('[G10] the timeline begins with the newest entry and marks every row as private', async () => {
    const first = reader.getByRole('option').first()
    await expect(first).toContainText(entries.at(-1)?.title ?? '')
    await expect(first).toContainText('Private')
    await expect(first).toHaveAttribute('data-journal', 'private')
  })
  await test.step('[G14] search finds in title, body and tags without case or accents, marks the words, and Escape clears it', async () => {
    await reader.keyboard.press('Control+Shift+f')
    await reader.keyboard.type('AVO')
    await expect(reader.locator('[role=option] mark').first()).toBeVisible()
    const count = async () =>
      Number.parseInt(await reader.getByRole('status').filter({ hasText: 'entries' }).innerText(), 10)
    await expect.poll(count).toBeLessThan(entries.length)
    await reader.keyboard.press('Escape')
    await expect(reader.getByText(`${entries.length} entries`)).toBeVisible()
  })
  await test.step('[G11] arrow keys go through the timeline and Enter opens; [ and ] go from written day to written day', async () => {
    await reader.getByRole('listbox', { name: 'Timeline' }).focus()
    await reader.keyboard.press('ArrowDown')
    await reader.keyboard.press('Enter')
    await expect(body(reader)).toBeVisible()
    const opened = await title(reader).inputValue()
    await reader.keyboard.press('Control+[')
    await expect(title(reader)).not.toHaveValue(opened)
    await reader.keyboard.press('Control+]')
    await reader.keyboard.press('Control+[')
    await expect(title(reader)).not.toHaveValue(opened)
  })
})

test('[G12] what is filtered and how the window looks outlives a lock', async () => {
  await test.step('[G12] filters by kind and tag narrow the timeline, are kept over a lock, and can be cleared', async () => {
    const dreams = entries.filter((entry) => entry.kind === 'dream').length
    await reader.getByRole('button', { name: 'Filter' }).click()
    await reader.getByRole('menuitemcheckbox', { name: /^Dream/ }).click()
    await reader.keyboard.press('Escape')
    await expect(reader.getByText(`${dreams} entries`)).toBeVisible()
    await lock(reader)
    await unlockToJournal(reader)
    await expect(reader.getByText(`${dreams} entries`)).toBeVisible()
    await reader.getByRole('button', { name: 'Clear filters' }).click()
    await expect(reader.getByText(`${entries.length} entries`)).toBeVisible()
  })
  await test.step('[G17] the theme is kept outside the vault, for the unlock page as well', async () => {
    await reader.keyboard.press('Control+,')
    await reader.getByRole('tab', { name: /Appearance/ }).click()
    await reader.getByText('Dark', { exact: true }).click()
    await expect(reader.locator('html[data-theme=dark]')).toBeAttached()
    await reader.keyboard.press('Escape')
    await lock(reader)
    await expect(reader.locator('html[data-theme=dark]')).toBeAttached()
  })
})

test('[G13] days are found again, and every shortcut is shown', async () => {
  await test.step('[G13] the calendar marks written days, and choosing one goes to it', async () => {
    const calendar = reader.getByRole('application', { name: /Days written/ })
    await calendar.getByRole('button', { name: 'Previous month' }).click()
    const written = calendar.getByRole('button', { name: /, written/ })
    const name = (await written.first().getAttribute('aria-label')) ?? ''
    await written.first().click()
    const date = /\w+ \d+, \d{4}/.exec(name)?.[0] ?? ''
    expect(date).not.toBe('')
    await expect(row(reader, new RegExp(date))).toBeVisible()
  })
  await test.step('[G15] on this day brings back the same day of other years, for today and for a day one chooses', async () => {
    const views = reader.getByRole('navigation', { name: 'Views' })
    await views.getByRole('button', { name: 'On this day' }).click()
    await reader.keyboard.press('Control+g')
    const dialog = reader.getByRole('dialog')
    await dialog.getByRole('spinbutton', { name: 'month' }).click()
    await reader.keyboard.type('11222026')
    await reader.keyboard.press('Enter')
    await expect(reader.getByText('One year ago')).toBeVisible()
    await expect(reader.getByText(/(Two|Three) years ago/).first()).toBeVisible()
    await expect(dialog).toBeHidden()
  })
  await test.step('[G16] the sheet shows every shortcut with the key that works in this host', async () => {
    await reader.keyboard.press('Control+/')
    const sheet = reader.getByRole('dialog')
    await expect(sheet.getByText('Alt+N', { exact: true })).toBeVisible()
    await reader.keyboard.press('Escape')
    await expect(sheet).toBeHidden()
    await reader.keyboard.press('Alt+n')
    await expect(title(reader)).toHaveValue('')
    await expect(body(reader)).toBeFocused()
  })
})
