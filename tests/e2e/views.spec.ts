import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sampleEntries } from '../../scripts/sample-vault'
import { expect, test } from '../support/e2e'
import { keepRecoveryKey, lock, passphrase, setUp, typeNewPassphrase, unlockToJournal } from './pages/gate'
import { vaultOf } from './pages/homes'
import { body, newEntry, saved } from './pages/journal'
import { look } from './pages/look'

test('[G20] set-up and unlock look right and pass axe in both themes and sizes', async ({ launchPartner }) => {
  const { page } = await launchPartner('Ana')
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ana')
  await look(page, 'set-up-1-place')
  await page.getByRole('button', { name: 'Continue' }).click()
  await typeNewPassphrase(page, passphrase)
  await expect(page.getByText('Strong')).toBeVisible()
  await look(page, 'set-up-2-passphrase')
  await page.getByRole('button', { name: 'Make the vault' }).click()
  await page.getByRole('button', { name: 'I’ve kept it' }).waitFor()
  await look(page, 'set-up-3-recovery-key')
  await keepRecoveryKey(page)
  await expect(page.getByRole('heading', { name: 'What Twofold can’t protect against' })).toBeVisible()
  await look(page, 'set-up-4-protection')
  await page.getByRole('button', { name: 'Continue' }).click()
  await look(page, 'set-up-5-done')
  await page.getByRole('button', { name: 'Write your first entry' }).click()
  await look(page, 'journal-empty')
  await newEntry(page)
  await look(page, 'entry-new')
  await page.getByRole('button', { name: 'Lock', exact: true }).click()
  await expect(page.getByRole('textbox', { name: 'Passphrase' })).toBeVisible()
  await look(page, 'unlock')
  await page.getByRole('textbox', { name: 'Passphrase' }).fill('not this one')
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page.getByText('That passphrase doesn’t open this vault.')).toBeVisible()
  await look(page, 'unlock-wrong')
})

test('[G21] the journal and its dialogs look right and pass axe in both themes and sizes', async ({
  launchPartner,
}, info) => {
  const vault = await vaultOf(info.outputPath('vault'), 'Ana', sampleEntries())
  const { page } = await launchPartner('Ana', { vault })
  await unlockToJournal(page)
  await expect(page.getByRole('option').first()).toBeVisible()
  await look(page, 'timeline')
  await page.getByRole('option').nth(1).click()
  await expect(body(page)).toBeVisible()
  await look(page, 'journal')

  await page.keyboard.press('Control+Shift+f')
  await page.keyboard.type('river')
  await expect(page.locator('mark').first()).toBeVisible()
  await look(page, 'search')
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Filter' }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await look(page, 'filter')
  await page.keyboard.press('Escape')

  const views = page.getByRole('navigation', { name: 'Views' })
  await views.getByRole('button', { name: 'On this day' }).click()
  await look(page, 'on-this-day')
  await views.getByRole('button', { name: 'Trash' }).click()
  await look(page, 'trash-empty')
  await views.getByRole('button', { name: 'Timeline' }).click()

  await page.keyboard.press('Control+g')
  await expect(page.getByRole('dialog')).toBeVisible()
  await look(page, 'go-to-date')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()

  await page.keyboard.press('Control+/')
  await expect(page.getByRole('dialog')).toBeVisible()
  await look(page, 'shortcuts')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()

  await page.keyboard.press('Control+,')
  const settings = page.getByRole('dialog')
  for (const section of await settings.getByRole('tab').all()) {
    const name = (await section.innerText()).toLowerCase().replace(/[^a-z]+/g, '-')
    await section.click()
    await look(page, `settings-${name}`)
  }
})

test('[G22] trash, link, help and what stands between a person and their vault look right and pass axe', async ({
  launchPartner,
}, info) => {
  const ana = await launchPartner('Ana', { vault: info.outputPath('vault') })
  const { recoveryKey } = await setUp(ana.page, 'Ana')
  await newEntry(ana.page)
  await body(ana.page).focus()
  await ana.page.keyboard.type('See [the map](https://example.org/map) first.')
  await saved(ana.page)
  await body(ana.page)
    .getByText('the map')
    .click({ modifiers: ['Control'] })
  await expect(ana.page.getByRole('alertdialog')).toBeVisible()
  await look(ana.page, 'link')
  await ana.page.getByRole('button', { name: 'Cancel' }).click()

  await ana.page.getByRole('button', { name: 'Move to trash' }).click()
  await ana.page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Trash' }).click()
  await look(ana.page, 'trash')
  await ana.page.getByRole('button', { name: /Delete for ever/ }).click()
  await expect(ana.page.getByRole('alertdialog')).toBeVisible()
  await look(ana.page, 'trash-confirm')
  await ana.page.keyboard.press('Escape')
  await expect(ana.page.getByRole('alertdialog')).toBeHidden()

  await ana.page.keyboard.press('Control+,')
  await ana.page.getByRole('tab', { name: 'Protection' }).click()
  await ana.page.getByRole('button', { name: /can’t protect against/ }).click()
  await expect(ana.page.getByRole('dialog', { name: /protect/ })).toBeVisible()
  await look(ana.page, 'help')
  await ana.page.keyboard.press('Escape')
  await expect(ana.page.getByRole('dialog')).toBeHidden()

  await lock(ana.page)
  await ana.page.getByRole('button', { name: 'Use the recovery key instead' }).click()
  await ana.page.getByRole('textbox', { name: 'Recovery key' }).fill(recoveryKey)
  await ana.page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(ana.page.getByRole('heading', { name: 'Choose a new passphrase' })).toBeVisible()
  await look(ana.page, 'new-passphrase')

  await ana.quit()
  await writeFile(join(ana.vault, 'vault.json'), 'damaged')
  await ana.start()
  await expect(ana.page.getByRole('heading', { name: 'This vault can’t be opened' })).toBeVisible()
  await look(ana.page, 'unreadable')
})
