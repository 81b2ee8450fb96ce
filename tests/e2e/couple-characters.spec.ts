import type { Page } from 'playwright-core'
import { expect, test } from '../support/e2e'
import { atBothJournals, pairBoth } from './pages/couple'
import { lock, unlockToJournal } from './pages/gate'
import type { Partner } from '../support/partner'
import { body, copied, newEntry, row, write } from './pages/journal'

interface Couple {
  ana: Partner
  ben: Partner
}

/** Goes through an input method's candidates at the caret, and commits the last. */
async function compose(page: Page, candidates: readonly string[]): Promise<void> {
  const cdp = await page.context().newCDPSession(page)
  for (const text of candidates)
    await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  await cdp.send('Input.insertText', { text: candidates.at(-1) ?? '' })
  await cdp.detach()
}

/** Begins a shared entry with these words, which Ben opens. */
async function share({ ana, ben }: Couple, words: string): Promise<void> {
  await ana.page.getByRole('button', { name: 'New shared entry' }).click()
  await body(ana.page).focus()
  await ana.page.keyboard.type(words)
  await row(ben.page, words).click()
  await expect(body(ben.page)).toContainText(words)
}

/** The words of the open page, to the letter. */
const expectWords = (page: Page, words: string) => expect.poll(() => copied(page)).toBe(words)

/** Presses keys so often on the page: a slow machine types slowly, and each pause begins a step to be taken back. */
async function press(page: Page, keys: string, times: number): Promise<void> {
  await body(page).focus()
  for (let time = 0; time < times; time++) await page.keyboard.press(keys)
}

test('[C50] an emoji from an input method is whole for both, in both journals, after lock and unlock too', async ({
  launchPartner,
}) => {
  const { ana, ben } = await atBothJournals(launchPartner)
  await pairBoth({ ana, ben })
  await newEntry(ana.page)
  await write(ana.page, 'To myself: ')
  await compose(ana.page, ['😀', '😁', '😄'])
  await expectWords(ana.page, 'To myself: 😄')
  await share({ ana, ben }, 'To you:')
  await ana.page.keyboard.type(' ')
  await compose(ana.page, ['😀', '😁', '😄'])
  for (const { page } of [ana, ben]) await expectWords(page, 'To you: 😄')
  await body(ben.page).focus()
  await ben.page.keyboard.press('Control+End')
  await compose(ben.page, ['🏳️', '🏳️‍🌈', '🏴'])
  for (const { page } of [ana, ben]) await expectWords(page, 'To you: 😄🏴')
  await expect(ana.page.getByText('Ben has it')).toBeVisible()
  await expect(ben.page.getByText('Ana has it')).toBeVisible()
  for (const { page } of [ana, ben]) {
    await lock(page)
    await unlockToJournal(page)
    await row(page, /To you/).click()
    await expectWords(page, 'To you: 😄🏴')
  }
  await row(ana.page, /To myself/).click()
  await expectWords(ana.page, 'To myself: 😄')
})

test('[C51] undo outlives looking at another entry, in both journals, and takes back one’s own words alone', async ({
  launchPartner,
}) => {
  const { ana, ben } = await atBothJournals(launchPartner)
  await pairBoth({ ana, ben })
  await share({ ana, ben }, 'Our plan.')
  await newEntry(ana.page)
  await write(ana.page, 'To myself.')
  await body(ben.page).focus()
  await ben.page.keyboard.press('Control+End')
  await ben.page.keyboard.type(' The sea.')
  await expect(row(ana.page, /Our plan. The sea/)).toBeVisible()

  await row(ana.page, /Our plan/).click()
  await expect(body(ana.page)).toContainText('Our plan. The sea.')
  // To be shown is not to be written in: the page has to be asked for.
  await body(ana.page).focus()
  await press(ana.page, 'Control+z', 'Our plan.'.length)
  for (const { page } of [ana, ben]) await expectWords(page, ' The sea.')
  await ana.page.getByRole('button', { name: 'Redo' }).click()
  await press(ana.page, 'Control+Shift+z', 'Our plan.'.length)
  for (const { page } of [ana, ben]) await expectWords(page, 'Our plan. The sea.')

  await row(ana.page, /To myself/).click()
  await expect(body(ana.page)).toContainText('To myself.')
  await ana.page.getByRole('button', { name: 'Undo' }).click()
  await press(ana.page, 'Control+z', 'To myself.'.length)
  await expectWords(ana.page, '')
  await press(ana.page, 'Control+Shift+z', 'To myself.'.length)
  await expectWords(ana.page, 'To myself.')
})
