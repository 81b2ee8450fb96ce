import type { Page } from 'playwright-core'
import { expect, test } from '../support/e2e'
import { wordsOn } from './pages/couple'
import { passphrase } from './pages/gate'
import { vaultOf } from './pages/homes'
import { body, reading, row, saved } from './pages/journal'
import { carryClipboard, focusSeen, pressOn, tabTo } from './pages/keys'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const dialog = (page: Page) => page.getByRole('dialog').or(page.getByRole('alertdialog'))

async function unlockByKeys(page: Page): Promise<void> {
  await expect(page.getByRole('textbox', { name: 'Passphrase' })).toBeFocused()
  await page.keyboard.type(passphrase)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible()
}

/** From the settings' beginning to the section about the partner. */
async function toPartnerSection(page: Page): Promise<void> {
  await page.keyboard.press('Control+,')
  await tabTo(page, page.getByRole('tab', { name: 'Name' }))
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('tab', { name: 'Partner' })).toBeFocused()
}

/** A makes the invite, from the settings; B pastes it. Both see the same words, and say so. */
async function pairByKeys(a: Page, b: Page): Promise<void> {
  await toPartnerSection(a)
  await pressOn(a, dialog(a).getByRole('button', { name: 'Invite your partner' }))
  await pressOn(a, button(a, 'Invite'))
  await pressOn(a, button(a, 'Copy the invite'), 'Space')
  await expect(a.getByText('Copied', { exact: true })).toBeVisible()
  await carryClipboard(a, b)

  await pressOn(b, button(b, 'Invite your partner'))
  await pressOn(b, button(b, 'I have an invite'))
  await expect(b.getByRole('textbox', { name: 'Invite' })).toBeFocused()
  await b.keyboard.press('Control+v')
  await pressOn(b, button(b, 'Join'))
  expect(await wordsOn(b)).toEqual(await wordsOn(a))
  for (const page of [a, b]) await pressOn(page, button(page, 'They match'))
  for (const page of [a, b]) await expect(page.getByRole('heading', { name: /now share a journal$/ })).toBeVisible()
}

test('[C27] two pair, write to each other and share an entry by the keyboard alone', async ({
  launchPartner,
}, info) => {
  const { page: a } = await launchPartner('Ana', { vault: await vaultOf(info.outputPath('ana'), 'Ana') })
  const { page: b } = await launchPartner('Ben', { vault: await vaultOf(info.outputPath('ben'), 'Ben') })
  for (const page of [a, b]) await unlockByKeys(page)
  await pairByKeys(a, b)
  await pressOn(b, button(b, 'Close'))
  await expect(button(b, 'Ana: connected')).toBeFocused()

  await pressOn(a, button(a, 'Write a shared entry'))
  await expect(body(a)).toBeFocused()
  await a.keyboard.type('Our first words.')
  await expect(row(b, /Our first words/)).toBeVisible()
  await tabTo(b, b.getByRole('listbox', { name: 'Timeline' }))
  await b.keyboard.press('ArrowDown')
  await b.keyboard.press('Enter')
  await expect(body(b)).toBeFocused()
  await b.keyboard.press('Control+End')
  await b.keyboard.type(' And mine.')
  await expect(body(a)).toContainText('Our first words. And mine.')
  await b.keyboard.press('Alt+Shift+n')
  await expect(body(b)).toBeFocused()
  await expect(body(b)).not.toContainText('Our first words.')
  await b.keyboard.type('Another page for two.')
  await expect(row(a, /Another page for two/)).toBeVisible()

  await a.keyboard.press('Alt+n')
  await expect(body(a)).not.toContainText('Our first words.')
  await expect(body(a)).toBeFocused()
  await a.keyboard.type('What I kept to myself.')
  await saved(a)
  await tabTo(a, button(a, 'Share this'), { back: true })
  await a.keyboard.press('Enter')
  await expect(button(a, 'Cancel')).toBeFocused()
  await a.keyboard.press('Enter')
  await expect(button(a, 'Share this')).toBeFocused()
  await a.keyboard.press('Space')
  await pressOn(a, button(a, 'Share with Ben'))
  await expect(row(b, /What I kept to myself.*Ana/)).toBeVisible()
  await expect(a.getByText('by you')).toBeVisible()
  // The copy is shown to be read; Enter there begins to write.
  await expect(reading(a)).toBeFocused()
  await a.keyboard.press('Enter')
  await expect(body(a)).toBeFocused()
})

test('[C28] the settings of the partner are changed, and two part, by the keyboard alone', async ({
  launchPartner,
}, info) => {
  const { page: a } = await launchPartner('Ana', { vault: await vaultOf(info.outputPath('ana'), 'Ana') })
  const { page: b } = await launchPartner('Ben', { vault: await vaultOf(info.outputPath('ben'), 'Ben') })
  for (const page of [a, b]) await unlockByKeys(page)
  await pairByKeys(a, b)
  await pressOn(a, button(a, 'Close'))
  await expect(dialog(a)).toBeHidden()

  await pressOn(a, button(a, 'Ben: connected'))
  const field = a.getByRole('textbox', { name: 'Another address' })
  await tabTo(a, field)
  await a.keyboard.type('192.0.2.7:4242')
  await a.keyboard.press('Enter')
  const remove = a.getByRole('button', { name: /192\.0\.2\.7:4242/ })
  await expect(remove).toBeVisible()
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('')
  await tabTo(a, remove, { back: true })
  await a.keyboard.press('Enter')
  await expect(remove).toBeHidden()
  await expect(field).toBeFocused()

  const connect = a.getByRole('switch', { name: 'Connect to Ben' })
  await tabTo(a, connect, { back: true })
  await a.keyboard.press('Space')
  await expect(a.getByText(/^Not connecting/)).toBeVisible()
  await expect(connect).toBeFocused()
  await pressOn(a, button(a, 'Unpair…'))
  await expect(button(a, 'Cancel')).toBeFocused()
  await a.keyboard.press('Enter')
  // The settings behind the question fade as well, and as long as one does no shortcut is heard.
  await expect(a.locator('[role=dialog], [role=alertdialog]')).toHaveCount(0)
  await a.keyboard.press('Control+,')
  const hasFocus = () => a.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)
  await expect.poll(hasFocus).toBe(true)
  await a.keyboard.press('Escape')
  await expect(button(a, 'Ben: not connecting')).toBeFocused()
  await a.keyboard.press('Enter')
  await pressOn(a, button(a, 'Unpair…'))
  await pressOn(a, button(a, 'Unpair from Ben'))
  // The settings, which have a button of this name as well, may still be fading.
  await expect(a.getByRole('tabpanel')).toHaveCount(0)
  await expect(button(a, 'Invite your partner')).toBeFocused()
  await focusSeen(a)
})
