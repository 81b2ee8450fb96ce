import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from '../support/e2e'
import { test } from '../support/small-disk'
import { lock, passphrase, setUp, typeNewPassphrase, unlockToJournal } from './pages/gate'
import { body, newEntry, saved, write } from './pages/journal'

const full = 'The disk is full. Your words are still here and will be saved when there is room.'

/** More than fits into what is left of the last block of a file. */
const manyWords = Array.from({ length: 900 }, (_, at) => `word${at}`).join(' ')

test('[D1] on a full disk the words stay on the page, and they are saved by themselves when there is room', async ({
  smallDisk,
  launchPartner,
}) => {
  const ana = await launchPartner('Ana', { vault: join(smallDisk.folder, 'vault') })
  await writeOnFullDisk(ana.page, smallDisk)
  await ana.page.keyboard.type(' Typed while it was full.')
  await expect(body(ana.page)).toContainText('Typed while it was full.')
  await smallDisk.empty()
  await saved(ana.page)
  await ana.kill('host', 'vault')
  await ana.start()
  await unlockToJournal(ana.page)
  await expect(body(ana.page)).toContainText(`Before it was full. ${manyWords} Typed while it was full.`)
})

test('[D2] a full disk keeps the vault from being locked, says why, and loses nothing', async ({
  smallDisk,
  launchPartner,
}) => {
  const ana = await launchPartner('Ana', { vault: join(smallDisk.folder, 'vault') })
  await writeOnFullDisk(ana.page, smallDisk)
  await ana.page.getByRole('button', { name: 'Lock', exact: true }).click()
  await expect(ana.page.getByText(`Not locked: ${full}`)).toBeVisible()
  await expect(body(ana.page)).toContainText(manyWords)
  await smallDisk.empty()
  await saved(ana.page)
  await lock(ana.page)
  await unlockToJournal(ana.page)
  await expect(body(ana.page)).toContainText(`Before it was full. ${manyWords}`)
})

test('[D3] a host that is told to end on a full disk stays until the words are saved', async ({
  smallDisk,
  launchPartner,
}) => {
  const ana = await launchPartner('Ana', { vault: join(smallDisk.folder, 'vault') })
  await writeOnFullDisk(ana.page, smallDisk)
  await ana.signal('host', 'SIGTERM')
  // An answer that was asked for after the signal: the host has heard that too.
  await ana.page.getByRole('searchbox', { name: 'Search your entries' }).fill('word77')
  await expect(ana.page.getByRole('option').locator('mark').first()).toHaveText('word77')
  await smallDisk.empty()
  await saved(ana.page)
  await ana.end('SIGTERM')
  await ana.start()
  await unlockToJournal(ana.page)
  await expect(body(ana.page)).toContainText(`Before it was full. ${manyWords}`)
})

test('[D4] a vault that finds no room at set-up can be made when there is some', async ({
  smallDisk,
  launchPartner,
}) => {
  await smallDisk.fill()
  const { page } = await launchPartner('Ana', { vault: join(smallDisk.folder, 'vault') })
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ana')
  await page.getByRole('button', { name: 'Continue' }).click()
  await typeNewPassphrase(page, passphrase)
  await page.getByRole('button', { name: 'Make the vault' }).click()
  await expect(page.getByText('The disk is full.')).toBeVisible()
  await smallDisk.empty()
  await page.getByRole('button', { name: 'Make the vault' }).click()
  await expect(page.getByRole('button', { name: 'I’ve kept it' })).toBeVisible()
})

async function writeOnFullDisk(page: Page, disk: { fill(): Promise<void> }): Promise<void> {
  await setUp(page, 'Ana')
  await newEntry(page)
  await write(page, 'Before it was full.')
  await disk.fill()
  await page.keyboard.insertText(` ${manyWords}`)
  await expect(page.getByText(`Not saved: ${full}`)).toBeVisible()
  await expect(body(page)).toContainText(manyWords)
}
