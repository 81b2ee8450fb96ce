import { cp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { openCarrierBy } from '../../electron/core/link/mirror/open-carrier'
import type { PartnerStatus } from '../../shared/partner'
import { connected } from '../support/couple'
import { allHeld, bodiesIn, coupleIn, goOn, hasWords, makeCoupleIn, meet, saved, write } from '../support/cut-couple'
import type { CutHome } from '../support/cut-home'
import { idOf } from '../support/journal-entries'
import { makeFolder, removeFolder } from '../support/vault-folder'

let root = ''
let open: CutHome[] = []
beforeEach(async () => {
  root = await makeFolder()
  await makeCoupleIn(join(root, 'first'), async (ana, ben) => {
    await write(ana, 1, 'one')
    await hasWords(ben, 1, 'one')
    await write(ben, 2, 'two')
    await hasWords(ana, 2, 'two')
  })
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((home) => home.stop()))
  await removeFolder(root)
})

/** Both homes in this folder below the root, to be closed after the test. */
function homesIn(folder: string): [CutHome, CutHome] {
  const couple = coupleIn(join(root, folder))
  open.push(...couple)
  return couple
}

async function copyVault(name: 'ana' | 'ben', from: string, to: string): Promise<void> {
  for (const part of [name, `${name}-data`]) {
    await rm(join(root, to, part), { recursive: true, force: true })
    await cp(join(root, from, part), join(root, to, part), { recursive: true })
  }
}

const named = (home: CutHome, by: 'me' | 'partner') =>
  home.until<PartnerStatus>('partner.changed', ({ setAside }) =>
    setAside.some((each) => each.by === by && each.reason === 'fork'),
  )

/** Resolves when the home has these words, in whatever order they stand in the entry. */
async function hasAll(home: CutHome, words: Readonly<Record<number, readonly string[]>>): Promise<void> {
  for (;;) {
    const before = home.signals.length
    const bodies = await bodiesIn(home)
    const isThere = ([number, parts]: [string, readonly string[]]) => {
      const body = bodies[idOf(Number(number))] ?? ''
      return parts.every((part) => body.split(part).length === 2) && body.length === parts.join('').length
    }
    if (Object.entries(words).every(isThere)) return
    await home.until<unknown>('journal.changed', () =>
      home.signals.slice(before).some(([name]) => name === 'journal.changed'),
    )
  }
}

/** The updates and snapshots in Ben's mirror of the writer under which he writes now, by name, with their kinds. */
async function ownFilesOf(ben: CutHome): Promise<Map<string, number>> {
  const keys = ben.keys()
  const { verify } = openCarrierBy(createSodiumCipher())(keys)
  const folder = join(root, 'first', 'ben', 'mirror', keys.folder)
  const found = new Map<string, number>()
  for (const name of (await readdir(folder)).filter((each) => /^[0-9a-f]{32}$/u.test(each))) {
    const file = verify(await readFile(join(folder, name)))
    if ('kind' in file && file.kind !== 3 && file.writer === keys.own[0]) found.set(join(folder, name), file.kind)
  }
  return found
}

describe('a vault that went two ways', () => {
  it('[I54] as a copied folder: both go on, the fork is named on both sides, and no word of either is lost', async () => {
    await copyVault('ana', 'first', 'clone')
    const [ana, ben] = homesIn('first')
    const [clone] = homesIn('clone')
    await meet(ana, ben)
    await write(ana, 3, 'three')
    await hasWords(ben, 3, 'three')
    await goOn(ana, 1, ', Ana')
    await allHeld(ana)
    await goOn(ben, 3, ', Ben')
    await hasWords(ana, 3, 'three, Ben')
    await Promise.all([ana, ben].map((home) => home.stop()))

    await clone.unlock()
    // More files than the original wrote, so that what Ben's words rest on has numbers that the clone has as well.
    for (const [number, words] of [[4, 'four'] as const, [5, 'five'] as const]) {
      await write(clone, number, words)
      await saved(clone)
    }
    await goOn(clone, 1, ', a copy')
    await saved(clone)
    const all = { 1: ['one', ', Ana', ', a copy'], 2: ['two'], 3: ['three', ', Ben'], 4: ['four'], 5: ['five'] }
    await ben.unlock()
    await Promise.all([hasAll(clone, all), hasAll(ben, all), named(clone, 'me'), named(ben, 'partner')])

    await Promise.all([clone, ben].map((home) => home.stop()))
    await meet(clone, ben)
    await Promise.all([hasAll(clone, all), hasAll(ben, all), named(clone, 'me'), named(ben, 'partner')])
    await write(ben, 6, 'six')
    await write(clone, 7, 'seven')
    const more = { ...all, 6: ['six'], 7: ['seven'] }
    await Promise.all([hasAll(clone, more), hasAll(ben, more)])
    await Promise.all([clone, ben].map(allHeld))

    await clone.stop()
    await ana.unlock()
    await Promise.all([hasAll(ana, more), named(ana, 'me')])
    await write(ana, 8, 'eight')
    const last = { ...more, 8: ['eight'] }
    await hasAll(ben, last)
    await ana.stop()
    await ben.stop()
    await meet(clone, ben)
    await Promise.all([hasAll(clone, last), hasAll(ben, last)])
    expect(await bodiesIn(clone)).toEqual(await bodiesIn(ben))
  })

  it('[I55] as a backup that was restored and written in: it is named, and no word of either time is lost', async () => {
    await copyVault('ben', 'first', 'backup')
    const [ana, ben] = homesIn('first')
    await meet(ana, ben)
    await write(ben, 3, 'three')
    await hasWords(ana, 3, 'three')
    await allHeld(ben)
    await goOn(ana, 3, ', Ana')
    await hasWords(ben, 3, 'three, Ana')
    await Promise.all([ana, ben].map((home) => home.stop()))

    await copyVault('ben', 'backup', 'first')
    await ben.unlock()
    await write(ben, 4, 'four')
    await saved(ben)
    await ana.unlock()
    const all = { 1: ['one'], 2: ['two'], 3: ['three', ', Ana'], 4: ['four'] }
    await Promise.all([hasAll(ana, all), hasAll(ben, all), named(ana, 'partner'), named(ben, 'me')])
    await Promise.all([ana, ben].map((home) => home.stop()))
    await meet(ana, ben)
    await Promise.all([hasAll(ana, all), hasAll(ben, all), named(ana, 'partner'), named(ben, 'me')])
    await goOn(ben, 4, '!')
    await goOn(ana, 2, '!')
    const more = { ...all, 2: ['two', '!'], 4: ['four', '!'] }
    await Promise.all([hasAll(ana, more), hasAll(ben, more)])
  })

  it('[I55] as a backup that was restored: it has all again, goes on under another tag, and there is no fork', async () => {
    await copyVault('ben', 'first', 'backup')
    const [ana, ben] = homesIn('first')
    await meet(ana, ben)
    await write(ben, 3, 'three')
    await hasWords(ana, 3, 'three')
    // Its coverages get far more numbers than those under the other tag will.
    for (let at = 10; at < 20; at++) {
      await write(ana, at, 'more')
      await allHeld(ana)
    }
    await Promise.all([ana, ben].map((home) => home.stop()))
    await copyVault('ben', 'backup', 'first')
    await ben.unlock()
    const [former] = ben.keys().own
    await ana.unlock()
    await Promise.all([ana, ben].map(connected))
    await hasAll(ben, { 3: ['three'] })
    await write(ben, 4, 'four')
    await hasAll(ana, { 1: ['one'], 2: ['two'], 3: ['three'], 4: ['four'] })
    expect(ben.keys().own).toHaveLength(2)
    expect(ben.keys().own.at(-1)).toBe(former)
    for (const home of [ana, ben]) expect((await home.status()).setAside).toEqual([])

    await write(ana, 5, 'five')
    await hasAll(ben, { 5: ['five'] })
    await Promise.all([ana, ben].map(allHeld))
    await Promise.all([ana, ben].map((home) => home.stop()))
    await ana.unlock()
    await hasAll(ana, { 5: ['five'] })
    await allHeld(ana)
  })
  it('[Y221] and whose process ended before it went on anew does so at the next unlock, with all that it has', async () => {
    await copyVault('ben', 'first', 'backup')
    const [ana, ben] = homesIn('first')
    await meet(ana, ben)
    await write(ben, 3, 'three')
    await hasWords(ana, 3, 'three')
    await Promise.all([ana, ben].map((home) => home.stop()))
    await copyVault('ben', 'first', 'went-on')
    await copyVault('ben', 'backup', 'first')
    await ben.unlock()
    await write(ben, 4, 'four')
    await saved(ben)
    await ben.stop()
    // The partner's device has brought the files of the other course back, and then the process was killed.
    const [from, to] = ['went-on', 'first'].map((at) => join(root, at, 'ben', 'mirror'))
    await cp(from ?? '', to ?? '', { recursive: true, force: false })
    const all = { 1: ['one'], 2: ['two'], 3: ['three'], 4: ['four'] }
    await ben.unlock()
    await hasAll(ben, all)
    expect(ben.keys().own).toHaveLength(2)
    const kinds = async () => [...(await ownFilesOf(ben)).values()]
    await expect.poll(kinds).toEqual([2])
    const first = await ownFilesOf(ben)
    await ben.stop()
    // Or it was killed when its vault knew the new writer, and no file of that one was there.
    for (const path of first.keys()) await rm(path)
    await ben.unlock()
    await hasAll(ben, all)
    await expect.poll(kinds).toEqual([2])
    expect(ben.keys().own).toHaveLength(2)
    await write(ben, 5, 'five')
    await ana.unlock()
    await Promise.all([ana, ben].map((home) => hasAll(home, { ...all, 5: ['five'] })))
  })
})
