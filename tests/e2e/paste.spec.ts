import type { Page } from 'playwright-core'
import { expect, test } from '../support/e2e'
import { atEmptyJournal } from './pages/days'
import { lock, unlockToJournal } from './pages/gate'
import { body, copied, newEntry, row, saved } from './pages/journal'

let page: Page

test.beforeEach(async ({ launchPartner }) => {
  page = (await atEmptyJournal(launchPartner)).page
  await newEntry(page)
  await body(page).focus()
})

/** Puts HTML on the clipboard as a browser does where somebody selects and copies it. */
async function copyFromPage(html: string): Promise<void> {
  await page.evaluate((source) => {
    const { body: other } = new DOMParser().parseFromString(source, 'text/html')
    const place = document.createElement('div')
    place.id = 'another-page'
    place.append(...Array.from(other.childNodes))
    document.body.append(place)
    getSelection()?.selectAllChildren(place)
  }, html)
  await page.keyboard.press('Control+c')
  await page.evaluate(() => document.getElementById('another-page')?.remove())
  await body(page).focus()
  await page.keyboard.press('Control+End')
}

/** Drops or pastes what a file manager, or another window, hands over. */
async function handOver(
  kind: 'drop' | 'paste',
  { files = {}, types = {} }: { files?: Record<string, string>; types?: Record<string, string> },
) {
  await body(page).evaluate(
    (element, given) => {
      const data = new DataTransfer()
      for (const [name, type] of Object.entries(given.files))
        data.items.add(new File(['<b>source</b>'], name, { type }))
      for (const [type, text] of Object.entries(given.types)) data.setData(type, text)
      // Where the first line's words end.
      const line = element.querySelector('.cm-line')?.getBoundingClientRect()
      const [clientX, clientY] = line ? [line.right - 2, line.top + line.height / 2] : [0, 0]
      const place = { clientX, clientY, bubbles: true, cancelable: true }
      const event =
        given.kind === 'drop'
          ? new DragEvent('drop', { ...place, dataTransfer: data })
          : new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data })
      element.dispatchEvent(event)
    },
    { kind, files, types },
  )
}

/** The places beside the page, by their tags, at which the browser would open a file that is dropped there. */
async function openedBeside(): Promise<string[]> {
  return page.evaluate(() => {
    const places = Array.from(document.querySelectorAll('aside, input, [role=option], body'))
    return places.flatMap((place) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['x'], 'a.html', { type: 'text/html' }))
      const isRefused = (type: string) =>
        !place.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
      return isRefused('dragover') && isRefused('drop') ? [] : [place.tagName]
    })
  })
}

test('[G260] what is copied elsewhere joins the list that is there, to the letter, after lock and unlock too', async () => {
  await page.keyboard.type('For Ben')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Shift+9')
  await copyFromPage(
    '<ul><li>彼は<b>「はい」</b>と言った <img alt="👩‍❤️‍👩" class="emoji"></li><ul><li>https://text.com/some_page</li></ul>' +
      '<li><b>two <strong>rooms</strong></b>, 10&nbsp;000&nbsp;€</li></ul>',
  )
  await page.keyboard.press('Control+v')
  const words =
    'For Ben\n\n- 彼は&zwnj;**「はい」**&zwnj;と言った 👩‍❤️‍👩\n  - https://text.com/some_page\n- **two rooms**, 10\u00A0000\u00A0€'
  await expect(body(page).locator('.page-bold').first()).toHaveText('「はい」')
  await saved(page)
  expect(await copied(page)).toBe(words)
  await lock(page)
  await unlockToJournal(page)
  await row(page, /For Ben/).click()
  await expect.poll(() => copied(page)).toBe(words)
})

test('[G261] files are refused in a sentence, and text that is dropped comes in as if pasted', async () => {
  await page.keyboard.type('Kept. ')
  const note = page.getByRole('alert')
  for (const kind of ['drop', 'paste'] as const) {
    for (const [name, type] of Object.entries({
      'a b.html': 'text/html',
      'a.txt': 'text/plain',
      'a.png': 'image/png',
    })) {
      await handOver(kind, { files: { [name]: type }, types: { 'text/plain': `/home/ana/${name}` } })
      await expect(note).toContainText('Files can’t be put on a page.')
      await note.getByRole('button', { name: 'Close' }).click()
      await expect(note).toBeHidden()
    }
  }
  expect(await openedBeside()).toEqual([])
  await handOver('paste', { types: { 'text/html': '<video src="x"></video>' } })
  await expect(note).toContainText('There are no words')
  await handOver('paste', { types: { 'text/plain': 'x'.repeat(4 * 1024 * 1024) } })
  await expect(note).toContainText('at most four million letters')
  await page.keyboard.press('Control+End')
  await page.keyboard.type('Here: ')
  await expect(note).toBeHidden()
  await handOver('drop', { types: { 'text/html': '<p>rich <b>text</b> </p>', 'text/plain': 'rich text' } })
  await expect(body(page)).toContainText('rich **text**')
  await handOver('drop', { types: { 'text/plain': ' plain *text*' } })
  await saved(page)
  expect(await copied(page)).toBe('Kept. Here: rich **text** plain *text*')
})
