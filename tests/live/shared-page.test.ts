import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MarkId } from '../../renderer/features/page/page-keys'
import { bundlePage, type LiveWindow, openLiveWindow, startBrowser } from '../support/live-windows'
import { seededNumbers } from '../support/seeded-random'

let script = ''
let browser: Browser
let window: LiveWindow
const page = () => window.page

beforeAll(async () => {
  script = await bundlePage('editors')
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

const words = 'The first paragraph.\n\nThe second one.\n\nThe third.'
const second = words.indexOf('The second')
const inSecond = second + 'The sec'.length
const typed = 'XYZ'

/** What Ana does to the second paragraph, where her caret is for it, and what both then have of it. */
const deeds: { name: string; at: number; result: string; command?: MarkId; key?: string }[] = [
  { name: 'makes it a heading', at: inSecond, command: 'heading-2', result: '## The secXYZond one.' },
  { name: 'makes it a list item', at: inSecond, command: 'bullet-list', result: '- The secXYZond one.' },
  { name: 'makes it a numbered item', at: inSecond, command: 'ordered-list', result: '1. The secXYZond one.' },
  { name: 'makes it a checklist item', at: inSecond, command: 'checklist', result: '- [ ] The secXYZond one.' },
  { name: 'makes it a quote', at: inSecond, command: 'quote', result: '> The secXYZond one.' },
  { name: 'makes the word bold that is written in', at: inSecond, command: 'bold', result: 'The **secXYZond** one.' },
  { name: 'splits it', at: second + 'The second'.length, key: 'Enter', result: 'The secXYZond\n one.' },
  { name: 'splits it where the other writes', at: inSecond, key: 'Enter', result: 'The sec' },
]

async function start(): Promise<void> {
  await page().evaluate((text) => editors.start(text), words)
  await page().evaluate((at) => editors.select('ben', at), inSecond)
}
async function does({ at, command, key }: { at: number; command?: MarkId; key?: string }): Promise<void> {
  await page().evaluate((caret) => editors.select('ana', caret), at)
  if (command) await page().evaluate((id) => editors.command('ana', id), command)
  if (!key) return
  await page().evaluate(() => editors.focus('ana'))
  await page().keyboard.press(key)
}
/** Both pages hold the same, and this is it. */
async function together(): Promise<string> {
  await page().evaluate(() => editors.exchange())
  await page().evaluate(() => editors.exchange())
  expect(await page().evaluate(() => editors.areEqual())).toBe(true)
  return page().evaluate(() => editors.words('ana'))
}
const writes = (letters: string) => page().evaluate((more) => editors.type('ben', more), letters)
const tellOne = () => page().evaluate(() => editors.exchange(1))

describe('while Ben writes in a paragraph, Ana', () => {
  for (const deed of deeds.filter(({ result }) => result.includes(typed))) {
    it(`[R50] ${deed.name}, apart: no letter is lost or moved`, async () => {
      await start()
      await writes(typed)
      await does(deed)
      expect(await together()).toBe(words.replace('The second one.', deed.result))
    })

    it(`[R50] ${deed.name}, live: no letter is lost or moved`, async () => {
      await start()
      await writes('X')
      await does(deed)
      await tellOne()
      await writes('Y')
      await tellOne()
      await writes('Z')
      expect(await together()).toBe(words.replace('The second one.', deed.result))
    })
  }

  it('[R50] splits it in the very place: his letters stay together and in order', async () => {
    await start()
    await writes(typed)
    await does({ at: inSecond, key: 'Enter' })
    const both = await together()
    expect(['The secXYZ\nond one.', 'The sec\nXYZond one.']).toContain(
      both.slice(second, both.indexOf('\n\nThe third')),
    )
  })

  it('[R50] joins it to the one before, apart and live', async () => {
    for (const isLive of [false, true]) {
      await start()
      await writes('XY')
      await page().evaluate((caret) => editors.select('ana', caret), second)
      await page().evaluate(() => editors.focus('ana'))
      for (let press = 0; press < 2; press++) {
        await page().keyboard.press('Backspace')
        if (isLive) await tellOne()
      }
      await writes('Z')
      expect(await together()).toBe('The first paragraph.The secXYZond one.\n\nThe third.')
    }
  })

  it('[R50] takes the marks off again, nests the item and ends its list', async () => {
    const list = '- one\n- two words\n- three'
    await page().evaluate((text) => editors.start(text), list)
    const at = list.indexOf('words')
    await page().evaluate((caret) => editors.select('ben', caret), at)
    await writes('X')
    await page().evaluate((caret) => editors.select('ana', caret), at)
    await page().evaluate(() => editors.focus('ana'))
    await page().keyboard.press('Tab')
    await tellOne()
    await writes('Y')
    expect(await together()).toBe('- one\n  - two XYwords\n- three')
    await writes('Z')
    await page().keyboard.press('Shift+Tab')
    await page().evaluate(() => editors.command('ana', 'bullet-list'))
    expect((await together()).replaceAll(/[-\s]/g, '')).toBe('onetwoXYZwordsthree')
  })

  it('[R51] does anything to any paragraph, in any order: the letters are those that Ben wrote, where he wrote them', async () => {
    const commands: MarkId[] = [
      'heading-1',
      'heading-3',
      'bullet-list',
      'ordered-list',
      'checklist',
      'quote',
      'bold',
      'italic',
      'paragraph',
    ]
    const letters = (text: string) => text.replaceAll('&zwnj;', '').replaceAll(/\P{L}/gu, '')
    for (let seed = 1; seed <= 40; seed++) {
      const random = seededNumbers(seed)
      const steps = Array.from({ length: 24 }, () => ({
        dice: random(),
        at: random(),
        command: commands[Math.floor(random() * commands.length)] ?? 'bold',
      }))
      const result = await page().evaluate(
        ({ text, steps }) => {
          const { editors } = globalThis
          const alphabet = 'αβγδεζηθικλμνξοπρστυφχψω'
          editors.start(text)
          let written = text
          for (const [index, { dice, at, command }] of steps.entries()) {
            if (dice < 0.4) {
              // Within a word, as far as Ben's page shows it: between two letters of his.
              // A guard beside a mark is part of it, and the caret steps over it.
              const shown = editors.words('ben').replaceAll('&zwnj;', '      ')
              const places = [...shown.matchAll(/(?<=\p{L})(?=\p{L})/gu)].map((match) => match.index)
              const place = Math.floor(at * places.length)
              editors.select('ben', places[place] ?? 0)
              editors.type('ben', alphabet[index % alphabet.length] ?? '')
              const before = [...written.matchAll(/(?<=\p{L})(?=\p{L})/gu)].map((match) => match.index)
              written =
                written.slice(0, before[place]) +
                (alphabet[index % alphabet.length] ?? '') +
                written.slice(before[place])
            } else if (dice < 0.75) {
              editors.select('ana', Math.floor(at * editors.words('ana').length))
              editors.command('ana', command)
            } else editors.exchange(1)
          }
          editors.exchange()
          return { both: editors.words('ana'), written, areEqual: editors.areEqual() }
        },
        { text: words, steps },
      )
      expect(result.areEqual, `seed ${seed}`).toBe(true)
      expect(letters(result.both), `seed ${seed}`).toBe(letters(result.written))
    }
  })
})

describe('taking back', () => {
  it('[R52] undo and redo take back and bring back only one’s own edits, by keys and on the toolbar', async () => {
    await start()
    const status = (who: 'ana' | 'ben') => page().evaluate((name) => editors.status(name), who)
    expect(await status('ana')).toEqual({ canUndo: false, canRedo: false })
    await writes(typed)
    await page().evaluate(() => editors.exchange())
    expect(await status('ana')).toEqual({ canUndo: false, canRedo: false })
    await page().evaluate(() => {
      editors.select('ana', 0)
      editors.type('ana', 'Ana. ')
    })
    await page().evaluate(() => editors.exchange())
    expect(await status('ana')).toEqual({ canUndo: true, canRedo: false })
    await page().evaluate(() => editors.focus('ana'))
    await page().keyboard.press('Control+z')
    await page().keyboard.press('Control+z')
    expect(await together()).toBe(words.replace('The second one.', 'The secXYZond one.'))
    expect(await status('ana')).toEqual({ canUndo: false, canRedo: true })
    await page().keyboard.press('Control+Shift+z')
    expect(await together()).toBe(`Ana. ${words.replace('The second one.', 'The secXYZond one.')}`)
    await page().evaluate(() => editors.focus('ben'))
    await page().keyboard.press('Control+z')
    expect(await together()).toBe(`Ana. ${words}`)
  })

  it('[R52] nothing of a shared page is reported as an edit of a private one', async () => {
    await start()
    await writes(typed)
    await page().evaluate(() => editors.exchange())
    expect(await page().evaluate(() => editors.reported('ana') + editors.reported('ben'))).toBe(0)
  })
})

describe('the caret', () => {
  it('[R53] stays between the same letters, whatever the other writes, live or after having been apart', async () => {
    await start()
    await page().evaluate(() => {
      editors.select('ana', 0)
      editors.type('ana', 'Before all. ')
    })
    await together()
    expect(await page().evaluate(() => editors.caret('ben'))).toBe(inSecond + 'Before all. '.length)
    await page().evaluate((at) => {
      editors.select('ana', at)
      editors.type('ana', ' And after.')
    }, words.length + 'Before all. '.length)
    await together()
    expect(await page().evaluate(() => editors.caret('ben'))).toBe(inSecond + 'Before all. '.length)
  })

  it('[R53] stays where it is on the screen while the other writes lines above it', async () => {
    const lines = Array.from({ length: 120 }, (_, index) => `Line ${index} of a long page.`)
    await page().evaluate((text) => editors.start(text), lines.join('\n'))
    await page().evaluate((at) => editors.select('ben', at), lines.slice(0, 60).join('\n').length + 3)
    await page().evaluate(() => editors.scrollToCaret('ben'))
    const before = await page().evaluate(() => editors.caretTop('ben'))
    expect(before).toBeGreaterThan(0)
    for (let round = 0; round < 5; round++) {
      await page().evaluate(() => {
        editors.select('ana', 7)
        editors.type('ana', '\nmore\nand more')
        editors.exchange()
      })
      const now = await page().evaluate(() => editors.caretTop('ben'))
      // A line's height is no whole number of px.
      expect(Math.abs(now - before)).toBeLessThan(3)
    }
  })
})

describe('a page whose text has yet to come', () => {
  it('[R56] shows the text as it stands, with what the other has written meanwhile, and from then on is bound to it', async () => {
    await page().evaluate(() => editors.start('H', 'H'))
    await page().evaluate(() => {
      editors.select('ben', 1)
      editors.type('ben', 'ello')
      editors.exchange()
    })
    expect(await page().evaluate(() => editors.words('ana'))).toBe('H')
    await page().evaluate(() => editors.share())
    expect(await together()).toBe('Hello')
    await page().evaluate(() => {
      editors.select('ana', 5)
      editors.type('ana', '!')
      editors.select('ben', 0)
      editors.type('ben', '?')
    })
    expect(await together()).toBe('?Hello!')
    expect(await page().evaluate(() => editors.reported('ana'))).toBe(0)
    await page().evaluate(() => editors.focus('ana'))
    await page().keyboard.press('Control+z')
    expect(await together()).toBe('?Hello')
    await page().keyboard.press('Control+z')
    expect(await together()).toBe('?Hello')
  })
})
