import { expect, test } from '../support/e2e'
import { atBothJournals, invite, join, pairBoth, setUpBoth, wordsOn } from './pages/couple'
import { lock, unlockToJournal } from './pages/gate'
import { body, partnerName, row, write } from './pages/journal'

test('[C1] two who pair see the same words, and share what one has written before', async ({ launchPartner }) => {
  const { ana, ben } = await setUpBoth(launchPartner)
  await write(ana.page, 'I saw the sea from the train this morning.')
  await pairBoth({ ana, ben })
  await ana.page.getByRole('button', { name: 'Share this' }).click()
  await expect(ana.page.getByRole('dialog')).toContainText('I saw the sea from the train this morning.')
  await ana.page.getByRole('button', { name: 'Share with Ben' }).click()
  await expect(row(ben.page, /sea from the train.*Ana/)).toBeVisible()
  await expect(ana.page.getByText('Ben has it')).toBeVisible()
})

test('[C2] they differ burns the pairing on both sides, and a new invite pairs', async ({ launchPartner }) => {
  const { ana, ben } = await setUpBoth(launchPartner)
  const text = await invite(ana.page)
  await join(ben.page, text)
  await wordsOn(ana.page)
  await ben.page.getByRole('button', { name: 'They differ' }).click()
  for (const { page } of [ana, ben])
    await expect(page.getByRole('heading', { name: 'The pairing ended' })).toBeVisible()
  for (const { page } of [ana, ben]) await page.getByRole('button', { name: 'Close' }).click()
  await join(ben.page, text)
  await expect(ben.page.getByRole('heading', { name: 'The pairing ended' })).toBeVisible()
  await expect(ben.page.getByText('has been used already')).toBeVisible()
  await ben.page.getByRole('button', { name: 'Close' }).click()
  await pairBoth({ ana, ben })
})

test('[C3] after both have quit and started again they find each other', async ({ launchPartner }) => {
  const { ana, ben } = await atBothJournals(launchPartner)
  await pairBoth({ ana, ben })
  await lock(ana.page)
  await ben.quit()
  await unlockToJournal(ana.page)
  await expect(ana.page.getByText('Looking for Ben').or(ana.page.getByText(/Ben: last exchanged/))).toBeVisible()
  await ben.start()
  await unlockToJournal(ben.page)
  await expect(ana.page.getByText('Ben: connected')).toBeVisible()
  await expect(ben.page.getByText('Ana: connected')).toBeVisible()
})

test('[C4] both write in one entry, live, each with the other named beside the words', async ({ launchPartner }) => {
  const { ana, ben } = await atBothJournals(launchPartner)
  await pairBoth({ ana, ben })
  await ana.page.getByRole('button', { name: 'New shared entry' }).click()
  await body(ana.page).focus()
  await ana.page.keyboard.type('Ana begins.')
  await row(ben.page, /Ana begins/).click()
  await expect(body(ben.page)).toContainText('Ana begins.')
  await body(ben.page).focus()
  await ben.page.keyboard.press('Control+End')
  await ben.page.keyboard.type(' Ben goes on.')
  await expect(body(ana.page)).toContainText('Ana begins. Ben goes on.')
  await expect(partnerName(ana.page)).toHaveText('Ben')
  await ana.page.keyboard.press('Control+z')
  await expect(body(ben.page)).not.toContainText('Ana begins.')
  await expect(body(ben.page)).toContainText('Ben goes on.')
  await expect(ben.page.getByText('Ana has it')).toBeVisible()
})
