import type { Browser, CDPSession } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { idOf } from '../support/journal-entries'
import { bundlePage, type LiveWindow, openLiveWindow, startBrowser } from '../support/live-windows'

let script = ''
let browser: Browser
let window: LiveWindow
let cdp: CDPSession
const page = () => window.page

beforeAll(async () => {
  script = await bundlePage('character-pages')
  browser = await startBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  window = await openLiveWindow(browser, script)
  // One may look at a candidate for as long as one likes; and a machine that is busy is no slow typist.
  await page().clock.install({ time: 0 })
  await page().reload()
  await page().clock.pauseAt(10_000)
  cdp = await page().context().newCDPSession(page())
})
afterEach(async () => {
  await window.close()
  expect(window.complaints).toEqual([])
})

/** Opens a page of Ana's in either journal, with the caret at its end; a shared one in Ben's window as well. */
async function open(journal: 'private' | 'shared', body: string): Promise<void> {
  const doc = new Y.Doc()
  doc.getMap<unknown>('entries').set(idOf(1), new Y.Map<unknown>([['body', new Y.Text(body)]]))
  await page().evaluate(
    ([journal, body, update, id]) => {
      if (journal === 'private') textPages.openPrivate('ana', body)
      else for (const who of ['ben', 'ana'] as const) textPages.openShared(who, update, id)
      textPages.focus('ana')
    },
    [journal, body, [...Y.encodeStateAsUpdate(doc)], idOf(1)] as const,
  )
  await page().keyboard.press('Control+End')
}

const wait = () => page().clock.fastForward(2000)
/** What the page does a moment later is done. */
const settled = () => page().clock.runFor(60)
async function candidate(text: string): Promise<void> {
  await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  await settled()
}
/** Composes through these candidates, each looked at for a while; an empty one takes the composition back. */
async function compose(...candidates: string[]): Promise<void> {
  for (const text of candidates) {
    await candidate(text)
    await wait()
  }
}
async function commit(text: string): Promise<void> {
  await cdp.send('Input.insertText', { text })
  await settled()
}
const inBensWindow = (at: number, letters: string) =>
  page().evaluate(
    ([at, letters]) => {
      textPages.exchange()
      textPages.select('ben', at)
      textPages.insert('ben', letters)
      textPages.exchange()
    },
    [at, letters] as const,
  )

/** Ana's words, with a bar where the caret is. */
const shown = () =>
  page().evaluate(() => {
    const [words, caret] = [textPages.words('ana'), textPages.caret('ana')]
    return `${words.slice(0, caret)}|${words.slice(caret)}`
  })
const canUndo = () => page().evaluate(() => textPages.status('ana').canUndo)
/** What is shown after each time that the key was pressed. */
async function pressed(key: string, times: number): Promise<string[]> {
  const seen: string[] = []
  for (let time = 0; time < times; time++) {
    await page().keyboard.press(key)
    seen.push(await shown())
  }
  return seen
}
const undo = 'Control+z'
const redo = 'Control+y'

describe('what an input method composes in a shared entry', () => {
  it('[R260] is one step, however long one chooses', async () => {
    await open('shared', 'Sea: ')
    await compose('k', 'か', 'かn', 'かな', '仮名')
    await commit('仮名')
    await compose('s', 'そ', '空')
    await commit('空')
    await page().keyboard.type('!')
    await wait()
    await page().keyboard.type('?')
    const steps = ['Sea: |', 'Sea: 仮名|', 'Sea: 仮名空|', 'Sea: 仮名空!|', 'Sea: 仮名空!?|']
    expect(await pressed(undo, 5)).toEqual([...steps.toReversed().slice(1), 'Sea: |'])
    expect(await pressed(redo, 5)).toEqual([...steps.slice(1), 'Sea: 仮名空!?|'])
  })

  it('[R260] is one step with the words in whose place it comes, of one line or of several', async () => {
    await open('shared', 'By the\nsea')
    await page().keyboard.press('Shift+Home')
    await compose('う', '海')
    await commit('海')
    expect(await pressed(undo, 2)).toEqual(['By the\n|sea', 'By the\n|sea'])
    expect(await pressed(redo, 1)).toEqual(['By the\n海|'])
    await page().keyboard.press('Control+A')
    await compose('n', '波')
    await commit('波')
    expect(await shown()).toBe('波|')
    expect(await pressed(undo, 1)).toEqual(['By the\n海|'])
    expect(await pressed(redo, 1)).toEqual(['波|'])
  })

  it('[R260] is one step though the partner writes meanwhile, whose letters stay', async () => {
    await open('shared', 'one\ntwo ')
    await compose('k', 'か')
    await inBensWindow(0, 'Ben: ')
    await compose('かn')
    // In the line of the composition, where it waits.
    await inBensWindow('Ben: one\n'.length, 'his ')
    await compose('かな', '仮名')
    await commit('仮名')
    await wait()
    await inBensWindow('Ben: one\nhis two 仮'.length, '!')
    expect(await shown()).toBe('Ben: one\nhis two 仮!名|')
    expect(await pressed(undo, 2)).toEqual(['Ben: one\nhis two !|', 'Ben: one\nhis two !|'])
    expect(await pressed(redo, 2)).toEqual(['Ben: one\nhis two 仮!名|', 'Ben: one\nhis two 仮!名|'])
  })

  it('[R262] syllables and accents that follow each other are one step, as letters are, and a pause parts them', async () => {
    await open('shared', '')
    for (const syllable of ['ㅎ하한', 'ㄱ구국', 'ㅇ어']) {
      const [begun = '', ...more] = syllable
      await candidate(begun)
      for (const letter of more) {
        await wait()
        await candidate(letter)
      }
      await commit(syllable.at(-1) ?? '')
    }
    await wait()
    await page().keyboard.type('caf')
    await candidate('´')
    await commit('é')
    await page().keyboard.type('s')
    expect(await pressed(undo, 3)).toEqual(['한국어|', '|', '|'])
    expect(await pressed(redo, 2)).toEqual(['한국어|', '한국어cafés|'])
  })
})

describe.each(['private', 'shared'] as const)('a composition that is taken back, in a %s entry', (journal) => {
  it('[R261] leaves no step that changes nothing', async () => {
    await open(journal, 'Sea')
    await page().keyboard.type('!')
    await wait()
    await compose('k', 'か', '')
    await compose('s', '')
    await page().keyboard.type('?')
    expect(await pressed(undo, 3)).toEqual(['Sea!|', 'Sea|', 'Sea|'])
    expect(await canUndo()).toBe(false)
    expect(await pressed(redo, 2)).toEqual(['Sea!|', 'Sea!?|'])
  })
})
