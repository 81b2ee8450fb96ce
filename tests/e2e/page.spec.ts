import type { Page } from 'playwright-core'
import { expect, test } from '../support/e2e'
import { atEmptyJournal } from './pages/days'
import { lock, unlockToJournal } from './pages/gate'
import { body, copied, newEntry, saved } from './pages/journal'

let page: Page

test.beforeEach(async ({ launchPartner }) => {
  page = (await atEmptyJournal(launchPartner)).page
  await beginPage()
})

async function beginPage(): Promise<void> {
  await newEntry(page)
  await body(page).focus()
}

/** The Markdown behind the page, once it is saved. */
async function markdown(): Promise<string> {
  await saved(page)
  return copied(page)
}

/** Pastes as another program would hand it over. */
async function paste(data: Record<string, string>): Promise<void> {
  await body(page).evaluate((element, types) => {
    const clipboardData = new DataTransfer()
    for (const [type, text] of Object.entries(types)) clipboardData.setData(type, text)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, data)
}

test('[G30] a page is written on by keys, undone, pasted into and searched', async () => {
  await test.step('[G30] shortcuts write Markdown that nobody has to see', async () => {
    await page.keyboard.press('Control+Alt+1')
    await page.keyboard.type('The river')
    await page.keyboard.press('Enter')
    await page.keyboard.type('It was ')
    await page.keyboard.press('Control+b')
    await page.keyboard.type('high')
    await page.keyboard.press('Control+b')
    await page.keyboard.type(' today.')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+Shift+8')
    await page.keyboard.type('boots')
    await page.keyboard.press('Enter')
    await page.keyboard.type('bread')
    await expect(body(page)).not.toContainText('**')
    expect(await markdown()).toBe('# The river\nIt was **high** today.\n\n- boots\n- bread')
  })
  await test.step('[G31] undo takes back, redo brings back, and both are saved', async () => {
    await beginPage()
    await page.keyboard.type('one')
    await page.keyboard.press('Control+z')
    await expect(body(page)).not.toContainText('one')
    await page.keyboard.press('Control+Shift+Z')
    await expect(body(page)).toContainText('one')
    expect(await markdown()).toBe('one')
  })
  await test.step('[G32] pasted HTML becomes Markdown; images and what runs are dropped', async () => {
    await beginPage()
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    await paste({
      'text/html':
        '<h2>Plans</h2><p>See <a href="https://example.org/a">this</a> and <a href="javascript:alert(1)">that</a>.</p>' +
        '<ul><li>one</li><li><b>two</b></li></ul><img src="https://example.org/x.png"><script>alert(1)</script>',
      'text/plain': 'Plans',
    })
    const text = await markdown()
    expect(text).toContain('## Plans')
    expect(text).toContain('[this](https://example.org/a)')
    expect(text).toContain('that')
    expect(text).toContain('**two**')
    expect(text).not.toMatch(/javascript|x\.png|alert|<script/)
    expect(requests.filter((url) => url.includes('example.org'))).toEqual([])
  })
  await test.step('[G33] a link shows its host before it opens, and only https and mailto open', async () => {
    await beginPage()
    await page.keyboard.type('[here](https://example.org/path) [bad](http://example.org)')
    await page.keyboard.press('Enter')
    await page.keyboard.type('end')
    await body(page)
      .getByText('here')
      .click({ modifiers: ['Control'] })
    const dialog = page.getByRole('alertdialog')
    await expect(dialog.getByText(/leads to example\.org/)).toBeVisible()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog).toBeHidden()
  })
  await test.step('[G34] find in the entry finds, and Escape brings back to the page', async () => {
    await beginPage()
    await page.keyboard.type('bread and butter and bread')
    await page.keyboard.press('Control+f')
    await page.keyboard.type('bread')
    await expect(page.getByText(/2 matches|of 2/)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(body(page)).toBeFocused()
  })
  await test.step('[G361] a dialog stands over the find bar, and the bar is there again behind it', async () => {
    await beginPage()
    await page.keyboard.type('bread [here](https://example.org/path)')
    await page.keyboard.press('Control+f')
    await page.keyboard.type('bread')
    const bar = page.getByRole('search').getByRole('textbox')
    await body(page)
      .getByText('here')
      .click({ modifiers: ['Control'] })
    const dialog = page.getByRole('alertdialog')
    await expect(dialog).toBeVisible()
    const isOver = await bar.evaluate((field) => {
      // What is inert is no target, however high it lies.
      const inert = document.querySelectorAll<HTMLElement>('[inert]')
      for (const element of inert) element.inert = false
      const { x, y, width, height } = field.getBoundingClientRect()
      const top = document.elementFromPoint(x + width / 2, y + height / 2)
      for (const element of inert) element.inert = true
      return field.contains(top)
    })
    expect(isOver).toBe(false)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await bar.click()
    await page.keyboard.press('Escape')
  })
  await test.step('[G35] a checklist can be ticked, and stays ticked', async () => {
    await beginPage()
    await page.keyboard.press('Control+Shift+9')
    await page.keyboard.type('call Pai')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.keyboard.type('end')
    await page.getByRole('checkbox').first().click()
    await saved(page)
    await lock(page)
    await unlockToJournal(page)
    await expect(page.getByRole('checkbox').first()).toBeChecked()
  })
})

test('[P307] ArrowLeft, Ctrl+ArrowLeft and Home go to where the words begin, and from there over the marks to the line above', async () => {
  const type = (letter: string) => page.keyboard.insertText(letter)
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  await type('# one\n## two\n> three\n- four\n1. five\n- [ ] six\n> - seven\n> # eight.')
  for (let line = 8; line > 1; line--) {
    await press('Home')
    await type('H')
    await press('ArrowLeft', 'ArrowLeft')
    await type('.')
  }
  await press('Home', 'ArrowLeft', 'Control+Home')
  await type('H')
  expect(await copied(page)).toBe(
    '# Hone.\n## Htwo.\n> Hthree.\n- Hfour.\n1. Hfive.\n- [ ] Hsix.\n> - Hseven.\n> # Height.',
  )

  await press('Control+End')
  for (let line = 8; line > 1; line--) {
    await press('Control+ArrowLeft', 'Control+ArrowLeft')
    await type('W')
    await press('Control+ArrowLeft', 'Control+ArrowLeft')
  }
  await press('Control+ArrowLeft', 'Control+ArrowLeft', 'Control+ArrowLeft')
  await type('W')
  await press('End', 'ArrowRight')
  await type('R')
  await press('End', 'Shift+Home')
  await type('S')
  expect(await copied(page)).toBe(
    '# WHone.\n## S\n> WHthree.\n- WHfour.\n1. WHfive.\n- [ ] WHsix.\n> - WHseven.\n> # WHeight.',
  )
})
