import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from '../support/e2e'
import { keepRecoveryKey, lock, passphrase, setUp, typeNewPassphrase, unlock, unlockToJournal } from './pages/gate'
import { body, newEntry, write } from './pages/journal'

const heading = (page: Page, name: string) => page.getByRole('heading', { name })
const nameField = (page: Page) => page.getByRole('textbox', { name: 'Your name' })
const folderField = (page: Page) => page.getByRole('textbox', { name: 'Folder of the vault' })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const step = (page: Page, number: number) => expect(page.getByText(`Step ${number} of 5`)).toBeVisible()

test('[O1] a newcomer goes through five steps, back and forth, to the first entry', async ({ launchPartner }) => {
  const { page, vault } = await launchPartner('Ana')
  await step(page, 1)
  await expect(folderField(page)).toHaveValue(vault)
  await press(page, 'Continue')
  await expect(page.getByText('Write the name you like to be called')).toBeVisible()
  await nameField(page).fill('Ana')
  await press(page, 'Continue')
  await step(page, 2)
  await press(page, 'Back')
  await step(page, 1)
  await expect(nameField(page)).toHaveValue('Ana')
  await press(page, 'Continue')
  await typeNewPassphrase(page, passphrase)
  await press(page, 'Make the vault')
  await step(page, 3)
  await keepRecoveryKey(page)
  await step(page, 4)
  await expect(page.getByText('If you are afraid of your partner, don’t write here')).toBeVisible()
  await press(page, 'Continue')
  await step(page, 5)
  await press(page, 'Back')
  await step(page, 4)
  await press(page, 'Continue')
  await press(page, 'Write your first entry')
  await newEntry(page)
  await write(page, 'The first page.')
  await lock(page)
  await unlockToJournal(page)
  await expect(body(page)).toHaveText('The first page.')
})

test('[O2] a group of the recovery key that is typed wrongly is said, and the key can be read again', async ({
  launchPartner,
}) => {
  const { page } = await launchPartner('Ana')
  await toRecoveryKey(page)
  const key = await page.locator('#root ol li span:last-child').allInnerTexts()
  await press(page, 'I’ve kept it')
  const fields = page.getByRole('textbox', { name: /group$/ })
  await fields.first().fill('UUUU')
  await press(page, 'Continue')
  await expect(page.getByText('That isn’t this group. Compare it with the key.')).toHaveCount(2)
  await press(page, 'Show the key again')
  await expect(page.locator('#root ol li span:last-child')).toHaveText(key)
  await keepRecoveryKey(page)
  await step(page, 4)
})

test('[O3] a folder that holds a vault is never set up anew: its own vault is opened', async ({ launchPartner }) => {
  const ana = await launchPartner('Ana')
  await setUp(ana.page, 'Ana')
  await newEntry(ana.page)
  await write(ana.page, 'Already here.')
  await ana.quit()
  const { page } = await launchPartner('Ben')
  await nameField(page).fill('Ben')
  await folderField(page).fill(ana.vault)
  await expect(page.getByText('There is already a vault in this folder.')).toBeVisible()
  await press(page, 'Continue')
  await expect(page.getByText('This folder won’t do as it is.')).toBeVisible()
  await press(page, 'Open this vault')
  await expect(heading(page, 'Open your vault')).toBeVisible()
  await expect(page.getByText(`The vault in ${ana.vault}`)).toBeVisible()
  await unlockToJournal(page)
  await expect(body(page)).toHaveText('Already here.')
})

test('[O4] a folder that a service syncs is warned of, and taken only when the person insists', async ({
  launchPartner,
}) => {
  const ana = await launchPartner('Ana')
  const { page } = ana
  const synced = join(ana.folder, 'Dropbox', 'Journal')
  await mkdir(join(ana.folder, 'Dropbox'))
  await nameField(page).fill('Ana')
  await folderField(page).fill(synced)
  await expect(page.getByText('Dropbox copies this folder to other places.')).toBeVisible()
  await press(page, 'Continue')
  await expect(page.getByText('This folder won’t do as it is.')).toBeVisible()
  await page.getByText('I understand; put the vault here all the same').click()
  await press(page, 'Continue')
  await step(page, 2)
  await press(page, 'Back')
  await folderField(page).fill(join(ana.folder, 'Journal'))
  await expect(page.getByText('copies this folder to other places')).toHaveCount(0)
  await setUp(page, 'Ana')
})

test('[O5] who leaves set-up before the recovery key is proven is asked again until a new one is', async ({
  launchPartner,
}) => {
  const ana = await launchPartner('Ana')
  await toRecoveryKey(ana.page)
  const lost = (await ana.page.locator('#root ol li span:last-child').allInnerTexts()).join('-')
  await ana.kill('host', 'vault')
  await ana.start()
  const reminder = () => heading(ana.page, 'Your recovery key isn’t proven yet')
  await unlock(ana.page)
  await expect(reminder()).toBeVisible()
  await press(ana.page, 'Later')
  await expect(ana.page.getByRole('region', { name: 'Timeline' })).toBeVisible()
  await lock(ana.page)
  await unlock(ana.page)
  await expect(reminder()).toBeVisible()
  await ana.page.getByRole('textbox', { name: 'Passphrase' }).fill(passphrase)
  await press(ana.page, 'Make a new recovery key')
  const proven = await keepRecoveryKey(ana.page)
  await expect(ana.page.getByRole('region', { name: 'Timeline' })).toBeVisible()
  await lock(ana.page)
  await openWithRecoveryKey(ana.page, lost)
  await expect(ana.page.getByText('That recovery key belongs to another vault or to an earlier key.')).toBeVisible()
  await ana.page.getByRole('textbox', { name: 'Recovery key' }).fill(proven)
  await press(ana.page, 'Open')
  await press(ana.page, 'Later')
  await expect(ana.page.getByRole('region', { name: 'Timeline' })).toBeVisible()
  await lock(ana.page)
  await unlockToJournal(ana.page)
})

test('[O6] a recovery key that is mistyped is told from one of another vault', async ({ launchPartner }) => {
  const { page } = await launchPartner('Ana')
  const { recoveryKey } = await setUp(page, 'Ana')
  await lock(page)
  await openWithRecoveryKey(page, recoveryKey.slice(0, -1))
  await expect(
    page.getByText('That isn’t a whole recovery key: a letter or digit is missing or mistyped.'),
  ).toBeVisible()
})

async function toRecoveryKey(page: Page): Promise<void> {
  await nameField(page).fill('Ana')
  await press(page, 'Continue')
  await typeNewPassphrase(page, passphrase)
  await press(page, 'Make the vault')
  await step(page, 3)
  await page.getByRole('button', { name: 'I’ve kept it' }).waitFor()
}

async function openWithRecoveryKey(page: Page, key: string): Promise<void> {
  await press(page, 'Use the recovery key instead')
  await page.getByRole('textbox', { name: 'Recovery key' }).fill(key)
  await press(page, 'Open')
}
