import { join } from 'node:path'
import { mkdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { type Home, openHome, pair } from '../../scripts/home'
import { sharedSampleEntries } from '../../scripts/sample-couple'
import { sampleEntries } from '../../scripts/sample-vault'
import { expect, test } from '../support/e2e'
import { passphrase, unlockToJournal } from './pages/gate'
import { homeOf } from './pages/homes'
import { body, newEntry, partnerName, row, write } from './pages/journal'
import { look } from './pages/look'

const homes: Home[] = []
test.afterEach(() => Promise.all(homes.splice(0).map((home) => home.stop())))

/** The vaults of two who are paired and have written, Ana's newest entries unread by Ben. */
async function makeCouple(folder: string): Promise<{ ana: string; ben: string }> {
  await mkdir(folder, { recursive: true })
  const [ana, ben] = await Promise.all([homeOf(join(folder, 'ana'), 'Ana'), homeOf(join(folder, 'ben'), 'Ben')])
  for (const entry of sampleEntries().slice(-6)) await ana.call('journal.add', { entry })
  await pair(ana, ben)
  for (const { author, entry } of sharedSampleEntries().slice(-14)) {
    await (author === 'Ana' ? ana : ben).call('journal.add', { entry, journal: 'shared' })
  }
  for (const home of [ana, ben]) {
    await home.until<{ pending: boolean }>('journal.saving', ({ pending }) => !pending)
    await home.until<{ all: boolean; entries: string[] }>('shared.held', (held) => !held.all && !held.entries.length)
  }
  await Promise.all([ana.stop(), ben.stop()])
  return { ana: ana.vault, ben: ben.vault }
}

async function partnerSettings(page: Page): Promise<void> {
  await page.keyboard.press('Control+,')
  await page.getByRole('tab', { name: 'Partner' }).click()
}

test('[C22] the shared journal looks right and passes axe in both themes and sizes', async ({
  launchPartner,
}, info) => {
  const vaults = await makeCouple(info.outputPath('couple'))
  const ana = await launchPartner('Ana', { vault: vaults.ana })
  const { page } = ana
  await unlockToJournal(page)
  await expect(page.getByText('Ben: last exchanged today')).toBeVisible()
  await look(page, 'shared-timeline-unread')
  await newEntry(page)
  await write(page, 'I would like to ask Ben about the house by the lake.')
  await page.getByRole('button', { name: 'New shared entry' }).click()
  await body(page).focus()
  await page.keyboard.type('The first frost this morning, and your scarf on my chair.')
  await expect(page.getByText('Saved, waiting for Ben')).toBeVisible()
  await look(page, 'shared-entry-waiting')

  const ben = await launchPartner('Ben', { vault: vaults.ben })
  await unlockToJournal(ben.page)
  await expect(page.getByText('Ben has it')).toBeVisible()
  await look(page, 'shared-entry-has-it')
  await row(ben.page, /first frost/).click()
  await body(ben.page).focus()
  await ben.page.keyboard.press('Control+End')
  await ben.page.keyboard.type(' I left it there on purpose.')
  await expect(body(page)).toContainText('on purpose.')
  await look(page, 'shared-entry-live', async () => {
    await ben.page.keyboard.press('ArrowLeft')
    await expect(partnerName(page)).toHaveText('Ben')
  })
  await test.step('[G359] the name stands between the letters of its line and those of the one above', async () => {
    const { above, below } = await partnerName(page).evaluate(roomAround)
    expect(above).toBeGreaterThan(-1)
    expect(below).toBeGreaterThan(-1)
  })
})

/** How many px there are between the name and the longest letters of the line above, and those of its own line. */
function roomAround(name: Element): { above: number; below: number } {
  const caret = name.parentElement!
  const style = getComputedStyle(caret)
  const context = document.createElement('canvas').getContext('2d')!
  context.font = `${style.fontSize} ${style.fontFamily}`
  const letters = context.measureText('bdfhklgjpqy')
  const baseline = caret.getBoundingClientRect().top + letters.fontBoundingBoxAscent
  const { top, bottom } = name.getBoundingClientRect()
  const lineHeight = Number.parseFloat(style.lineHeight)
  return {
    above: top - (baseline - lineHeight + letters.actualBoundingBoxDescent),
    below: baseline - letters.actualBoundingBoxAscent - bottom,
  }
}

test('[C23] sharing, the settings of the partner and what unpairing leaves look right and pass axe', async ({
  launchPartner,
}, info) => {
  const vaults = await makeCouple(info.outputPath('couple'))
  const ben = openHome({ name: 'Ben', vault: vaults.ben, passphrase })
  homes.push(ben)
  await ben.unlock()
  const { page } = await launchPartner('Ana', { vault: vaults.ana })
  await unlockToJournal(page)
  await expect(page.getByText('Ben: connected')).toBeVisible()
  await row(page, /^(?=.*Ben).*Corner/).click()
  await expect(page.getByText('by Ben')).toBeVisible()
  await look(page, 'shared-entry-by-partner')
  await page.getByRole('button', { name: 'Filter' }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await look(page, 'shared-filter')
  await page.keyboard.press('Escape')

  await row(page, /Sunday, early/).click()
  await page.getByRole('button', { name: 'Share this' }).click()
  await expect(page.getByRole('dialog')).toContainText('What will be shared')
  await look(page, 'share')
  await page.getByRole('button', { name: 'Share with Ben' }).click()
  await expect(page.getByText('by you')).toBeVisible()
  await row(page, /Sunday, early.*Private/).click()
  await expect(page.getByText(/^Shared on [^·]*$/)).toBeVisible()
  await look(page, 'entry-shared-before')
  await page.getByRole('button', { name: 'Share this' }).click()
  await expect(page.getByRole('dialog')).toContainText('already')
  await look(page, 'share-again')
  await page.getByRole('button', { name: 'Cancel' }).click()
  // While it fades no shortcut is heard.
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await partnerSettings(page)
  await look(page, 'settings-partner')
  await page.getByRole('textbox', { name: 'Another address' }).fill('somewhere')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/an address with a port/)).toBeVisible()
  await look(page, 'settings-partner-address')
  await page.getByRole('switch', { name: 'Connect to Ben' }).click({ force: true })
  await expect(page.getByText(/^Not connecting/)).toBeVisible()
  await look(page, 'settings-partner-paused')
  await page.getByRole('button', { name: 'Unpair…' }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await look(page, 'unpair-with-entries')
  await page.getByRole('button', { name: 'Unpair from Ben' }).click()
  await expect(page.getByRole('alertdialog')).toBeHidden()
  await row(page, /^(?=.*Ben).*Corner/).click()
  await expect(page.getByText('by Ben')).toBeVisible()
  await look(page, 'shared-entry-former')
  await partnerSettings(page)
  await expect(page.getByText('Earlier shared journals')).toBeVisible()
  await look(page, 'settings-partner-earlier')
})
