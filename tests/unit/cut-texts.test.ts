import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type * as Y from 'yjs'
import { excerptOf } from '../../electron/core/journals/excerpt'
import { cutTitle, maxTagLength, maxTitleLength, normalizeTag } from '../../shared/entry'
import { beginningOf, endOf, signEnd, signStart } from '../../shared/graphemes'
import { createJournalDoc, addEntry, readEntry } from '../../shared/journal-doc'
import { firstCharacters } from '../../shared/whole-characters'
import { entryOf, idOf } from '../support/journal-entries'
import { signs } from '../support/signs'

it('[J190] a text that is cut is its own beginning, as long as may be, and no character is halved', () => {
  const text = fc.array(fc.constantFrom('a', '😀', 'é', '\n'), { maxLength: 12 }).map((all) => all.join(''))
  fc.assert(
    fc.property(text, fc.nat(24), (whole, most) => {
      const cut = firstCharacters(whole, most)
      expect(cut.isWellFormed() && whole.startsWith(cut)).toBe(true)
      expect(cut.length).toBeLessThanOrEqual(most)
      expect(cut.length).toBeGreaterThanOrEqual(Math.min(whole.length, most - 1))
    }),
  )
})

it('[J190] nor are tags, titles and the beginnings of entries', () => {
  for (let before = 0; before < 2; before++) {
    const long = 'a'.repeat(before) + '😀'.repeat(600)
    for (const [cut, most] of [
      [normalizeTag(long), maxTagLength],
      [cutTitle(long), maxTitleLength],
      [excerptOf(long), 280],
      // Of so many letters of Markdown hardly any are left.
      [excerptOf(`${'#'.repeat(6)} ${'**'.repeat(400)}${long}`), 280],
    ] as const) {
      expect(cut.isWellFormed()).toBe(true)
      expect(cut.length).toBeLessThanOrEqual(most)
    }
  }
})

const sign = fc.constantFrom(...signs.atOnce, ...signs.markByMark, ' ', '\n', '\r\n')
const text = fc.array(sign, { maxLength: 30 }).map((all) => all.join(''))
const segmenter = new Intl.Segmenter('und')
const stopsOf = (whole: string) => [...Array.from(segmenter.segment(whole), ({ index }) => index), whole.length]

it('[J250] a text that is cut is its own beginning or end, of whole signs, as many as may be', () => {
  fc.assert(
    fc.property(text, fc.nat(40), (whole, most) => {
      const stops = stopsOf(whole)
      const [first, last] = [beginningOf(whole, most), endOf(whole, most)]
      expect(whole.startsWith(first) && whole.endsWith(last)).toBe(true)
      const longest = (lengths: readonly number[]) => Math.max(...lengths.filter((length) => length <= most))
      const [begin, end] = [longest(stops), longest(stops.map((stop) => whole.length - stop))]
      // Of a first sign that is too long itself, whole characters.
      expect(first.length === begin || (begin === 0 && first.length >= most - 1)).toBe(true)
      expect(last.length === end || (end === 0 && last.length >= most - 1)).toBe(true)
      expect(Math.max(first.length, last.length)).toBeLessThanOrEqual(most)
      expect(first.isWellFormed() && last.isWellFormed()).toBe(true)
      for (let at = 0; at <= whole.length; at++) {
        expect(signStart(whole, at)).toBe(Math.max(...stops.filter((stop) => stop <= at)))
        expect(signEnd(whole, at)).toBe(Math.min(...stops.filter((stop) => stop >= at)))
      }
    }),
    { numRuns: 300 },
  )
})

it('[J250] so are tags, titles and the beginnings of entries', () => {
  for (const one of [...signs.atOnce, ...signs.markByMark].filter(({ length }) => length > 1))
    for (let before = 0; before < 6; before++) {
      const long = 'a'.repeat(before) + one.repeat(600)
      for (const [cut, most] of [
        [normalizeTag(long), maxTagLength],
        [cutTitle(long), maxTitleLength],
        [excerptOf(long), 280],
      ] as const) {
        expect(cut.length).toBeLessThanOrEqual(most)
        expect(stopsOf(long.normalize('NFC')).concat(stopsOf(long)), one).toContain(cut.length)
      }
    }
})

it('[J250] a bound holds also for a sign that is longer, and however long the text is', () => {
  const zalgo = `e${'\u0301'.repeat(5000)}`
  for (const most of [1, 60, 300, 2000]) {
    expect(beginningOf(zalgo, most)).toHaveLength(most)
    expect(endOf(zalgo, most)).toHaveLength(most)
  }
  const flags = '🇩🇪'.repeat(100_000)
  expect(beginningOf(`${flags}x`, 300_002)).toHaveLength(300_000)
  expect(endOf(`x${flags}`, 300_002)).toHaveLength(300_000)
})

it('[J251] what another app made too long both devices read alike, whatever Unicode version they know', () => {
  const doc = createJournalDoc()
  const long = '👨‍👩‍👧'.repeat(100)
  addEntry(doc, { ...entryOf(1), title: long, tags: [], author: 'ben' }, null)
  expect(readEntry(doc, idOf(1))?.title).toBe(firstCharacters(long, maxTitleLength))
})

it('[J330] a tag with marks without end is cut before it is composed, whoever wrote it', () => {
  const endless = `a${'\u0301\u0316'.repeat(500_000)}`
  expect(normalizeTag(endless)).toBe(normalizeTag(endless.slice(0, 200)))
  const doc = createJournalDoc()
  addEntry(doc, { ...entryOf(1), tags: [], author: 'ben' }, null)
  const tags = doc.getMap<Y.Map<Y.Map<string>>>('entries').get(idOf(1))?.get('tags')
  tags?.set('a', endless)
  expect(readEntry(doc, idOf(1))?.tags).toHaveLength(1)
})
