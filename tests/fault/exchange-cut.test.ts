import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Leaves } from '../support/cut-disk'
import {
  allHeld,
  bodiesIn,
  bodyAt,
  headsIn,
  copyOf,
  coupleIn,
  goOn,
  hasWords,
  heldBy,
  makeCoupleIn,
  meet,
  saved,
  unlockAlone,
  write,
} from '../support/cut-couple'
import type { CutHome } from '../support/cut-home'
import { idOf } from '../support/journal-entries'
import { makeFolder, removeFolder } from '../support/vault-folder'

/** So much doesn't fit one file (4 MB): three bytes for each of them. */
const twoFiles = '海'.repeat(1_500_000)

/** So much comes in three steps, of which the first two are kept as a part. */
const severalSteps = 'x'.repeat(1_200_000)

let root = ''
beforeEach(async () => {
  root = await makeFolder()
})
afterEach(() => removeFolder(root))

/** By an entry's number: the words that were said to be saved, and after them those that may be. */
type Words = Map<number, { saved: string | null; tried: string }>

/** A couple waits more than it works: so many are cut at the same time, each of its own, or they would find each other. */
const atOnce = 4

type Act = (couple: [CutHome, CutHome], cut: { at: number; leaves: Leaves }) => Promise<{ cutAt: string | null }>

/** Runs `act` on a fresh copy of a couple with each cut that it can meet; the number of cuts. */
async function atEveryCut(templates: readonly string[], act: Act): Promise<number> {
  const counts = templates.map(async (template, lane) => {
    let cuts = 0
    for (let at = lane + 1; ; at += templates.length) {
      const count = await cutsAt(template, act, at)
      if (count === 0) return cuts
      cuts += count
    }
  })
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
}

/** As many couples as are cut at once, each made as `make` says in a folder of its own. */
const makeTemplates = (make: (folder: string) => Promise<void>): Promise<string[]> =>
  Promise.all(
    Array.from({ length: atOnce }, async (_, lane) => {
      const folder = join(root, `template-${lane}`)
      await make(folder)
      return folder
    }),
  )

/** Cuts at one change of the disk, whatever of it may be done by then; 0 where there are fewer changes. */
async function cutsAt(template: string, act: Act, at: number): Promise<number> {
  let leaves: Leaves[] = ['nothing', 'all']
  for (let which = 0; which < leaves.length; which++) {
    const folder = join(root, `${at}-${which}`)
    const { cutAt } = await act(await copyOf(template, folder), { at, leaves: leaves[which] as Leaves })
    // A link that has just ended may still put away what came of it.
    await rm(folder, { recursive: true, maxRetries: 10 })
    if (cutAt === null) return which
    if (cutAt.startsWith('append')) leaves = ['nothing', 'all', 'half', 'blanks']
  }
  return leaves.length
}

/** Does it until the power goes; whether it went. */
async function untilCut(home: CutHome, act: () => Promise<unknown>): Promise<boolean> {
  const done = act().then(
    () => false,
    // What is called when the power goes has no answer.
    (error: unknown) => (String(error).includes('vault-locked') ? home.gone.then(() => true) : Promise.reject(error)),
  )
  return Promise.race([done, home.gone.then(() => true)])
}

/** Does this and waits until it is saved; `tried` is what the entry says then. */
async function keep(home: CutHome, words: Words, number: number, tried: string, act: () => Promise<unknown>) {
  words.set(number, { saved: words.get(number)?.saved ?? null, tried })
  await act()
  await saved(home)
  words.set(number, { saved: tried, tried })
}

/** A file for each of three changes. */
async function writeShort(home: CutHome, words: Words): Promise<void> {
  await keep(home, words, 3, 'three', () => write(home, 3, 'three'))
  await keep(home, words, 1, 'one and more', () => goOn(home, 1, ' and more'))
  await keep(home, words, 3, 'three!', () => goOn(home, 3, '!'))
}

/** One change in two files. */
const writeLong = (home: CutHome, words: Words) => keep(home, words, 4, twoFiles, () => write(home, 4, twoFiles))

/** Unlocks, and expects that all is there that was said to be saved. */
async function unlockWhole(home: CutHome, words: Words, note: string): Promise<void> {
  await unlockAlone(home)
  for (const [number, { saved: least, tried }] of words)
    if (least !== null) expect([least, tried], `${note}: ${number}`).toContain(await bodyAt(home, number))
}

async function expectWhole([ana, ben]: readonly [CutHome, CutHome], note: string): Promise<void> {
  await Promise.all([write(ana, 8, 'Ana again'), write(ben, 9, 'Ben again')])
  await Promise.all([hasWords(ana, 9, 'Ben again'), hasWords(ben, 8, 'Ana again')])
  await Promise.all([ana, ben].map(allHeld))
  expect(await bodiesIn(ana), note).toEqual(await bodiesIn(ben))
  for (const home of [ana, ben]) expect((await home.status()).setAside, note).toEqual([])
  for (const home of [ana, ben]) await home.stop()
  expect(await headsIn(ana), note).toEqual(await headsIn(ben))
}

describe('a power cut at any operation on the disk', () => {
  it('[I50] while own words go into files loses none that was saved, and both have each once', async () => {
    const templates = await makeTemplates((folder) =>
      makeCoupleIn(folder, async (ana, ben) => {
        await write(ana, 1, 'one')
        await hasWords(ben, 1, 'one')
      }),
    )
    for (const writeOwn of [writeShort, writeLong]) {
      const cuts = await atEveryCut(templates, async ([ana, ben], cut) => {
        await meet(ana, ben)
        const words: Words = new Map([[1, { saved: 'one', tried: 'one' }]])
        ana.arm(cut)
        const wasCut = await untilCut(ana, () => writeOwn(ana, words).then(() => allHeld(ana)))
        const step = ana.steps()[cut.at - 1] ?? ''
        if (!wasCut) await ana.stop()
        await ben.stop()
        const [again] = coupleIn(join(ana.vault, '..'))
        const note = `${cut.leaves} at ${cut.at}, ${step}`
        await unlockWhole(again, words, note)
        await ben.unlock()
        await expectWhole([again, ben], note)
        await unlockWhole(again, words, note)
        await again.stop()
        return { cutAt: wasCut ? step : null }
      })
      expect(cuts).toBeGreaterThan(20)
    }
  }, 600_000)

  it('[I51] while the partner’s files come in: what they were said to have they have, and the rest comes again', async () => {
    const words = { 1: 'one and more', 3: 'three', 4: severalSteps }
    const templates = await makeTemplates(async (folder) => {
      await makeCoupleIn(folder, async (ana, ben) => {
        await write(ana, 1, 'one')
        await hasWords(ben, 1, 'one')
      })
      const [writer] = coupleIn(folder)
      await writer.unlock()
      await hasWords(writer, 1, 'one')
      await goOn(writer, 1, ' and more')
      await saved(writer)
      await write(writer, 3, 'three')
      await saved(writer)
      await write(writer, 4, severalSteps)
      await saved(writer)
      await writer.stop()
    })

    const cuts = await atEveryCut(templates, async ([ana, ben], cut) => {
      await ana.unlock()
      await hasWords(ana, 4, severalSteps)
      ben.arm(cut)
      const wasCut = await untilCut(ben, () => ben.unlock().then(() => allHeld(ana)))
      const step = ben.steps()[cut.at - 1] ?? ''
      const note = `${cut.leaves} at ${cut.at}, ${step}`
      const said = heldBy(ana)
      if (!wasCut) await ben.stop()
      await ana.stop()
      const [, again] = coupleIn(join(ana.vault, '..'))
      await unlockAlone(again)
      expect(['one', words[1]], note).toContain(await bodyAt(again, 1))
      for (const [number, body] of Object.entries(words))
        if (!said.includes(idOf(Number(number)))) expect(await bodyAt(again, Number(number)), note).toBe(body)
      await ana.unlock()
      await expectWhole([ana, again], note)
      await unlockAlone(again)
      for (const [number, body] of Object.entries(words)) expect(await bodyAt(again, Number(number)), note).toBe(body)
      await again.stop()
      return { cutAt: wasCut ? step : null }
    })
    expect(cuts).toBeGreaterThan(40)
  }, 600_000)

  it('[I52] while a snapshot takes the place of many files loses nothing, on either side', async () => {
    const words = { 1: twoFiles, 2: 'two' }
    const templates = await makeTemplates((folder) =>
      makeCoupleIn(folder, async (ana, ben) => {
        await write(ana, 1, twoFiles)
        await write(ben, 2, 'two')
        await Promise.all([hasWords(ana, 2, 'two'), hasWords(ben, 1, twoFiles)])
      }),
    )
    let replaced = 0
    const cuts = await atEveryCut(templates, async ([ana, ben], cut) => {
      ana.arm(cut)
      const wasCut = await untilCut(ana, () => unlockAlone(ana).then(() => ana.stop()))
      const step = ana.steps()[cut.at - 1] ?? ''
      const note = `${cut.leaves} at ${cut.at}, ${step}`
      const [again] = coupleIn(join(ana.vault, '..'))
      await unlockAlone(again)
      for (const [number, body] of Object.entries(words)) expect(await bodyAt(again, Number(number)), note).toBe(body)
      await ben.unlock()
      await expectWhole([again, ben], note)
      for (const home of [again, ben]) {
        await unlockAlone(home)
        for (const [number, body] of Object.entries(words)) expect(await bodyAt(home, Number(number)), note).toBe(body)
        await home.stop()
      }
      if (!wasCut) replaced = ana.steps().filter((each) => each.startsWith('remove')).length
      return { cutAt: wasCut ? step : null }
    })
    expect(cuts).toBeGreaterThan(20)
    expect(replaced).toBeGreaterThan(1)
  }, 600_000)
})
