import { expect, type Page } from '@playwright/test'
import { measure, openBeside, openJournal, withApp } from '../app'
import { interleave } from '../interleave'
import { lackingPepys, type Row } from '../row'

/** From the click on 'Timeline' to its rows on the screen, with ten years of entries. */
export const timelinePaintPepys: Row = {
  name: 'timeline-paint-pepys',
  limitName: 'a bare virtualised list of as many lines of plain text',
  goal: { ratio: 2 },
  async measure(surroundings) {
    const vault = await surroundings.pepysVault()
    if (!vault) return lackingPepys
    return withApp(vault, async ({ page }) => {
      await openJournal(page, surroundings)
      await expect(page.getByText(/^3,413 /)).toBeVisible()
      const beside = await openBeside(page, (await surroundings.barePages()).list)
      return interleave({
        rounds: 60,
        warmUps: 10,
        limit: () => openList(beside, { row: '[data-row]', elsewhere: 'Elsewhere' }),
        product: () => openList(page, { row: '[role=option]', elsewhere: 'Trash' }),
      })
    })
  },
}

/** Goes away from the list, then measures the way back to it. */
async function openList(page: Page, names: { row: string; elsewhere: string }): Promise<number> {
  await page.bringToFront()
  await page.getByRole('button', { name: names.elsewhere, exact: true }).click()
  await expect(page.locator(names.row)).toHaveCount(0)
  const untilRows = () => page.evaluate((row) => twofoldProbes.eventToPaint('pointerup', row), names.row)
  return measure(page, untilRows, () => page.getByRole('button', { name: 'Timeline', exact: true }).click())
}
