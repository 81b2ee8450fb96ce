import { mkdir } from 'node:fs/promises'
import { entryOf } from '../support/journal-entries'
import { expect, test } from '../support/e2e'
import { lock, unlockToJournal } from './pages/gate'
import { homeOf } from './pages/homes'
import { copied, row, saved } from './pages/journal'

const row16Kb = (part: string) => part.repeat((16 * 1024) / part.length)
const bodies = {
  Marks: `${'**a *b '.repeat(1200)}${' c* d**'.repeat(1200)}`,
  Links: row16Kb('[a]('),
  Quotes: `${row16Kb('>')}a`,
  Items: `${row16Kb('- ')}a\n${row16Kb('\n')}b`,
}

test('[G346] text that nests as deep as it is long is opened, shown, written on and there again', async ({
  launchPartner,
}, info) => {
  const folder = info.outputPath('home')
  await mkdir(folder, { recursive: true })
  const home = await homeOf(folder, 'Ana')
  for (const [number, [title, text]] of Object.entries(bodies).entries())
    await home.call('journal.add', { entry: entryOf(number + 1, { title, body: text }) })
  await home.stop()

  const { page } = await launchPartner('Ana', { vault: home.vault })
  await unlockToJournal(page)
  for (const [title, text] of Object.entries(bodies)) {
    await row(page, new RegExp(title, 'u')).click()
    await expect.poll(() => copied(page)).toBe(text)
    await page.keyboard.press('Control+End')
    await page.keyboard.press('x')
    await expect.poll(() => copied(page)).toBe(`${text}x`)
    await saved(page)
  }
  await lock(page)
  await unlockToJournal(page)
  for (const [title, text] of Object.entries(bodies)) {
    await row(page, new RegExp(title, 'u')).click()
    await expect.poll(() => copied(page)).toBe(`${text}x`)
  }
})
