import { describe, expect, it } from 'vitest'
import { useLivePair } from '../support/live-pair'
import { createSessions } from '../support/live-windows'

const pair = useLivePair()
const { ana, ben } = pair
const entry = '0b8f9c1e-63b2-4b0e-9d8e-2f1f4a5b6c7d'
const words = 'The first line.\nThe second line.\nThe third line.'
const inSecond = words.indexOf('second')

/** Both windows have the same entry on the page, and have met. */
async function openBoth(sessions = createSessions()): Promise<void> {
  await ana().evaluate((text) => driven.beginEntry(text), words)
  await pair.open(sessions)
  await pair.inStep()
  await ben().evaluate(() => driven.untilEntry())
  for (const page of pair.both()) await page.evaluate((id) => driven.openPage(id), entry)
  for (const page of pair.both()) await page.evaluate(() => driven.untilCursors(1))
}

describe('one entry on two pages', () => {
  it('[R54] the partner’s caret is shown where it is, by their certified name and colour, under the content policy', async () => {
    await openBoth()
    await ben().evaluate((at) => driven.select(at, at + 6), inSecond)
    const caret = ana().locator('.page-partner-caret')
    const selection = ana().locator('.page-partner-selection')
    await selection.filter({ hasText: /^second$/ }).waitFor()
    expect(await caret.locator('.page-partner-name').textContent()).toBe('Ben')
    expect(await caret.getAttribute('aria-hidden')).toBe('true')
    const colors = await caret.evaluate((element) => [
      getComputedStyle(element).borderInlineStartColor,
      getComputedStyle(element.firstElementChild ?? element).backgroundColor,
    ])
    expect(colors).toEqual(['rgb(15, 104, 98)', 'rgb(15, 104, 98)'])
    expect(await ben().locator('.page-partner-name').textContent()).toBe('Ana')
    expect(await ana().evaluate(() => driven.words())).toBe(words)
  })

  it('[R54] it follows keys, and goes when the other leaves the page or does not allow it', async () => {
    await openBoth()
    await ben().evaluate((at) => driven.select(at), inSecond)
    await ben().keyboard.type('very ')
    await ana().evaluate((length) => driven.untilWords(length), words.length + 5)
    const before = () =>
      ana()
        .locator('.page-partner-caret')
        .evaluate((element) => element.parentElement?.textContent)
    await expect.poll(before).toMatch(/^The very .*second line\.$/)
    await ben().evaluate((id) => driven.setPresence(id, false), entry)
    await ana().locator('.page-partner-caret').waitFor({ state: 'detached' })
    await ben().evaluate((id) => driven.setPresence(id, true), entry)
    await ana().locator('.page-partner-caret').waitFor()
    await ben().evaluate(() => driven.setPresence('1c8f9c1e-63b2-4b0e-9d8e-2f1f4a5b6c7d', true))
    await ana().locator('.page-partner-caret').waitFor({ state: 'detached' })
  })

  it('[R55] a pasted megabyte arrives', async () => {
    await openBoth()
    const line = `${'x'.repeat(1023)}\n`
    await ana().evaluate((at) => driven.select(at), words.length)
    await ana().evaluate((pasted) => driven.paste(pasted.repeat(1024)), line)
    await ben().evaluate((length) => driven.untilWords(length), words.length + line.length * 1024)
    const [one, other] = await Promise.all(pair.both().map((page) => page.evaluate(() => driven.snapshot())))
    expect(one).toBe(other)
  })

  it('[R53] the caret stays through a reconnection, and what both wrote meanwhile comes together', async () => {
    const sessions = createSessions()
    await openBoth(sessions)
    await ben().evaluate((at) => driven.select(at), inSecond)
    await ana().evaluate(() => driven.close())
    await ben().evaluate(() => driven.untilState('searching'))
    await ana().evaluate(() => driven.select(0))
    await ana().keyboard.type('Ana. ')
    await ben().keyboard.type('Ben. ')
    expect(await ben().evaluate(() => driven.caret())).toBe(inSecond + 5)
    await ana().evaluate((session) => driven.open(session), sessions.ana)
    await pair.inStep()
    const both = words.replace('The first', 'Ana. The first').replace('second', 'Ben. second')
    for (const page of pair.both()) {
      await page.evaluate((length) => driven.untilWords(length), both.length)
      expect(await page.evaluate(() => driven.words())).toBe(both)
    }
    expect(await ben().evaluate(() => driven.caret())).toBe(inSecond + 10)
    await ana().evaluate(() => driven.untilCursors(1))
  })
})
