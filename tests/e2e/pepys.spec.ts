import type { Page } from 'playwright-core'
import { pepysEntries } from '../../scripts/sample-vault'
import { expect, test } from '../support/e2e'
import { unlockToJournal } from './pages/gate'
import { vaultOf } from './pages/homes'
import { body, row, saved } from './pages/journal'

const entries = pepysEntries()

test.skip(entries === null, 'shared/data/pepys.json.gz is not on this machine')

test('[G6] ten years of a diary: found by date and by search, edited, and kept through kill -9', async ({
  launchPartner,
}, info) => {
  const vault = await vaultOf(info.outputPath('vault'), 'Samuel', entries ?? [])
  const samuel = await launchPartner('Samuel', { vault })
  await unlockToJournal(samuel.page)
  await expect(samuel.page.getByText('3,413 entries')).toBeVisible()

  await test.step('by date', () => goToFire(samuel.page))

  await test.step('by search', async () => {
    const { body: words } = entries?.find((entry) => entry.date === '1666-09-12') ?? { body: '' }
    const phrase = words.split(/\s+/).slice(3, 9).join(' ')
    await samuel.page.keyboard.press('Control+Shift+f')
    await samuel.page.keyboard.type(phrase)
    const found = row(samuel.page, /September 12, 1666/)
    await expect(found.locator('mark').first()).toBeVisible()
    await found.click()
    await expect(body(samuel.page)).toBeVisible()
  })

  await body(samuel.page).focus()
  await samuel.page.keyboard.press('Control+End')
  await samuel.page.keyboard.type(' So much for the fire.')
  await saved(samuel.page)
  await samuel.kill('host', 'vault')
  await samuel.quit()
  await samuel.start()
  await unlockToJournal(samuel.page)
  // Which entry was open is kept a moment after its words: it is looked for again.
  await goToFire(samuel.page)
  await row(samuel.page, /September 12, 1666/).click()
  await expect(body(samuel.page)).toContainText('So much for the fire.')
})

async function goToFire(page: Page): Promise<void> {
  await page.keyboard.press('Control+g')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('spinbutton', { name: 'month' }).click()
  await page.keyboard.type('09121666')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(row(page, /September 12, 1666/)).toBeVisible()
}
