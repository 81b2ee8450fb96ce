import { expect, test } from '../support/e2e'
import { atJournal, garden, harbour } from './pages/days'
import { body, newEntry, reading, row, title } from './pages/journal'

/** What is left of 900x600, and of the smallest window, at twice the page's size. */
const sizes = [
  { width: 450, height: 300 },
  { width: 360, height: 260 },
] as const

test('[E223] in a window that is zoomed in the words have room, under the journal’s band', async ({
  launchPartner,
}, info) => {
  const { page } = await atJournal(launchPartner, info.outputPath('vault'), [harbour, garden], { viewport: sizes[0] })
  const band = page.getByText('Private', { exact: true }).locator('visible=true').first()
  await row(page, 'harbour').click()
  await expect(reading(page)).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText(Array.from({ length: 30 }, (_, at) => `\nline ${at}`).join(''))
  for (const size of sizes) {
    await page.setViewportSize(size)
    const last = body(page).getByText('line 29', { exact: true })
    await page.keyboard.press('Control+End')
    await expect(last).toBeInViewport({ ratio: 1 })
    await expect(band).toBeInViewport({ ratio: 1 })
    const words = await reading(page).or(page.locator('.cm-scroller')).first().boundingBox()
    expect(words?.height).toBeGreaterThan(150)
    const saving = await page.getByText('Saved', { exact: true }).boundingBox()
    const name = await band.boundingBox()
    // Side by side or one above the other, never on each other.
    expect((name?.x ?? 0) + (name?.width ?? 0) <= (saving?.x ?? 0) || (saving?.y ?? 0) > (name?.y ?? 0) + 10).toBe(true)
    await page.keyboard.press('Control+f')
    const field = page.getByRole('textbox', { name: 'Find in this entry' })
    await expect(field).toBeFocused()
    expect((await field.boundingBox())?.width).toBeGreaterThan(120)
    await page.keyboard.press('Escape')
  }
})

test('[G339] there a new entry’s page has its title’s placeholder whole, and its toolbar in two rows', async ({
  launchPartner,
}, info) => {
  const { page } = await atJournal(launchPartner, info.outputPath('vault'), [], { viewport: sizes[0] })
  await newEntry(page)
  const room = await title(page).evaluate((field: HTMLInputElement) => {
    const { font } = getComputedStyle(field)
    const pen = document.createElement('canvas').getContext('2d')
    if (!pen) throw new Error('nothing to measure by')
    pen.font = font
    return field.clientWidth - pen.measureText(field.placeholder).width
  })
  expect(room).toBeGreaterThanOrEqual(0)
  const toolbar = page.getByRole('toolbar', { name: 'Formatting' })
  const tops = await toolbar.getByRole('button').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().y))
  expect(tops).toHaveLength(14)
  expect(new Set(tops).size).toBeLessThanOrEqual(2)
  for (const button of await toolbar.getByRole('button').all()) {
    await button.scrollIntoViewIfNeeded()
    await expect(button).toBeInViewport({ ratio: 1 })
  }
})
