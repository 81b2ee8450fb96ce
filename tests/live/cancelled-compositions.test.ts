import type { Browser, CDPSession } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { idOf } from '../support/journal-entries'
import { bundlePage, type LiveWindow, openLiveWindow, startBrowser } from '../support/live-windows'

let browser: Browser
let window: LiveWindow
let cdp: CDPSession
const page = () => window.page

beforeAll(async () => {
  const script = await bundlePage('character-pages')
  browser = await startBrowser()
  window = await openLiveWindow(browser, script)
  cdp = await page().context().newCDPSession(page())
})
afterAll(async () => {
  await window.close()
  await browser.close()
  expect(window.complaints).toEqual([])
})

/** Keys of letters, a key with a name, or what an input method shows in turn, of which the last is nothing. */
type Step = string | { readonly key: string } | { readonly cancelled: readonly string[] }
const key = (name: string): Step => ({ key: name })
const cancelled = (...candidates: string[]): Step => ({ cancelled: [...candidates, ''] })
const [bold, italic, struck] = [key('Control+b'), key('Control+i'), key('Control+Shift+x')]

/** Opens a page of Ana's in a shared journal, and of Ben's, with her caret at its end. */
async function open(body: string): Promise<void> {
  const doc = new Y.Doc()
  doc.getMap<unknown>('entries').set(idOf(1), new Y.Map<unknown>([['body', new Y.Text(body)]]))
  await page().evaluate(
    ([update, id]) => {
      for (const who of ['ben', 'ana'] as const) textPages.openShared(who, update, id)
      textPages.focus('ana')
    },
    [[...Y.encodeStateAsUpdate(doc)], idOf(1)] as const,
  )
  await page().keyboard.press('Control+End')
}

const compose = (text: string) =>
  cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
/** What waits for a composition to end, in a turn of its own, is done. */
const settled = () => page().evaluate(() => new Promise<void>((resolve) => setTimeout(resolve)))
const text = () => page().evaluate(() => textPages.text('ana'))

async function write(steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if (typeof step === 'string') await page().keyboard.type(step)
    else if ('key' in step) await page().keyboard.press(step.key)
    else {
      const before = await text()
      for (const candidate of step.cancelled) await compose(candidate)
      expect(await text()).toBe(before)
      await settled()
      expect(await text()).toBe(before)
    }
  }
}

describe('a composition that is cancelled', () => {
  const flows: readonly [body: string, steps: readonly Step[]][] = [
    ['', [bold, 'gut ', cancelled('*'), 'z']],
    ['', ['und ', bold, cancelled('*'), 'z']],
    ['', [bold, 'schön ', cancelled('か', '*か'), 'z', bold, ' q']],
    ['', ['彼は', italic, cancelled('5*3'), 'z', italic, 'だ']],
    ['', ['5*3 ', struck, cancelled('(*'), 'z']],
    ['', ['a ', bold, cancelled('*だ'), 'z', bold, '!']],
    ['', ['ab ', struck, 'weg ', cancelled('~~'), 'z']],
    ['', ['so ', bold, cancelled('か', '(*´▽`*)'), 'x']],
    ['so **gut** x', [...Array.from({ length: 3 }, () => key('ArrowLeft')), cancelled('か', '(*^_^*)'), 'z']],
    ['so **gut**', [key('ArrowLeft'), cancelled('*', '**', '`', '[a](b)'), 'z']],
    ['~~weg~~', [key('Home'), cancelled('~', '~~~', '\\'), 'z']],
  ]
  it('[P485] leaves text, marks and what is typed next as they are without it, whatever signs were in it', async () => {
    for (const [body, steps] of flows) {
      await open(body)
      await write(steps.filter((step) => typeof step === 'string' || 'key' in step))
      const expected = await text()
      await open(body)
      await write(steps)
      expect(await text()).toBe(expected)
    }
  })

  it('[P486] leaves the marks of a pressed key waiting: a space comes before them, and the key takes them away', async () => {
    for (const [mark, of] of [
      [bold, '**'],
      [struck, '~~'],
    ] as const) {
      await open('so')
      await write([' ', mark, cancelled('か', of), cancelled('に', '*'), ' ', 'z'])
      expect(await text()).toBe(`so  ${of}z${of}`)
      await open('so')
      await write([' ', mark, cancelled('か', of), mark, 'z'])
      expect(await text()).toBe('so z')
    }
  })

  it('[P487] is no step, and touches nothing that the partner wrote meanwhile', async () => {
    await open('so **gut**\n')
    await write([bold])
    for (const candidate of ['か', '*か']) await compose(candidate)
    await page().evaluate(() => {
      textPages.exchange()
      textPages.select('ben', 0)
      textPages.insert('ben', 'Ben: ')
      textPages.exchange()
    })
    await compose('')
    await settled()
    await write(['z'])
    expect(await text()).toBe('Ben: so **gut**\n**z**')
    await page().keyboard.press('Control+z')
    expect(await text()).toBe('Ben: so **gut**\n')
  })
})

it('[P488] signs that are composed in the place of others within waiting marks stay signs within them', async () => {
  await open('so ')
  await write([bold])
  for (const candidate of ['か', '**']) await compose(candidate)
  await cdp.send('Input.insertText', { text: '**' })
  await settled()
  await write(['z'])
  expect(await text()).toBe('so **\\*\\*z**')
})

it('[P540] spaces at the end of what is composed come behind the marks, and more words go on in them', async () => {
  const flows: readonly [body: string, before: readonly Step[], text: string, made: string][] = [
    ['昨日', [bold], 'か可 ', '昨日&zwnj;**か可** '],
    ['so ', [bold], 'か　', 'so **か**　'],
    ['so **gut**', [key('ArrowLeft'), key('ArrowLeft')], 'か ', 'so **gutか** '],
    ['', [bold, italic], 'schön ', '***schön*** '],
    ['so ', [], 'か ', 'so か '],
  ]
  for (const [body, before, words, made] of flows) {
    await open(body)
    await write(before)
    await compose(words)
    await cdp.send('Input.insertText', { text: words })
    await settled()
    expect(await text()).toBe(made)
    await page().keyboard.press('Control+z')
    expect(await text()).toBe(body)
    await page().keyboard.press('Control+y')
    expect(await text()).toBe(made)
  }
  await open('昨日')
  await write([bold])
  await compose('か可 ')
  await cdp.send('Input.insertText', { text: 'か可 ' })
  // What comes within 50 ms CodeMirror takes for a part of the composition, and tells nobody when they are over.
  await page().evaluate(() => new Promise((resolve) => setTimeout(resolve, 60)))
  await write(['z'])
  expect(await text()).toBe('昨日&zwnj;**か可 z**')
})

it('[P541] what is composed with the caret within a mark comes where a letter that is typed there does', async () => {
  for (const body of ['so **gut** x', '~~weg~~', 'a ***b*** c', '他说**好。**是'])
    for (let at = 0; at <= body.length; at++) {
      const begin = async () => {
        await open(body)
        await page().evaluate((place) => textPages.select('ana', place), at)
      }
      await begin()
      await write(['z'])
      const typed = await text()
      await begin()
      await compose('z')
      await cdp.send('Input.insertText', { text: 'z' })
      await settled()
      expect(await text(), `${body}, ${at}`).toBe(typed)
    }
})
