import type { Page } from 'playwright-core'
import type { Home } from '../../scripts/home'
import { expect, test } from '../support/e2e'
import { wordsOn } from './pages/couple'
import { unlock, unlockToJournal } from './pages/gate'
import { homeOf, inviteOf, joinBy, untilStage, vaultOf } from './pages/homes'
import { focusSeen } from './pages/keys'
import { look } from './pages/look'

const homes: Home[] = []
test.afterEach(() => Promise.all(homes.splice(0).map((home) => home.stop())))

async function home(vault: string, name: string): Promise<Home> {
  const made = await homeOf(vault, name)
  homes.push(made)
  return made
}

const linkOf = async (inviter: Home) => `twofold://invite#${await inviteOf(inviter)}`
const field = (page: Page) => page.getByRole('dialog').getByRole('textbox', { name: 'Invite' })
const heading = (page: Page, name: string) => page.getByRole('heading', { name })

test('[C24] an invite opened as a link stands in the form after unlocking, and nothing is joined before the button', async ({
  launchPartner,
}, info) => {
  const ben = await home(info.outputPath('ben'), 'Ben')
  const link = await linkOf(ben)
  const { page } = await launchPartner('Ana', { vault: await vaultOf(info.outputPath('ana'), 'Ana'), link })
  await expect(page.getByRole('textbox', { name: 'Passphrase' })).toBeVisible()
  await expect(page.getByRole('dialog')).toBeHidden()
  await unlock(page)
  await expect(field(page)).toHaveValue(link)
  await expect(field(page)).toBeFocused()
  await expect(page.getByText('Join only if your partner has sent it')).toBeVisible()
  expect(page.url()).not.toContain('invite')
  await look(page, 'pair-join-link')
  expect((await ben.status()).pairing.stage).toBe('inviting')

  await page.getByRole('button', { name: 'Join', exact: true }).click()
  expect(await wordsOn(page)).toHaveLength(4)
  await untilStage(ben, 'comparing')
  await page.getByRole('button', { name: 'They match' }).click()
  await ben.call('partner.answer', { answer: 'match' })
  await expect(heading(page, 'You and Ben now share a journal')).toBeVisible()
})

test('[C24] an invite that was put away does not come back', async ({ launchPartner }, info) => {
  const ben = await home(info.outputPath('ben'), 'Ben')
  const vault = await vaultOf(info.outputPath('ana'), 'Ana')
  const ana = await launchPartner('Ana', { vault, link: await linkOf(ben) })
  await unlock(ana.page)
  await expect(field(ana.page)).toBeVisible()
  await ana.page.keyboard.press('Escape')
  await expect(ana.page.getByRole('dialog')).toBeHidden()
  await focusSeen(ana.page)
  await ana.page.getByRole('button', { name: 'Invite your partner' }).click()
  await ana.page.getByRole('button', { name: 'I have an invite' }).click()
  await expect(field(ana.page)).toHaveValue('')
  await ana.openAgain()
  await expect(ana.page.getByRole('region', { name: 'Timeline' })).toBeVisible()
  await expect(ana.page.getByRole('dialog')).toBeHidden()
  expect((await ben.status()).pairing.stage).toBe('inviting')
})

test('[C25] a second start with an invite brings it to the app that runs, open or locked, and ends', async ({
  launchPartner,
}, info) => {
  const ben = await home(info.outputPath('ben'), 'Ben')
  const link = await linkOf(ben)
  const ana = await launchPartner('Ana', { vault: await vaultOf(info.outputPath('ana'), 'Ana') })
  expect(await ana.openAgain(link)).toBe(0)
  await expect(ana.page.getByRole('textbox', { name: 'Passphrase' })).toBeVisible()
  await unlock(ana.page)
  await expect(field(ana.page)).toHaveValue(link)
  await ana.page.getByRole('button', { name: 'Back' }).click()

  const next = await linkOf(ben)
  expect(await ana.openAgain(next)).toBe(0)
  await expect(field(ana.page)).toHaveValue(next)
  await ana.page.getByRole('button', { name: 'Join', exact: true }).click()
  await wordsOn(ana.page)
})

test('[C26] beside a partner or a pairing under way an opened invite is said to be too many, and changes nothing', async ({
  launchPartner,
}, info) => {
  const ben = await home(info.outputPath('ben'), 'Ben')
  const cleo = await home(info.outputPath('cleo'), 'Cleo')
  const ana = await launchPartner('Ana', { vault: await vaultOf(info.outputPath('ana'), 'Ana') })
  await unlockToJournal(ana.page)
  await ana.page.getByRole('button', { name: 'Invite your partner' }).click()
  await ana.page.getByRole('button', { name: 'Invite', exact: true }).click()
  await joinBy(ben, await ana.page.getByRole('region', { name: 'Your invite' }).innerText())
  const words = await wordsOn(ana.page)

  const link = await linkOf(cleo)
  await ana.openAgain(link)
  await expect(ana.page.getByText('A pairing is under way already')).toBeVisible()
  await expect(field(ana.page)).toBeHidden()
  await look(ana.page, 'pair-too-many')
  await ana.page.getByRole('button', { name: 'Show the pairing' }).click()
  expect(await wordsOn(ana.page)).toEqual(words)
  await ana.page.getByRole('button', { name: 'They match' }).click()
  await ben.call('partner.answer', { answer: 'match' })
  await expect(heading(ana.page, 'You and Ben now share a journal')).toBeVisible()

  await ana.openAgain(link)
  await expect(ana.page.getByText('You share a journal with Ben already')).toBeVisible()
  await expect(field(ana.page)).toBeHidden()
  await ana.page.getByRole('button', { name: 'Close' }).click()
  await expect(ana.page.getByRole('dialog')).toBeHidden()
  await expect(ana.page.getByText('Ben: connected')).toBeVisible()
  expect((await cleo.status()).pairing.stage).toBe('inviting')
})
