import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import type { Page } from 'playwright-core'
import { expect, test } from '../support/e2e'
import { homeOf, joinBy, untilStage, vaultOf } from './pages/homes'
import { invite } from './pages/couple'
import { lock, unlockToJournal } from './pages/gate'
import { look } from './pages/look'

/** The port in an address on the page. */
const portIn = (text: string | null) => Number(/127\.0\.0\.1:(\d+)/u.exec(text ?? '')?.[1])

/** Another program on this port. */
async function taking(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function partnerSettings(page: Page): Promise<void> {
  await page.keyboard.press('Control+,')
  await page.getByRole('tab', { name: 'Partner' }).click()
}

test('[Q46] settings say in words that the port is taken, and where this device is once it is free', async ({
  launchPartner,
}, info) => {
  const ben = await homeOf(info.outputPath('ben'), 'Ben')
  const { page } = await launchPartner('Ana', { vault: await vaultOf(info.outputPath('ana'), 'Ana') })
  await unlockToJournal(page)
  await joinBy(ben, await invite(page))
  await page.getByRole('button', { name: 'They match' }).click()
  await ben.call('partner.answer', { answer: 'match' })
  await expect(page.getByRole('heading', { name: 'You and Ben now share a journal' })).toBeVisible()
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await partnerSettings(page)
  // Not the partner's, which stand above and may be there first.
  const own = page.getByRole('heading', { name: 'Where this device is' }).locator('xpath=following-sibling::ul/li')
  const port = portIn(await own.first().textContent())
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await lock(page)
  const server = await taking(port)
  await unlockToJournal(page)
  await partnerSettings(page)
  const sentence = page.getByText(`Another program uses port ${port}, where Ben’s device looks for this one.`)
  await expect(sentence).toBeVisible()
  await look(page, 'settings-partner-port-taken', () => sentence.scrollIntoViewIfNeeded())
  server.close()
  await expect(page.getByText(`127.0.0.1:${port}`, { exact: true })).toBeVisible()
  await expect(sentence).toBeHidden()
  await ben.stop()
})

test('[Q45] an open invite whose port is taken ends in words, and a new one leads to this device', async ({
  launchPartner,
}, info) => {
  const ben = await homeOf(info.outputPath('ben'), 'Ben')
  const { page } = await launchPartner('Ana', { vault: await vaultOf(info.outputPath('ana'), 'Ana') })
  await unlockToJournal(page)
  await invite(page)
  const port = portIn(await page.getByRole('dialog').textContent())
  await page.getByRole('button', { name: 'Close' }).click()
  await lock(page)
  const server = await taking(port)
  await unlockToJournal(page)
  await page.getByText('The pairing ended').first().click()
  await expect(page.getByText(`Another program uses port ${port} now`)).toBeVisible()
  await look(page, 'pair-port-taken')
  await page.getByRole('button', { name: 'Begin again' }).click()
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await joinBy(ben, await page.getByRole('region', { name: 'Your invite' }).innerText())
  await untilStage(ben, 'comparing')
  server.close()
  await ben.stop()
})
