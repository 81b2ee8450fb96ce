import { expect, type Page } from '@playwright/test'
import { measure, openBeside, openJournal, withApp } from '../app'
import { interleave } from '../interleave'
import type { Row } from '../row'

/** A key at the end of an entry of 100 KB until the editor has applied it and measured itself again. */
export const key100Kb: Row = {
  name: 'key-100kb',
  limitName: 'the same key in the same text in CodeMirror with nothing but its Markdown language',
  goal: { ratio: 1.5, p99: 16.7 },
  async measure(surroundings) {
    const vault = await surroundings.longEntryVault()
    return withApp(vault, async ({ page }) => {
      await openJournal(page, surroundings)
      await page.getByRole('option').first().click()
      const beside = await openBeside(page, (await surroundings.barePages()).editor)
      await toTheEnd(page)
      await toTheEnd(beside)
      return interleave({
        rounds: 250,
        warmUps: 25,
        limit: (round) => type(beside, round),
        product: (round) => type(page, round),
      })
    })
  },
}

async function toTheEnd(page: Page): Promise<void> {
  const editor = page.locator('.cm-content')
  await expect(editor).toBeVisible()
  await page.bringToFront()
  await editor.focus()
  await page.keyboard.press('Control+End')
}

const words = 'we walked home along the river and said little '

async function type(page: Page, round: number): Promise<number> {
  await page.bringToFront()
  const untilMeasured = () => page.evaluate(() => twofoldProbes.keyToMeasured())
  return measure(page, untilMeasured, () => page.keyboard.press(words[round % words.length] ?? 'a'))
}
