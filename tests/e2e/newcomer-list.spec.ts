import { expect, test } from '../support/e2e'
import { atJournal, garden, harbour } from './pages/days'
import { part, tag, tagField, typePart } from './pages/details'
import { body, row, saved } from './pages/journal'

const peas = { date: '2024-05-09', body: 'Peas as well.' }

test('[N4] what a newcomer does to the details of entries and in the list', async ({ launchPartner }, info) => {
  const { page } = await atJournal(launchPartner, info.outputPath('vault'), [harbour, garden, peas])
  await test.step('[N13] the quiet line of a card follows the text however short it is', async () => {
    const [words, line] = [row(page, 'harbour').getByText('A walk'), row(page, 'harbour').getByText('Reflection')]
    const [above, below] = [await words.boundingBox(), await line.boundingBox()]
    expect((below?.y ?? 0) - (above?.y ?? 0) - (above?.height ?? 0)).toBeLessThan(10)
    expect(above?.height).toBeLessThan(30)
    await page.screenshot({ path: info.outputPath('card.png') })
  })
  await test.step('[N9] Enter in the search leads to what is found, and to nothing else', async () => {
    const search = page.getByRole('searchbox', { name: 'Search your entries' })
    await search.pressSequentially('garden')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('listbox', { name: 'Timeline' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(body(page)).toContainText('Beans')
    await search.fill('nowhere')
    await page.keyboard.press('Enter')
    await expect(page.getByText('No entry holds “nowhere”.')).toBeVisible()
    await expect(search).toBeFocused()
    await search.fill('')
  })
  await test.step('[N11] the month turns to an entry opened elsewhere, marks its day and says nothing', async () => {
    const opened = page.getByRole('application', { name: /Days written/ }).locator('[aria-current=true]')
    for (const [words, day] of [
      ['Beans', '3'],
      ['Peas', '9'],
      ['harbour', '14'],
    ] as const) {
      await row(page, words).click()
      await expect(opened).toHaveText(day)
      await expect(page.locator('[data-live-announcer]')).not.toContainText(/2024/)
    }
  })
  await test.step('[N5] a time of which a part is missing is refused', async () => {
    await row(page, 'harbour').click()
    await part(page, 'hour').click()
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Backspace')
    await body(page).click()
    await expect(page.getByText('There is no such time; the time stays as it was.')).toBeVisible()
    await expect(part(page, 'hour')).toHaveText('21')
  })
  await test.step('[N6] Enter adds the tag chosen by the arrows, and Escape drops what was typed', async () => {
    await row(page, 'harbour').click()
    await tagField(page).pressSequentially('gard')
    await page.keyboard.press('ArrowDown')
    await expect(tagField(page)).toHaveAttribute('aria-activedescendant', /./)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('row', { name: /^garden/ })).toHaveCount(1)
    await expect(tag(page, 'gard')).toHaveCount(0)
    await expect(tagField(page)).toHaveValue('')

    await tagField(page).pressSequentially('lost')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    await tagField(page).pressSequentially('#hash')
    await page.keyboard.press('Enter')
    await expect(tag(page, 'hash')).toHaveCount(1)
    await expect(tag(page, 'lost')).toHaveCount(0)
  })
  await test.step('[N7] a half-typed tag goes to the entry it was typed in', async () => {
    await row(page, 'harbour').click()
    await tagField(page).pressSequentially('sea')
    await row(page, 'Beans').click()
    await expect(body(page)).toContainText('Beans')
    await expect(tag(page, 'sea')).toHaveCount(0)
    await row(page, 'harbour').click()
    await expect(tag(page, 'sea')).toHaveCount(1)
  })
  await test.step('[N14] a half-typed tag stays with its entry when a key opens another', async () => {
    await row(page, 'harbour').click()
    await tagField(page).pressSequentially('boat')
    await page.keyboard.press('Control+]')
    await expect(body(page)).toContainText('Beans')
    await expect(row(page, 'harbour')).toContainText('#boat')
    await expect(row(page, 'Beans')).not.toContainText('#boat')
  })
  await test.step('[N4] a date is given on when it is finished, and one that does not exist is refused', async () => {
    await row(page, 'harbour').click()
    await expect(body(page)).toBeVisible()
    await typePart(page, 'year', '1663')
    await expect(row(page, '1663')).toHaveCount(0)
    await page.keyboard.press('Enter')
    await expect(row(page, '1663')).toHaveCount(1)

    await typePart(page, 'day', '30')
    await expect(part(page, 'day')).toHaveText('30')
    await body(page).click()
    await expect(page.getByText('There is no such day; the date stays as it was.')).toBeVisible()
    await expect(part(page, 'day')).toHaveText('14')
    await typePart(page, 'year', '16')
    await page.keyboard.press('Enter')
    await expect(page.getByText('There is no such day; the date stays as it was.')).toBeVisible()
    await expect(part(page, 'year')).toHaveText('1663')

    await page.getByRole('button', { name: 'Choose the day' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /February 15, 1663|15 February 1663/ })
      .click()
    await expect(part(page, 'day')).toHaveText('15')
    await saved(page)
    await expect(row(page, /15.*1663/)).toHaveCount(1)
  })
  await test.step('[N10] after a deletion or a restoring the focus goes to the next row, then to the heading', async () => {
    for (const words of ['harbour', 'Beans']) {
      await row(page, words).click()
      await expect(body(page)).toContainText(words)
      await page.getByRole('button', { name: 'Move to trash' }).click()
      await expect(row(page, words)).toHaveCount(0)
    }
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Trash' }).click()
    const items = page.getByRole('list', { name: 'Trash' }).getByRole('listitem')
    await expect(items).toHaveCount(2)
    await items.first().getByRole('button', { name: 'Delete for ever' }).click()
    await page.getByRole('button', { name: 'Delete this entry' }).click()
    await expect(items).toHaveCount(1)
    await expect(items.first().getByRole('button').first()).toBeFocused()
    await items.first().getByRole('button', { name: 'Restore' }).click()
    await expect(items).toHaveCount(0)
    await expect(page.getByRole('heading', { name: 'Trash' })).toBeFocused()
  })
})

test('[N8] what a newcomer does in a low window', async ({ launchPartner }, info) => {
  const tags = Array.from({ length: 40 }, (_, index) => `a tag of some words ${index}`)
  const viewport = { width: 900, height: 600 }
  const { page } = await atJournal(launchPartner, info.outputPath('vault'), [{ ...harbour, tags }, garden], {
    viewport,
  })
  await test.step('[N12] in a low window whole rows of tags are shown, and the whole month', async () => {
    await page.getByRole('button', { name: 'All tags' }).click()
    const section = page.getByRole('region', { name: 'Tags' })
    await section.getByRole('button').nth(20).scrollIntoViewIfNeeded()
    const halved = () =>
      section.evaluate((element) => {
        const list = element.querySelector('button')?.parentElement
        const [outer, inner] = [element.getBoundingClientRect(), list?.getBoundingClientRect() ?? new DOMRect()]
        const [top, bottom] = [Math.max(outer.top, inner.top), Math.min(outer.bottom, inner.bottom)]
        return [...(list?.children ?? [])].filter((chip) => {
          const box = chip.getBoundingClientRect()
          return (box.top < top && box.bottom > top + 2) || (box.top < bottom - 2 && box.bottom > bottom)
        }).length
      })
    await expect.poll(halved).toBe(0)
    await expect(page.getByRole('button', { name: 'Today', exact: true })).toBeInViewport({ ratio: 1 })
    await page.screenshot({ path: info.outputPath('low.png') })
  })
  await test.step('[N8] going to a date refuses what is no date, and shows the list in a narrow window', async () => {
    await row(page, 'harbour').click()
    await expect(body(page)).toBeVisible()
    await page.keyboard.press('Control+g')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('spinbutton', { name: 'day' }).click()
    await page.keyboard.type('30')
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('There is no such day.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Go to this date' }).click()
    await expect(dialog.getByText('There is no such day.')).toBeVisible()
    await dialog.getByRole('spinbutton', { name: 'month' }).click()
    await page.keyboard.type('05')
    await dialog.getByRole('spinbutton', { name: 'day' }).click()
    await page.keyboard.type('03')
    await dialog.getByRole('spinbutton', { name: 'year' }).click()
    await page.keyboard.type('2024')
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await expect(row(page, 'Beans')).toBeVisible()
    await expect(body(page)).toBeHidden()
  })
})
