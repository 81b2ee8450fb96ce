import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { Page } from 'playwright-core'
import type { Home } from '../../scripts/home'
import { expect, test } from '../support/e2e'
import { unlockToJournal } from './pages/gate'
import { alteredInvite, homeOf, inviteOf, joinBy, untilStage, vaultOf } from './pages/homes'
import { look } from './pages/look'

const homes: Home[] = []
test.afterEach(() => Promise.all(homes.splice(0).map((home) => home.stop())))

async function home(vault: string, name: string): Promise<Home> {
  const made = await homeOf(vault, name)
  homes.push(made)
  return made
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

async function partnerSettings(page: Page): Promise<void> {
  await page.keyboard.press('Control+,')
  await page.getByRole('tab', { name: 'Partner' }).click()
}

/** Opens the form for an invite from the journal, fills it in and presses Join. */
async function joinWith(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Invite' }).fill(text)
  await press(page, 'Join')
}

test('[C20] the steps before a pairing look right and pass axe in both themes and sizes', async ({
  launchPartner,
}, info) => {
  const ben = await home(info.outputPath('ben'), 'Ben')
  const { page } = await launchPartner('Ana', { vault: await vaultOf(info.outputPath('ana'), 'Ana') })
  await unlockToJournal(page)
  await look(page, 'couple-alone')
  await partnerSettings(page)
  await look(page, 'settings-partner-alone')
  await page.getByRole('dialog').getByRole('button', { name: 'Invite your partner' }).click()
  await look(page, 'pair-ways')
  await press(page, 'I have an invite')
  await look(page, 'pair-join')
  await press(page, 'Join')
  await expect(page.getByText('Paste the invite first.')).toBeVisible()
  await look(page, 'pair-join-missing')

  const good = await inviteOf(ben)
  await joinWith(page, good.slice(0, -9))
  await expect(page.getByText(/a whole invite/)).toBeVisible()
  await look(page, 'pair-join-mangled')
  await joinWith(page, await alteredInvite(good, { expiresAt: 1 }))
  await expect(page.getByText(/time of this invite is over/)).toBeVisible()
  await look(page, 'pair-join-expired')

  await test.step('[G358] the longest invite can be read whole where it is pasted, in the smallest window', async () => {
    const addresses = Array.from({ length: 8 }, (_, index) => `[2001:db8:85a3:8d3:1319:8a2e:370:734${index}]:47011`)
    const longest = await alteredInvite(good, { addresses })
    const field = page.getByRole('textbox', { name: 'Invite' })
    await field.fill(longest)
    await look(page, 'pair-join-longest', async () => {
      const hidden = await field.evaluate((area) => area.scrollHeight - area.clientHeight)
      expect(hidden).toBeLessThanOrEqual(0)
      await expect(page.getByRole('button', { name: 'Join', exact: true })).toBeInViewport({ ratio: 1 })
    })
    await expect(field).toHaveCSS('word-break', 'break-all')
  })

  // Takes every connection and says nothing: whoever joins goes on looking.
  const silent = createServer(() => {}).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const silentInvite = await alteredInvite(good, { addresses: [`127.0.0.1:${port}`] })
  await look(page, 'pair-joining', async () => {
    const stop = page.getByRole('button', { name: 'Stop joining' })
    if (await stop.isVisible()) await stop.click()
    await joinWith(page, silentInvite)
    await expect(page.getByRole('heading', { name: 'Joining your partner' })).toBeVisible()
  })
  silent.close()
})

test('[C21] a pairing that goes on, fails or succeeds looks right and passes axe in both themes and sizes', async ({
  launchPartner,
}, info) => {
  const ben = await home(info.outputPath('ben'), 'Ben')
  const cleo = await home(info.outputPath('cleo'), 'Cleo')
  const { page } = await launchPartner('Ana', { vault: await vaultOf(info.outputPath('ana'), 'Ana') })
  await unlockToJournal(page)
  const used = await inviteOf(ben)
  await joinBy(cleo, used)
  await cleo.call('partner.answer', { answer: 'differ' })
  const begin = async () => {
    await press(page, 'Invite your partner')
    await press(page, 'I have an invite')
  }
  const ended = page.getByRole('heading', { name: 'The pairing ended' })

  await begin()
  await joinWith(page, used)
  await expect(ended).toBeVisible()
  await expect(page.getByText('has been used already')).toBeVisible()
  await look(page, 'pair-used')
  await press(page, 'Begin again')
  await press(page, 'I have an invite')
  await joinWith(page, await alteredInvite(used, { addresses: ['127.0.0.1:9'] }))
  await expect(ended).toBeVisible()
  await look(page, 'pair-unreachable')
  await press(page, 'Begin again')

  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Your invite' })).toBeVisible()
  await look(page, 'pair-invite')
  const first = await page.getByRole('region', { name: 'Your invite' }).innerText()
  await press(page, 'Close')
  await look(page, 'couple-inviting')
  await partnerSettings(page)
  await look(page, 'settings-partner-inviting')
  await page.keyboard.press('Escape')
  await joinBy(ben, first)
  await expect(page.getByText('Compare words with Ben').first()).toBeVisible()
  await look(page, 'couple-comparing')
  await press(page, 'Compare words with Ben')
  await expect(page.getByRole('list', { name: 'The four words' })).toBeVisible()
  await look(page, 'pair-compare')
  await ben.call('partner.answer', { answer: 'differ' })
  await expect(ended).toBeVisible()
  await look(page, 'pair-differ')
  await press(page, 'Begin again')

  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  const second = await page.getByRole('region', { name: 'Your invite' }).innerText()
  await joinBy(ben, second)
  await press(page, 'Skip')
  await expect(page.getByRole('heading', { name: 'Waiting for Ben' })).toBeVisible()
  await look(page, 'pair-answered')
  await ben.call('partner.answer', { answer: 'match' })
  await expect(page.getByRole('heading', { name: 'You and Ben now share a journal' })).toBeVisible()
  await look(page, 'pair-paired')
  await press(page, 'Close')
  await cleo.call('partner.join', { invite: second })
  await untilStage(cleo, 'failed')
  const warning = page.getByText('Someone else has tried the invite')
  await look(page, 'second-taker', () => expect(warning).toBeVisible())
  await partnerSettings(page)
  await look(page, 'settings-partner-not-compared')
  await page.keyboard.press('Escape')
  await press(page, 'Undo the pairing')
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await look(page, 'unpair')
})
