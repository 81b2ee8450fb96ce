import type { Browser, CDPSession } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { idOf } from '../support/journal-entries'
import { bundlePage, type LiveWindow, openLiveWindow, startBrowser } from '../support/live-windows'

type Who = 'ana' | 'ben'
interface Side {
  readonly who: Who
  readonly window: LiveWindow
  readonly cdp: CDPSession
}

let script = ''
let browser: Browser
let ana: Side
let ben: Side

async function openSide(who: Who): Promise<Side> {
  const window = await openLiveWindow(browser, script)
  return { who, window, cdp: await window.page.context().newCDPSession(window.page) }
}
beforeAll(async () => {
  script = await bundlePage('character-pages')
  browser = await startBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  ;[ana, ben] = await Promise.all([openSide('ana'), openSide('ben')])
})
afterEach(async () => {
  for (const { window } of [ana, ben]) await window.close()
  expect([...ana.window.complaints, ...ben.window.complaints]).toEqual([])
})

/** Opens the page of one text in both windows, with the caret of each where the key takes it. */
async function openBoth(body: string, keys: Record<Who, string>): Promise<void> {
  const doc = new Y.Doc()
  doc.getMap<unknown>('entries').set(idOf(1), new Y.Map<unknown>([['body', new Y.Text(body)]]))
  const update = [...Y.encodeStateAsUpdate(doc)]
  for (const { who, window } of [ana, ben]) {
    await window.page.evaluate(
      ([who, update, id]) => {
        textPages.openShared(who, update, id)
        textPages.pushed(who)
        textPages.focus(who)
      },
      [who, update, idOf(1)] as const,
    )
    await window.page.keyboard.press(keys[who])
  }
}
const toldBy = ({ who, window }: Side) =>
  window.page.evaluate(
    (who) =>
      textPages
        .pushed(who)
        .filter(({ origin }) => origin === 'own')
        .map(({ update }) => update),
    who,
  )
/** Each window hears what the other has told so far. */
async function exchange(): Promise<void> {
  const [fromAna, fromBen] = [await toldBy(ana), await toldBy(ben)]
  await ana.window.page.evaluate((updates) => textPages.receive('ana', updates), fromBen)
  await ben.window.page.evaluate((updates) => textPages.receive('ben', updates), fromAna)
}
const wordsOf = ({ who, window }: Side) => window.page.evaluate((who) => textPages.words(who), who)
/** What both pages and both texts hold in the end, once nobody composes any more: they must be one. */
async function together(): Promise<string> {
  await exchange()
  const texts = [ana, ben].map(({ who, window }) => window.page.evaluate((who) => textPages.text(who), who))
  const [one = '', other] = await Promise.all(texts)
  expect(other).toBe(one)
  await expect.poll(() => Promise.all([wordsOf(ana), wordsOf(ben)])).toEqual([one, one])
  return one
}
const compose = ({ cdp }: Side, text: string) =>
  cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
const commit = ({ cdp }: Side, text: string) => cdp.send('Input.insertText', { text })

const japanese = ['k', 'か', 'かn', 'かん', '漢', '漢字']
const korean = ['ㅎ', '하', '한', '한ㄱ', '한구', '한국']
/** Both go through their candidates by turns, each of which the other hears of. */
async function composeBoth(): Promise<void> {
  for (const [step, candidate] of japanese.entries()) {
    await compose(ana, candidate)
    await compose(ben, korean[step] ?? '')
    await exchange()
  }
  await commit(ana, '漢字')
  await exchange()
  await commit(ben, '한국')
}

it('[C322] what both compose in one line at once is there once, as each committed it', async () => {
  await openBoth('middle', { ana: 'End', ben: 'Home' })
  await composeBoth()
  expect(await together()).toBe('한국middle漢字')
  await ana.window.page.keyboard.type('!')
  expect(await together()).toBe('한국middle漢字!')
})

it('[C322] so is what both compose at one place', async () => {
  await openBoth('middle', { ana: 'End', ben: 'End' })
  await composeBoth()
  expect(['middle漢字한국', 'middle한국漢字']).toContain(await together())
})

it('[C323] what one composes stays where the other deletes the line meanwhile', async () => {
  await openBoth('first\nmiddle', { ana: 'Control+End', ben: 'Control+End' })
  await compose(ana, 'k')
  await compose(ana, 'か')
  await exchange()
  await ben.window.page.keyboard.press('Shift+Home')
  await ben.window.page.keyboard.press('Backspace')
  await exchange()
  for (const candidate of ['かn', 'かん', '漢', '漢字']) await compose(ana, candidate)
  await commit(ana, '漢字')
  expect(await together()).toBe('first\n漢字')
})

it('[C324] while one composes, the other’s letters in other lines come at once, those of the line after it', async () => {
  await openBoth('first\nmiddle', { ana: 'Control+End', ben: 'Control+Home' })
  await compose(ana, 'か')
  await ben.window.page.keyboard.type('my ')
  await exchange()
  expect(await wordsOf(ana)).toBe('my first\nmiddleか')
  await ben.window.page.keyboard.press('ArrowDown')
  await ben.window.page.keyboard.press('Home')
  await ben.window.page.keyboard.type('the ')
  await exchange()
  expect(await wordsOf(ana)).toBe('my first\nmiddleか')
  await compose(ana, '蚊')
  await exchange()
  expect(await wordsOf(ben)).toBe('my first\nthe middle蚊')
  await commit(ana, '蚊')
  expect(await together()).toBe('my first\nthe middle蚊')
  await ana.window.page.keyboard.type('!')
  expect(await together()).toBe('my first\nthe middle蚊!')
})
