import type { Locator, Page } from 'playwright-core'
import { expect, test } from '../support/e2e'
import { atEmptyJournal } from './pages/days'
import { lock, passphrase, setUp, typeNewPassphrase, unlockToJournal } from './pages/gate'
import { body, write } from './pages/journal'
import { settled } from './pages/look'

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name })

const usual = { width: 1280, height: 800 }

/** The same window at 200 %: half as many pixels either way. */
const doubled = { width: 640, height: 400 }

async function openSettings(page: Page, section: string): Promise<void> {
  await press(page, 'Settings')
  await page.getByRole('tab', { name: section, exact: true }).click()
}

test('[N30] what a newcomer does at the gate and in the settings', async ({ launchPartner }) => {
  const { page } = await atEmptyJournal(launchPartner)
  await test.step('[N30] after choosing the other secret one types into its field, in both directions', async () => {
    await lock(page)
    await press(page, 'Use the recovery key instead')
    await page.keyboard.type('abcd')
    await expect(field(page, 'Recovery key')).toHaveValue('abcd')
    await press(page, 'Use the passphrase instead')
    await page.keyboard.type(passphrase)
    await expect(field(page, 'Passphrase')).toHaveValue(passphrase)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible()
  })
  for (const [way, close] of [
    ['Close', () => press(page, 'Close')],
    ['Escape', () => page.keyboard.press('Escape')],
  ] as const)
    await test.step(`[N32] a changed name is kept when the settings end by ${way}`, async () => {
      const name = `Ana, kept by ${way}`
      await openSettings(page, 'Name')
      await field(page, 'Your name').fill(name)
      await close()
      await expect(dialog(page, 'Settings')).toHaveCount(0)
      await lock(page)
      await unlockToJournal(page)
      await openSettings(page, 'Name')
      await expect(field(page, 'Your name')).toHaveValue(name)
      await press(page, 'Close')
      await expect(dialog(page, 'Settings')).toHaveCount(0)
    })
  for (const size of [doubled, { width: 720, height: 600 }, { width: 400, height: 700 }])
    await test.step(`[N34] at ${size.width} by ${size.height} the shortcuts are whole, and Close is in view`, async () => {
      await page.setViewportSize(usual)
      await page.keyboard.press('Control+/')
      await expect(dialog(page, 'Shortcuts')).toBeVisible()
      await page.setViewportSize(size)
      await expectWhole(page, dialog(page, 'Shortcuts'))
      await dialog(page, 'Shortcuts').getByText('Redo').scrollIntoViewIfNeeded()
      await expect(dialog(page, 'Shortcuts').getByText('Redo')).toBeInViewport({ ratio: 1 })
      await expectWhole(page, dialog(page, 'Shortcuts'))
      await press(page, 'Close')
      await expect(dialog(page, 'Shortcuts')).toHaveCount(0)
    })
  await page.setViewportSize(usual)
  await test.step('[N33] at 200 % the settings are whole: nothing is cut off or lies over another', async () => {
    await openSettings(page, 'Passphrase')
    await page.setViewportSize(doubled)
    await expectWhole(page, dialog(page, 'Settings'))
    const tabs = await boxOf(page.getByRole('tab', { name: 'Passphrase' }))
    expect(tabs.y + tabs.height).toBeLessThanOrEqual((await boxOf(page.getByRole('tabpanel'))).y)
    const change = page.getByRole('button', { name: 'Change the passphrase' })
    await change.scrollIntoViewIfNeeded()
    await page.getByRole('meter').scrollIntoViewIfNeeded()
    await page.getByRole('meter').click()
    await field(page, 'The same once more').click()
    await change.click()
    await expect(page.getByText('Type your passphrase first.')).toBeInViewport()
    await page.setViewportSize(usual)
    await press(page, 'Close')
    await expect(dialog(page, 'Settings')).toHaveCount(0)
  })
  await test.step('[N31] a wrong current passphrase empties and focuses its own field alone', async () => {
    const next = 'copper kettle under seven maples'
    await openSettings(page, 'Passphrase')
    await field(page, 'Current passphrase').fill('not the right words at all')
    await typeNewPassphrase(page, next)
    await press(page, 'Change the passphrase')
    await expect(page.getByText('That passphrase doesn’t open this vault')).toBeVisible()
    await expect(field(page, 'Current passphrase')).toHaveValue('')
    await expect(field(page, 'Current passphrase')).toBeFocused()
    await expect(field(page, 'New passphrase')).toHaveValue(next)
    await expect(field(page, 'The same once more')).toHaveValue(next)
    await page.keyboard.type(passphrase)
    await page.keyboard.press('Enter')
    await expect(page.getByText('The passphrase is changed.')).toBeVisible()
  })
})

test("[N35] 'Write your first entry' leads to a page to write on", async ({ launchPartner }) => {
  const { page } = await launchPartner('Ana')
  await setUp(page, 'Ana')
  await expect(body(page)).toBeVisible()
  await write(page, 'The first page.')
})

/** The dialog lies within the window, hides nothing at its sides, and shows its title and its way out. */
async function expectWhole(page: Page, shown: Locator): Promise<void> {
  const { width = 0, height = 0 } = page.viewportSize() ?? {}
  await expect.poll(async () => (await boxOf(shown)).width).toBeLessThanOrEqual(width)
  await settled(page)
  const box = await boxOf(shown)
  expect(box.x).toBeGreaterThanOrEqual(0)
  expect(box.y).toBeGreaterThanOrEqual(0)
  expect(box.x + box.width).toBeLessThanOrEqual(width)
  expect(box.y + box.height).toBeLessThanOrEqual(height)
  const beyond = await shown.evaluate(
    (element) =>
      [element, ...element.querySelectorAll('div')].filter((part) => part.scrollWidth > part.clientWidth + 1).length,
  )
  expect(beyond).toBe(0)
  await expect(shown.getByRole('heading').first()).toBeInViewport({ ratio: 1 })
  await expect(shown.getByRole('button', { name: 'Close', exact: true })).toBeInViewport({ ratio: 1 })
}

async function boxOf(element: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await element.boundingBox()
  if (!box) throw new Error('it is not on the screen')
  return box
}
