import type { Page } from 'playwright-core'
import { expect, type Fixtures } from '../../support/e2e'
import type { Partner, PartnerOptions } from '../../support/partner'
import { atEmptyJournal } from './days'
import { setUp } from './gate'

/** Two partners who have gone through set-up, not paired yet. */
export async function setUpBoth(launch: Fixtures['launchPartner']): Promise<{ ana: Partner; ben: Partner }> {
  const ana = await launch('Ana')
  const ben = await launch('Ben')
  await setUp(ana.page, 'Ana')
  await setUp(ben.page, 'Ben')
  return { ana, ben }
}

/** Two partners at their journals, not paired yet, nor through set-up. */
export async function atBothJournals(
  launchPartner: Fixtures['launchPartner'],
  options: PartnerOptions = {},
): Promise<{ ana: Partner; ben: Partner }> {
  const ana = await atEmptyJournal(launchPartner, 'Ana', options)
  return { ana, ben: await atEmptyJournal(launchPartner, 'Ben', options) }
}

/** Makes an invite in the dialog; resolves with its text, the dialog still open. */
export async function invite(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Invite your partner' }).click()
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  return page.getByRole('region', { name: 'Your invite' }).innerText()
}

/** Pastes an invite, and joins. */
export async function join(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Invite your partner' }).click()
  await page.getByRole('button', { name: 'I have an invite' }).click()
  await page.getByRole('textbox', { name: 'Invite' }).fill(text)
  await page.getByRole('button', { name: 'Join', exact: true }).click()
}

/** The four words on the screen. */
export async function wordsOn(page: Page): Promise<string[]> {
  const list = page.getByRole('list', { name: 'The four words' })
  await expect(list).toBeVisible()
  return list.getByRole('listitem').allInnerTexts()
}

/** Pairs two who are at their journals; both dialogs are closed again. */
export async function pairBoth({ ana, ben }: { ana: Partner; ben: Partner }): Promise<void> {
  await join(ben.page, await invite(ana.page))
  expect(await wordsOn(ben.page)).toEqual(await wordsOn(ana.page))
  await ana.page.getByRole('button', { name: 'They match' }).click()
  await ben.page.getByRole('button', { name: 'They match' }).click()
  for (const [{ page }, other] of [
    [ana, 'Ben'],
    [ben, 'Ana'],
  ] as const) {
    await expect(page.getByRole('heading', { name: `You and ${other} now share a journal` })).toBeVisible()
    await page.getByRole('button', { name: 'Close' }).click()
    await expect(page.getByText(`${other}: connected`)).toBeVisible()
  }
}
