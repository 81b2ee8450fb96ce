import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { idOf } from '../support/journal-entries'
import { bundlePage, type LiveWindow, openLiveWindow, startBrowser } from '../support/live-windows'

let script = ''
let browser: Browser
let window: LiveWindow
const page = () => window.page

beforeAll(async () => {
  script = await bundlePage('character-pages')
  browser = await startBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  window = await openLiveWindow(browser, script)
})
afterEach(async () => {
  await window.close()
  expect(window.complaints).toEqual([])
})

async function openBoth(body: string): Promise<void> {
  const doc = new Y.Doc()
  doc.getMap<unknown>('entries').set(idOf(1), new Y.Map<unknown>([['body', new Y.Text(body)]]))
  const update = [...Y.encodeStateAsUpdate(doc)]
  for (const who of ['ana', 'ben'] as const)
    await page().evaluate(([who, update, id]) => textPages.openShared(who, update, id), [who, update, idOf(1)] as const)
}
const wordsAndCaret = () => page().evaluate(() => [textPages.words('ana'), textPages.caret('ana')])

describe('undo', () => {
  it('[R74] of a shared entry outlives another page, takes back one’s own edits alone, and brings the caret back', async () => {
    await openBoth('By the sea.')
    await page().evaluate(() => {
      textPages.select('ana', 3, 6)
      textPages.insert('ana', 'a')
      textPages.insert('ana', '!')
      textPages.select('ana', 0)
      textPages.insert('ana', '>')
      textPages.exchange()
      textPages.leave('ana')
      textPages.select('ben', 10)
      textPages.insert('ben', ' and the lake')
      textPages.exchange()
      textPages.comeBack('ana')
    })
    expect(await page().evaluate(() => textPages.words('ana'))).toBe('>By a! sea and the lake.')
    expect(await page().evaluate(() => textPages.status('ana'))).toEqual({ canUndo: true, canRedo: false })
    await page().evaluate(() => textPages.focus('ana'))
    await page().keyboard.press('Control+z')
    expect(await wordsAndCaret()).toEqual(['By a! sea and the lake.', 0])
    await page().keyboard.press('Control+z')
    expect(await wordsAndCaret()).toEqual(['By the sea and the lake.', 6])
    await page().keyboard.press('Control+z')
    expect(await wordsAndCaret()).toEqual(['By the sea and the lake.', 6])
    await page().evaluate(() => {
      textPages.leave('ana')
      textPages.comeBack('ana')
      textPages.redo('ana')
    })
    expect(await wordsAndCaret()).toEqual(['By a! sea and the lake.', 5])
    expect(await page().evaluate(() => (textPages.exchange(), textPages.words('ben')))).toBe('By a! sea and the lake.')
  })

  it('[R75] puts the caret where each edit was, before and after', async () => {
    await openBoth('one two three')
    await page().evaluate(() => {
      textPages.select('ana', 3)
      textPages.insert('ana', 'X')
      textPages.insert('ana', 'Y')
      textPages.select('ana', 15)
    })
    await page().evaluate(() => textPages.undo('ana'))
    expect(await wordsAndCaret()).toEqual(['one two three', 3])
    await page().evaluate(() => textPages.redo('ana'))
    expect(await wordsAndCaret()).toEqual(['oneXY two three', 5])
  })

  it('[R76] of a private entry outlives another page, and goes where the body came back another', async () => {
    await page().evaluate(() => {
      textPages.openPrivate('ana', 'By the sea.')
      textPages.select('ana', 11)
      textPages.insert('ana', ' 😀')
      textPages.leave('ana')
      textPages.openPrivate('ana', 'By the sea. 😀')
    })
    expect(await page().evaluate(() => textPages.status('ana'))).toEqual({ canUndo: true, canRedo: false })
    await page().evaluate(() => textPages.focus('ana'))
    await page().keyboard.press('Control+z')
    expect(await wordsAndCaret()).toEqual(['By the sea.', 11])
    expect(await page().evaluate(() => textPages.edited())).toHaveLength(2)
    await page().evaluate(() => {
      textPages.leave('ana')
      textPages.openPrivate('ana', 'By the sea.')
      textPages.redo('ana')
    })
    expect(await wordsAndCaret()).toEqual(['By the sea. 😀', 14])
    await page().evaluate(() => {
      textPages.leave('ana')
      textPages.openPrivate('ana', 'Restored from elsewhere.')
    })
    expect(await page().evaluate(() => textPages.status('ana'))).toEqual({ canUndo: false, canRedo: false })
  })
})
