import type { Page } from 'playwright-core'
import { expect, test } from '../support/e2e'
import { atBothJournals, pairBoth } from './pages/couple'
import { lock, unlockToJournal } from './pages/gate'
import { body, copied, row } from './pages/journal'

const lines = ['Our summer', 'Bread', 'She said so', 'wonderful days', '- [ ] milk']
/** What one would have made of them, with what each wrote beside it. */
const once = ['# Our summer, Ana', '- Bread', '> Ben She said so', '**wonderful** days', '- [x] milk']
const asText = (all: readonly string[]) => all.join('\n\n')

/** Goes to where the text of a line begins: every second line is empty. */
async function goTo(page: Page, line: number): Promise<void> {
  await page.keyboard.press('Control+Home')
  for (let step = 0; step < 2 * line; step++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Home')
}

async function connectTo(page: Page, name: string, isOn: boolean): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${name}: `) }).click()
  const connect = page.getByRole('switch', { name: `Connect to ${name}` })
  await connect.focus()
  await page.keyboard.press('Space')
  await expect(connect).toBeChecked({ checked: isOn })
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** A heading, an item, a quote, a bold word, and a tick. */
async function doAll(page: Page): Promise<void> {
  await body(page).focus()
  for (const [line, key] of ['Control+Alt+1', 'Control+Shift+8', 'Control+Shift+.', 'Control+b'].entries()) {
    await goTo(page, line)
    if (line === 3) await page.keyboard.press('ArrowRight')
    await page.keyboard.press(key)
  }
  await page.getByRole('checkbox').click()
}

test('[C60] what both do to a line, apart or at one moment, is done once, and stays so', async ({ launchPartner }) => {
  const { ana, ben } = await atBothJournals(launchPartner)
  const both = [ana.page, ben.page]
  await pairBoth({ ana, ben })
  await ana.page.getByRole('button', { name: 'New shared entry' }).click()
  await body(ana.page).focus()
  await ana.page.keyboard.type(asText(lines))
  await row(ben.page, /Our summer/).click()
  await expect.poll(() => copied(ben.page)).toBe(asText(lines))

  await connectTo(ben.page, 'Ana', false)
  await Promise.all(both.map(doAll))
  await goTo(ana.page, 0)
  await ana.page.keyboard.press('End')
  await ana.page.keyboard.type(', Ana')
  await goTo(ben.page, 2)
  await ben.page.keyboard.type('Ben ')
  await connectTo(ben.page, 'Ana', true)
  for (const page of both) await expect.poll(() => copied(page), { timeout: 30_000 }).toBe(asText(once))

  // Whoever hears of the other's before takes it off again: either is whole.
  for (let round = 0; round < 4; round++) {
    await Promise.all(both.map((page) => page.getByRole('checkbox').click()))
    const either = ['x', ' '].map((sign) => asText(once.with(4, `- [${sign}] milk`)))
    await expect(async () => {
      const [hers, his] = [await copied(ana.page), await copied(ben.page)]
      expect(either).toContain(hers)
      expect(his).toBe(hers)
    }).toPass({ timeout: 30_000 })
  }
  const last = await copied(ana.page)
  for (const page of both) {
    await lock(page)
    await unlockToJournal(page)
    await row(page, /Our summer/).click()
    await expect.poll(() => copied(page)).toBe(last)
  }
})
