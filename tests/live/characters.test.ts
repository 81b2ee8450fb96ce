import type { Browser, CDPSession } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { type Home, makeHomeIn, pair, replicaOf } from '../support/couple'
import { entryOf, idOf } from '../support/journal-entries'
import { bundlePage, type LiveWindow, openLiveWindow, startBrowser } from '../support/live-windows'
import { seededNumbers } from '../support/seeded-random'
import { makeFolder, removeFolder } from '../support/vault-folder'

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
  cdp = await page().context().newCDPSession(page())
})
afterEach(async () => {
  await window.close()
  expect(window.complaints).toEqual([])
})

/** An entry in a document of its own, as both replicas begin with it. */
function updateWith(body: string): number[] {
  const doc = new Y.Doc()
  doc.getMap<unknown>('entries').set(idOf(1), new Y.Map<unknown>([['body', new Y.Text(body)]]))
  return [...Y.encodeStateAsUpdate(doc)]
}
async function openBoth(body: string): Promise<void> {
  const update = updateWith(body)
  for (const who of ['ana', 'ben'] as const)
    await page().evaluate(([who, update, id]) => textPages.openShared(who, update, id), [who, update, idOf(1)] as const)
}
/** What both pages and both texts hold, once each has heard all: they must be one. */
async function together(): Promise<string> {
  const all = await page().evaluate(() => {
    textPages.exchange()
    textPages.exchange()
    return [textPages.words('ana'), textPages.words('ben'), textPages.text('ana'), textPages.text('ben')]
  })
  expect(new Set(all).size).toBe(1)
  expect(all[0]?.isWellFormed()).toBe(true)
  return all[0] ?? ''
}
async function compose(candidates: readonly string[], committed: string): Promise<void> {
  for (const text of candidates)
    await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  await cdp.send('Input.insertText', { text: committed })
}

/** Steps in the full range of Unicode, whose borders and letters may halve characters. */
function stepsOf(seed: number, count: number) {
  const random = seededNumbers(seed)
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
  const known = ['😀', '👩‍👩‍👧', '🇩🇪', 'e\u0301', '\u202eb\u202c', 'ש', '漢', '\n', '\r', '\u2028', '\ufeff', '\0', 'a']
  const halves = ['\ud83d', '\ude00', '\udbff', '\udc00']
  const letter = () => {
    const dice = random()
    if (dice < 0.35) return String.fromCodePoint(Math.floor(random() * 0x110000))
    return dice < 0.75 ? pick(known) : pick(halves)
  }
  return Array.from({ length: count }, () => ({
    who: random() < 0.5 ? ('ana' as const) : ('ben' as const),
    dice: random(),
    places: Array.from({ length: 1 + Math.floor(random() * 4) }, random),
    inserts: Array.from({ length: 4 }, () => Array.from({ length: Math.floor(random() * 4) }, letter).join('')),
  }))
}

describe('an emoji from an input method', () => {
  it('[R70] is whole on both pages, whichever candidates it went through', async () => {
    await openBoth('I am ')
    await page().evaluate(() => textPages.focus('ana'))
    await page().keyboard.press('End')
    await compose(['😀', '😁', '😄'], '😄')
    expect(await together()).toBe('I am 😄')
    await page().keyboard.press('ArrowLeft')
    await compose(['🏳️', '🏳️‍🌈', '🏴', '𝕏'], '🏴')
    expect(await together()).toBe('I am 🏴😄')
    await page().keyboard.press('Control+z')
    expect(await together()).toBe('I am 😄')
  })

  it('[R70] that the other writes beside at the same time stays whole', async () => {
    await openBoth('😀😀')
    await page().evaluate(() => textPages.focus('ana'))
    await page().keyboard.press('ArrowRight')
    await compose(['😁', '😂'], '😃')
    await page().evaluate(() => {
      textPages.select('ben', 2)
      textPages.insert('ben', '😎')
    })
    expect(['😀😃😎😀', '😀😎😃😀']).toContain(await together())
  })
})

describe('a page', () => {
  it('[R71] holds what its text does, though a changed app cuts a character of one’s own', async () => {
    await openBoth('a😀b😀c😀')
    await page().evaluate(() => {
      textPages.insertInText('ben', 2, 'x')
      textPages.insertAndDeleteInText('ben', 6, 'y')
      textPages.exchange()
      textPages.embedInText('ben', 1)
    })
    const halved = 'a\ufffdx\ufffdb\ufffd\ufffdc😀'
    expect(await page().evaluate(() => textPages.text('ben'))).toBe(halved)
    await page().evaluate(() => textPages.exchange())
    expect(await page().evaluate(() => textPages.text('ana'))).toBe(halved)
    // What is no letter has a place of its own, so that letters go where they are typed.
    expect(await page().evaluate(() => textPages.words('ana'))).toBe(halved.replace('a', 'a\ufffc'))
    await page().evaluate(() => {
      textPages.select('ana', 2)
      textPages.insert('ana', '!')
      textPages.exchange()
    })
    expect(await page().evaluate(() => textPages.text('ben'))).toBe(halved.replace('a', 'a!'))
  })

  it('[R72] and its text stay one, and well-formed, through edits of any letters, cut anywhere, and undo', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      await openBoth('I saw 😀👩‍👩‍👧 𐐷 there')
      await page().evaluate((steps) => textPages.run(steps), stepsOf(seed, 60))
      expect(await together(), `seed ${seed}`).not.toBe('')
    }
  })
})

describe('letters of any script', () => {
  let folder = ''
  let homes: Home[] = []
  beforeEach(async () => {
    folder = await makeFolder()
  })
  afterEach(async () => {
    await Promise.all(homes.splice(0).map((home) => home.stop()))
    await removeFolder(folder)
  })
  const bodyAt = async (home: Home, number: number) => {
    const { entry } = await home.call<{ entry: { body: string } }>('journal.read', { id: idOf(number) })
    return entry.body
  }
  /** Resolves when the shared entry has this body, which may still be read from files or on its way. */
  async function untilBody(home: Home, body: string): Promise<void> {
    for (;;) {
      home.signals.length = 0
      const read = await bodyAt(home, 1).catch(() => null)
      if (read === body) return
      await home.until<{ entries: { id: string }[] }>('journal.changed', ({ entries }) => entries.length > 0)
    }
  }
  /** Lets the vault process hear what a page has told so far. */
  async function hand(home: Home, who: 'ana' | 'ben'): Promise<void> {
    const told = await page().evaluate((who) => textPages.pushed(who), who)
    for (const { update, origin } of told) await home.call('shared.push', { update: Uint8Array.from(update), origin })
  }

  it('[R73] go through pages, texts, files, lock and unlock of both, and are the same everywhere', async () => {
    homes = [await makeHomeIn(folder, 'Ana'), await makeHomeIn(folder, 'Ben')]
    const [ana, ben] = homes as [Home, Home]
    await pair(ana, ben)
    await ana.call('journal.add', { entry: entryOf(1, { body: 'I saw 😀 there\ud83d' }), journal: 'shared' })
    await ana.call('journal.add', { entry: entryOf(2, { body: '😀\ud83d there' }), journal: 'private' })
    const update = [...Y.encodeStateAsUpdate(await replicaOf(ana))]
    // What Ben's page tells rests on what has come to him by Ana's file.
    await untilBody(ben, 'I saw 😀 there\ufffd')
    for (const who of ['ana', 'ben'] as const)
      await page().evaluate(([who, update, id]) => textPages.openShared(who, update, id), [
        who,
        update,
        idOf(1),
      ] as const)
    for (let seed = 100; seed < 110; seed++) {
      await page().evaluate((steps) => textPages.run(steps), stepsOf(seed, 30))
      await together()
      await hand(ana, 'ana')
      await hand(ben, 'ben')
    }
    const shared = await together()
    await page().evaluate((body) => textPages.openPrivate('ana', body), await bodyAt(ana, 2))
    const steps = stepsOf(200, 150).map((step) => ({ ...step, who: 'ana' as const }))
    const own = await page().evaluate((steps) => {
      textPages.run(steps.filter(({ dice }) => dice < 0.75))
      return textPages.words('ana')
    }, steps)
    for (const edit of await page().evaluate(() => textPages.edited()))
      await ana.call('journal.edit', { id: idOf(2), ...edit })
    for (const home of homes) await untilBody(home, shared)
    await Promise.all(homes.map((home) => home.stop()))
    for (const home of homes) {
      await home.unlock()
      await untilBody(home, shared)
    }
    expect(await bodyAt(ana, 2)).toBe(own)
    expect(own.isWellFormed()).toBe(true)
  })
})
