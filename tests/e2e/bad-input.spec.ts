import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from '../support/e2e'
import type { Partner } from '../support/partner'
import { test } from '../support/small-disk'
import { atEmptyJournal } from './pages/days'
import { lock, passphrase, setUp, typeNewPassphrase, unlock, unlockToJournal } from './pages/gate'
import { vaultOf } from './pages/homes'
import { body, newEntry, row, saved, write } from './pages/journal'

test('[D5] a wrong passphrase opens nothing, says so and changes nothing', async ({ launchPartner }) => {
  const ana = await atEmptyJournal(launchPartner)
  await writeAndQuit(ana, 'Only for me.')
  const before = await contentOf(ana.vault)
  await ana.start()
  await unlock(ana.page, 'slow violet harbour lantern mouse')
  await expect(
    ana.page.getByText(
      'That passphrase doesn’t open this vault. Nothing has changed; try again, or use your recovery key.',
    ),
  ).toBeVisible()
  await expect(ana.page.getByRole('region', { name: 'Timeline' })).toHaveCount(0)
  expect(await contentOf(ana.vault)).toEqual(before)
  await unlockToJournal(ana.page)
})

const headerDamaged = 'The vault’s first file, vault.json, can’t be read. Your entries haven’t been touched;'
const headers: readonly { what: string; change(text: string): string; says: string }[] = [
  {
    what: '[D6] a vault.json that is damaged',
    change: (text) => text.replace('"slots"', '"slofs"'),
    says: headerDamaged,
  },
  {
    what: '[D7] a vault.json that is truncated',
    change: (text) => text.slice(0, text.length / 2),
    says: headerDamaged,
  },
  { what: '[D8] a vault.json that is empty', change: () => '', says: headerDamaged },
  {
    what: '[D9] a vault.json that is of a newer Twofold',
    change: (text) => text.replace('"version":3', '"version":4'),
    says: 'This vault was written by a newer Twofold (format 4). Nothing has changed;',
  },
]

test('[D6] a vault.json that can’t be read is named with what to do, and left as it is', async ({ launchPartner }) => {
  const ana = await atEmptyJournal(launchPartner)
  await writeAndQuit(ana, 'Still in there.')
  for (const { what, change, says } of headers) {
    await test.step(what, async () => {
      const whole = await readFile(headerOf(ana), 'utf8')
      await writeFile(headerOf(ana), change(whole))
      expect(await readFile(headerOf(ana), 'utf8')).not.toBe(whole)
      const before = await contentOf(ana.vault)
      await ana.start()
      await expect(ana.page.getByRole('heading', { name: 'This vault can’t be opened' })).toBeVisible()
      await expect(ana.page.getByText(says)).toBeVisible()
      expect(await contentOf(ana.vault)).toEqual(before)
      await writeFile(headerOf(ana), whole)
      await ana.page.getByRole('button', { name: 'Try again' }).click()
      await unlockToJournal(ana.page)
      await expect(body(ana.page)).toContainText('Still in there.')
      await ana.quit()
    })
  }
})

test('[D10] a vault.json with one changed digit is noticed when the passphrase is given, and left as it is', async ({
  launchPartner,
}) => {
  const ana = await atEmptyJournal(launchPartner)
  await writeAndQuit(ana, 'Still in there.')
  const whole = await readFile(headerOf(ana), 'utf8')
  await writeFile(
    headerOf(ana),
    whole.replace(/("sealed":.*?"ct":")(.)/, (_, before, digit) => before + (digit === '0' ? '1' : '0')),
  )
  const before = await contentOf(ana.vault)
  await ana.start()
  await unlock(ana.page)
  await expect(ana.page.getByText(headerDamaged)).toBeVisible()
  expect(await contentOf(ana.vault)).toEqual(before)
})

test('[D11] a damaged segment opens for reading only, is copied aside, and costs no other entry', async ({
  launchPartner,
}) => {
  const ana = await atEmptyJournal(launchPartner)
  await writeAndQuit(ana, 'The entry that stays.')
  const older = Object.keys(await contentOf(ana.vault))
  await writeMore(ana, `The entry that is hit. ${'More words. '.repeat(300)}`)
  const hit = await largest(ana, (name) => !older.includes(name))
  await flipMiddle(join(ana.vault, hit))
  const before = await contentOf(ana.vault)

  await ana.start()
  await unlockToJournal(ana.page)
  await expect(ana.page.getByText('Part of this vault is damaged')).toContainText(hit.split('/').at(-1) ?? '')
  await row(ana.page, /The entry that stays/).click()
  await expect(body(ana.page)).toHaveText('The entry that stays.')
  await expect(ana.page.getByText('Reading only', { exact: true })).toBeVisible()
  await body(ana.page).click()
  await ana.page.keyboard.type('Not to be written.')
  await expect(body(ana.page)).toHaveText('The entry that stays.')
  await lock(ana.page)
  await ana.quit()

  const after = await contentOf(ana.vault)
  const copies = Object.keys(after).filter((name) => !(name in before))
  expect(copies).toHaveLength(1)
  expect(copies[0]).toMatch(/^quarantine\//)
  expect(after[copies[0] ?? '']).toBe(before[hit])
  expect(Object.fromEntries(Object.entries(after).filter(([name]) => name in before))).toEqual(before)
})

test('[D12] an older data folder put back is refused as rolled back, and left as it is', async ({ launchPartner }) => {
  const ana = await atEmptyJournal(launchPartner)
  await writeAndQuit(ana, 'Early words.')
  const copy = join(ana.folder, 'copy')
  await cp(join(ana.vault, 'data'), copy, { recursive: true })
  await writeMore(ana, 'Later words.')
  await rm(join(ana.vault, 'data'), { recursive: true })
  await cp(copy, join(ana.vault, 'data'), { recursive: true })
  const before = await contentOf(ana.vault)
  await ana.start()
  await unlock(ana.page)
  await expect(ana.page.getByText('Part of this vault is older than it should be')).toBeVisible()
  expect(await contentOf(ana.vault)).toEqual(before)
})

test('[D13] a vault that is open is not opened a second time, and the first goes on', async ({ launchPartner }) => {
  const ana = await atEmptyJournal(launchPartner)
  await newEntry(ana.page)
  await write(ana.page, 'Open here')
  const before = await quietContentOf(ana.vault)
  const second = await launchPartner('Ana', { vault: ana.vault })
  await unlock(second.page)
  await expect(
    second.page.getByText('This vault is already open on this computer. Close the other window or program first.'),
  ).toBeVisible()
  expect(await contentOf(ana.vault)).toEqual(before)
  await write(ana.page, ' and nowhere else.')
  await ana.quit()
  await unlockToJournal(second.page)
  await expect(body(second.page)).toHaveText('Open here and nowhere else.')
})

test('[D14] a folder that may not be written is named at set-up, and does when it may', async ({
  smallDisk,
  launchPartner,
}) => {
  await smallDisk.forbidWriting()
  const { page, vault } = await launchPartner('Ana', { vault: join(smallDisk.folder, 'vault') })
  await toPassphrase(page)
  await typeNewPassphrase(page, passphrase)
  await page.getByRole('button', { name: 'Make the vault' }).click()
  await expect(page.getByText(`Twofold may not write in ${smallDisk.folder}`)).toBeVisible()
  expect(await contentOf(vault)).toEqual({})
  await smallDisk.allowWriting()
  await page.getByRole('button', { name: 'Continue' }).click()
  await typeNewPassphrase(page, passphrase)
  await page.getByRole('button', { name: 'Make the vault' }).click()
  await expect(page.getByRole('button', { name: 'I’ve kept it' })).toBeVisible()
})

test('[D15] a vault that may not be written can be read; new words stay on the page and are saved when it may', async ({
  smallDisk,
  launchPartner,
}) => {
  const ana = await launchPartner('Ana', { vault: await vaultOf(join(smallDisk.folder, 'vault'), 'Ana') })
  await unlockToJournal(ana.page)
  await writeAndQuit(ana, 'Written before.')
  await smallDisk.forbidWriting()
  const before = await contentOf(ana.vault)
  await ana.start()
  await unlockToJournal(ana.page)
  await expect(body(ana.page)).toHaveText('Written before.')
  await body(ana.page).focus()
  await ana.page.keyboard.press('Control+End')
  await ana.page.keyboard.type(' Written meanwhile.')
  await expect(ana.page.getByText(/Not saved: Twofold may not write in /)).toBeVisible()
  expect(await contentOf(ana.vault)).toEqual(before)
  await smallDisk.allowWriting()
  await saved(ana.page)
  await ana.quit()
  await ana.start()
  await unlockToJournal(ana.page)
  await expect(body(ana.page)).toHaveText('Written before. Written meanwhile.')
})

test('[D16] a folder with other files is not taken for a vault; a new folder in it is offered', async ({
  launchPartner,
}) => {
  const ana = await launchPartner('Ana')
  const letters = join(ana.folder, 'letters')
  await mkdir(letters)
  await writeFile(join(letters, 'to-ben.txt'), 'Dear Ben')
  const before = await contentOf(letters)
  const { page } = ana
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ana')
  await page.getByRole('textbox', { name: 'Folder of the vault' }).fill(letters)
  await expect(page.getByText('This folder holds other files. A vault needs an empty folder of its own.')).toBeVisible()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText('This folder won’t do as it is.')).toBeVisible()
  expect(await contentOf(letters)).toEqual(before)
  await page.getByRole('button', { name: 'Use a new folder “Twofold” in it' }).click()
  await expect(page.getByRole('textbox', { name: 'Folder of the vault' })).toHaveValue(join(letters, 'Twofold'))
  await setUp(page, 'Ana')
  // An open vault goes on writing how far it has come.
  await lock(page)
  expect(await contentOf(letters)).toMatchObject(before)
  expect(Object.keys(await contentOf(letters))).toContain('Twofold/vault.json')
})

test('[D17] a passphrase that could be guessed makes no vault and says how to better it', async ({ launchPartner }) => {
  const { page, vault } = await launchPartner('Ana')
  await toPassphrase(page)
  await typeNewPassphrase(page, 'Ana12345')
  await page.getByRole('button', { name: 'Make the vault' }).click()
  await expect(page.getByText('This one could be guessed, so it can’t be used.')).toBeVisible()
  await typeNewPassphrase(page, passphrase)
  await page.getByRole('textbox', { name: 'The same once more' }).fill(`${passphrase}y`)
  await page.getByRole('button', { name: 'Make the vault' }).click()
  await expect(page.getByText('The two aren’t the same. Type the second one again.')).toBeVisible()
  expect(await contentOf(vault)).toEqual({})
})

const headerOf = (partner: Partner) => join(partner.vault, 'vault.json')

async function toPassphrase(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ana')
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('textbox', { name: 'New passphrase' })).toBeVisible()
}

async function writeAndQuit(partner: Partner, words: string): Promise<void> {
  await newEntry(partner.page)
  await write(partner.page, words)
  await partner.quit()
}

async function writeMore(partner: Partner, words: string): Promise<void> {
  await partner.start()
  await unlockToJournal(partner.page)
  await newEntry(partner.page)
  await body(partner.page).focus()
  await partner.page.keyboard.insertText(words)
  await expect(body(partner.page)).toContainText(words.slice(0, 12))
  await saved(partner.page)
  await partner.quit()
}

/** What lies below a folder: each file's path in it with a hash of its bytes. */
async function contentOf(folder: string): Promise<Record<string, string>> {
  const items = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = items.filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name))
  const hash = async (file: string) =>
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
  const pairs = files.toSorted().map(async (file) => [file.slice(folder.length + 1), await hash(file)] as const)
  return Object.fromEntries(await Promise.all(pairs))
}

/** What the vault holds once nothing is written to it any more: where the caret rests is kept a moment after the words. */
async function quietContentOf(vault: string): Promise<Record<string, string>> {
  let before: Record<string, string> = {}
  const isQuiet = async () => {
    const now = await contentOf(vault)
    const same = JSON.stringify(now) === JSON.stringify(before)
    before = now
    return same
  }
  await expect.poll(isQuiet, { intervals: [1500] }).toBe(true)
  return before
}

async function largest(partner: Partner, which: (name: string) => boolean): Promise<string> {
  const names = Object.keys(await contentOf(partner.vault)).filter((name) => name.startsWith('data/') && which(name))
  const sizes = await Promise.all(
    names.map(async (name) => ({ name, size: (await stat(join(partner.vault, name))).size })),
  )
  return sizes.toSorted((a, b) => b.size - a.size)[0]?.name ?? ''
}

async function flipMiddle(file: string): Promise<void> {
  const bytes = await readFile(file)
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  await writeFile(file, bytes)
}
