import { expect, test } from '../support/e2e'
import { atEmptyJournal } from './pages/days'
import { lock, unlockToJournal } from './pages/gate'
import { body, copied, newEntry, row, saved } from './pages/journal'
import { look } from './pages/look'

const text = [
  '2024. What a year!',
  '',
  '5. five',
  '9. nine',
  '14. April',
  '',
  'Plan',
  '- a',
  '\t- b',
  '',
  '99. ninety-nine',
  '100. a hundred, with words enough that they go on in a second line of the page, in line with those of the first',
  '',
  'Done',
  '1. [x] ordered box',
  '- - two marks in a line',
  '',
  '999999998. nine figures',
  '999999999. the most of them',
  '',
  '> שלום',
  '> 1. עברית',
  '> 2. עוד שורה',
].join('\n')

test('[G230] numbers are shown as they were typed, tabs keep their level, and Option and space makes a list', async ({
  launchPartner,
}) => {
  const { page } = await atEmptyJournal(launchPartner)
  await newEntry(page)
  await body(page).focus()
  await page.keyboard.insertText(text)
  for (const number of ['99.', '100.', '1.', '999999999.'])
    await expect(
      body(page)
        .locator('.page-sign')
        .filter({ hasText: new RegExp(`^${number}$`) }),
    ).not.toHaveCount(0)
  const lines = body(page).locator('.cm-line')
  await expect(lines.filter({ hasText: 'What a year' })).toHaveText('2024. What a year!')
  await expect(lines.filter({ hasText: 'April' })).toHaveText('14. April')
  await look(page, 'page-lists')

  await page.keyboard.press('Control+Home')
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.keyboard.insertText('-')
  await page.keyboard.insertText('\u00a0')
  await page.keyboard.insertText('milk')
  await page.keyboard.press('Enter')
  await page.keyboard.insertText('eggs')
  await saved(page)
  const written = text.replace('year!', 'year!\n- milk\n- eggs')
  await lock(page)
  await unlockToJournal(page)
  await row(page, /2024\. What a year! milk eggs 5\. five 9\. nine 14\. April/).dblclick()
  expect(await copied(page)).toBe(written)
})

const quotes = [
  '> plain',
  '',
  '- item',
  '',
  '  > within',
  '  > > and nested',
  '- > behind a sign',
  '  - deeper',
  '',
  '    > far in',
  '',
  '> - item in a quote',
  '>   > quote in it',
  '',
  '> plain with שלום',
  '',
  '- שלום',
  '',
  '  > עולם',
].join('\n')

/** Of each quoted line, from the edge at which it begins: its innermost bar, the end of its sign, its words; in em. */
function quotedLines(page: Element): { words: string; bar: number; sign: number; at: number }[] {
  return [...page.querySelectorAll<HTMLElement>('.cm-line.page-quote')].map((line) => {
    const style = getComputedStyle(line)
    const edges = line.getBoundingClientRect()
    const fromEdge = ({ left, right }: DOMRect) => (style.direction === 'rtl' ? edges.right - right : left - edges.left)
    const bars = style.backgroundSize.split(', ').filter((size) => size.startsWith('3px')).length
    const place = style.backgroundPosition.split(', ')[bars - 1] ?? ''
    // What is counted from the right edge stands as `calc(100% - 20px)`.
    const bar = Math.abs(Number(/-?[\d.]+(?=px)/.exec(place)?.[0] ?? 0))
    const sign = line.querySelector('.page-sign')?.getBoundingClientRect()
    const letters = document.createTreeWalker(line, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement?.closest('.page-sign, .page-quote-mark') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    )
    const words = document.createRange()
    words.selectNodeContents(letters.nextNode() ?? line)
    const em = Number.parseFloat(style.fontSize)
    const signEnd = sign ? fromEdge(sign) + sign.width : 0
    return {
      words: words.toString(),
      bar: bar / em,
      sign: signEnd / em,
      at: fromEdge(words.getBoundingClientRect()) / em,
    }
  })
}

test('[G357] the bar of a quote stands beside its words, also within lists and in lines from right to left', async ({
  launchPartner,
}) => {
  const { page } = await atEmptyJournal(launchPartner)
  await newEntry(page)
  await body(page).focus()
  await page.keyboard.insertText(quotes)
  await expect(body(page)).toContainText('עולם')
  const lines = await body(page).evaluate(quotedLines)
  const bars = { plain: 0, within: 1.6, 'and nested': 2.8, 'behind a sign': 1.6, 'far in': 3.2, 'quote in it': 2.8 }
  for (const [words, bar] of Object.entries(bars)) {
    const line = lines.find((each) => each.words === words)
    expect([words, line?.bar]).toEqual([words, expect.closeTo(bar, 1)])
    expect([words, line?.at]).toEqual([words, expect.closeTo(bar + 1.2, 1)])
    expect(line?.sign).toBeLessThanOrEqual(bar)
  }
  const mixed = lines.find(({ words }) => words.startsWith('plain with'))
  expect([mixed?.bar, mixed?.at]).toEqual([0, expect.closeTo(1.2, 1)])
  const hebrew = lines.find(({ words }) => words === 'עולם')
  expect([hebrew?.bar, hebrew?.at]).toEqual([expect.closeTo(1.6, 1), expect.closeTo(2.8, 1)])
  await look(page, 'page-quotes')
})
