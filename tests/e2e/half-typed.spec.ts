import type { Page } from 'playwright-core'
import { type Home, pair } from '../../scripts/home'
import type { EntrySummary } from '../../shared/entry'
import { expect, test } from '../support/e2e'
import { atJournal, garden, harbour } from './pages/days'
import { part, tag, tagField, typePart } from './pages/details'
import { lock, unlockToJournal } from './pages/gate'
import { homeOf } from './pages/homes'
import { body, row, title } from './pages/journal'

const homes: Home[] = []
test.afterEach(() => Promise.all(homes.splice(0).map((home) => home.stop())))

/** Whatever takes one away from a field; the harbour's page is on the screen. */
const ways: readonly [way: string, go: (page: Page) => Promise<void>][] = [
  ['Control+n', (page) => page.keyboard.press('Control+n')],
  ['Alt+n', (page) => page.keyboard.press('Alt+n')],
  ['Control+]', (page) => page.keyboard.press('Control+]')],
  ['Control+e', (page) => page.keyboard.press('Control+e')],
  [
    'the settings',
    async (page) => {
      await page.keyboard.press('Control+,')
      await expect(page.getByRole('dialog')).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    },
  ],
  ['another row', (page) => row(page, 'Beans').click()],
  [
    'Control+l',
    async (page) => {
      await page.keyboard.press('Control+l')
      await expect(page.getByRole('textbox', { name: 'Passphrase' })).toBeVisible()
      await unlockToJournal(page)
    },
  ],
]

test('[N88] a half-typed date, time or tag is finished into its own entry, whatever ends the field', async ({
  launchPartner,
}, info) => {
  const ana = await atJournal(launchPartner, info.outputPath('vault'), [
    { ...harbour, title: 'Harbour' },
    { ...garden, title: 'Beans' },
  ])
  const { page } = ana
  const open = async () => {
    await row(page, 'harbour').click()
    await expect(title(page)).toHaveValue('Harbour')
  }
  for (const [index, [way, go]] of ways.entries()) {
    const year = String(1990 + index)
    await open()
    await typePart(page, 'year', year)
    await go(page)
    await expect(row(page, year), way).toContainText('harbour')
    await expect(row(page, /2024/), way).toContainText('Beans')
  }
  await open()
  await part(page, 'minute').click()
  await page.keyboard.type('17')
  await page.keyboard.press('Control+n')
  await open()
  await expect(part(page, 'minute')).toHaveText('17')
  await tagField(page).pressSequentially('sea')
  await lock(page)
  await unlockToJournal(page)
  await expect(row(page, 'harbour')).toContainText('#sea')
  await expect(row(page, 'Beans')).not.toContainText('#sea')
  await open()
  await typePart(page, 'year', '1888')
  const closed = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await closed
  await ana.openAgain()
  await unlockToJournal(ana.page)
  await expect(row(ana.page, '1888')).toContainText('harbour')
})

test('[N89] a date that is none and whose entry has left the screen is said all the same', async ({
  launchPartner,
}, info) => {
  const { page } = await atJournal(launchPartner, info.outputPath('vault'), [
    { ...harbour, title: 'Harbour' },
    { ...garden, title: 'Beans' },
  ])
  await row(page, 'harbour').click()
  await typePart(page, 'day', '31')
  await page.keyboard.press('Control+]')
  await expect(title(page)).toHaveValue('Beans')
  const said = page.getByText('There is no such day as you typed for “Harbour”; its date stays February 14, 2024.')
  await expect(said).toBeVisible()
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(said).toBeHidden()
  await row(page, 'harbour').click()
  await expect(part(page, 'day')).toHaveText('14')
})

test('[C80] what one types into a field of a shared entry outlives what the partner says of it meanwhile', async ({
  launchPartner,
}, info) => {
  const [anaHome, ben] = await Promise.all([
    homeOf(info.outputPath('ana'), 'Ana'),
    homeOf(info.outputPath('ben'), 'Ben'),
  ])
  homes.push(ben)
  await pair(anaHome, ben)
  await anaHome.stop()
  const { page } = await launchPartner('Ana', { vault: info.outputPath('ana') })
  await unlockToJournal(page)
  await expect(page.getByText('Ben: connected')).toBeVisible()

  await page.keyboard.press('Control+Shift+N')
  await page.keyboard.type('Typed at once: 東京.')
  await expect(body(page)).toHaveText('Typed at once: 東京.')
  const isThere = ({ excerpt }: EntrySummary) => excerpt.includes('東京.')
  const { entries } = await ben.until<{ entries: EntrySummary[] }>('journal.changed', (told) =>
    told.entries.some(isThere),
  )
  const id = entries.find(isThere)?.id

  await tagField(page).pressSequentially('sea')
  await ben.call('journal.describe', { id, fields: { tags: ['wood'] } })
  await expect(tag(page, 'wood')).toBeVisible()
  await typePart(page, 'year', '19')
  await ben.call('journal.describe', { id, fields: { date: '2001-05-06', time: '05:06' } })
  await expect(part(page, 'minute')).toHaveText('06')
  await expect(part(page, 'year')).toHaveText('19')
  await page.keyboard.type('99')
  await body(page).click()
  await expect(part(page, 'year')).toHaveText('1999')
  await expect(page.getByText('Ben has it')).toBeVisible()
  await lock(page)
  await unlockToJournal(page)
  for (const name of ['sea', 'wood']) await expect(tag(page, name)).toBeVisible()
  await expect(part(page, 'year')).toHaveText('1999')
})
