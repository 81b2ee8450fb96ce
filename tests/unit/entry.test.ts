import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entry, foldTag, maxTagLength, maxTags, normalizeTag, normalizeTags, storedEntry } from '../../shared/entry'
import { byNewest } from '../../shared/entry-order'
import { freshEntry } from '../../renderer/lib/fresh-entry'
import { entryOf, idOf } from '../support/journal-entries'

/** Text in which composed, decomposed, paired and white characters are frequent. */
const odd = fc
  .array(fc.constantFrom('a', 'É', 'e\u0301', ' ', '\u3000', '\t', 'ß', 'İ', '𝅗𝅥', '👩‍❤️‍👩', 'क़', 'B', '\n'), {
    maxLength: 90,
  })
  .map((parts) => parts.join(''))

describe('tags', () => {
  it('[J10] a tag is kept composed, trimmed and with single spaces', () => {
    expect(normalizeTag('  cafe\u0301 \u3000 am\tMeer ')).toBe('caf\u00e9 am Meer')
  })

  it('[J10] the same tag in another case or composition is one tag, and the first spelling stays', () => {
    expect(normalizeTags(['Café', 'cafe\u0301', 'CAFÉ ', 'Lake', '', '   ', 'lake'])).toEqual(['Café', 'Lake'])
  })

  it('[J10] tags are compared without the machine’s language: an I is an i everywhere', () => {
    expect(foldTag('ISTANBUL')).toBe('istanbul')
  })

  it.each([
    ['❤️', '❤'],
    ['Straße', 'STRASSE'],
    ['Ｒain', 'rain'],
    ['ﬁrst', 'FIRST'],
    ['IŞIK', 'ışık'],
    ['İstanbul', 'istanbul'],
    ['ΟΔΟΣ', 'οδος'],
    ['don’t', "don't"],
    ['self‑care', 'self-care'],
    ['later…', 'later...'],
    ['co\u00adop', 'coop'],
    ['ra\u200bin', 'rain'],
    ['\u202Erain', 'rain'],
    ['می‌خواهم', 'میخواهم'],
    ['カメラ', 'ｶﾒﾗ'],
    ['a\u200b b', 'a b'],
  ])('[J277] “%s” and “%s” are one tag', (one, other) => {
    expect(normalizeTags([one, other])).toEqual([normalizeTag(one)])
    expect(normalizeTags([other, one])).toEqual([normalizeTag(other)])
  })

  it.each([
    ['café', 'cafe'],
    ['が', 'か'],
    ['Ør', 'Or'],
    ['👍', '👍🏽'],
    ['👩‍❤️‍👩', '👩❤️👩'],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['ﷺ', 'صلى'],
  ])('[J277] “%s” and “%s” are two', (one, other) => {
    expect(normalizeTags([one, other])).toHaveLength(2)
  })

  it.each([
    ['ra\ufeffin', 'rain'],
    ['ra\u0007in\u0000', 'rain'],
    ['hand\u0002book', 'handbook'],
    ['\ufff9rain\ufffb', 'rain'],
    ['rain\u2800', 'rain'],
    ['rain\u2800coat', 'rain coat'],
    ['rain \u0007 coat', 'rain coat'],
  ])('[J354] “%s”, of which one sees no more than “%s”, is the same tag', (one, other) => {
    expect(foldTag(one)).toBe(foldTag(other))
    expect(normalizeTags([other, one])).toEqual([other])
  })

  it('[J277] a tag of which nothing is to be seen is none', () => {
    const invisible = [
      '\u200b',
      '\ufe0f',
      '\u115f\u1160',
      '\u3164',
      '\uffa0',
      '\u2800',
      '\u00ad',
      '\u2060 \ufeff',
      '\u202e',
    ]
    expect(invisible.map(normalizeTag)).toEqual(invisible.map(() => ''))
    expect(normalizeTags([...invisible, 'rain'])).toEqual(['rain'])
  })

  it('[J278] tags that are one by now are shown once, and nothing else of a stored entry is changed for it', () => {
    const long = 'x'.repeat(maxTagLength + 20)
    const many = Array.from({ length: maxTags + 10 }, (_, at) => `tag ${at}`)
    const stored = { ...entryOf(1), tags: ['Straße', 'STRASSE', '❤', '\u200b', '❤️', long, ...many], later: [1] }
    expect(storedEntry.parse(stored)).toEqual({ ...stored, tags: ['Straße', '❤', long, ...many] })
  })

  it('[J10] no more than fifty tags are kept', () => {
    expect(normalizeTags(Array.from({ length: 80 }, (_, number) => `tag ${number}`))).toHaveLength(maxTags)
  })

  it('[J11] a kept tag is well-formed, not too long, and stays as it is when kept again', () => {
    fc.assert(
      fc.property(odd, (tag) => {
        const kept = normalizeTag(tag)
        expect(kept.length).toBeLessThanOrEqual(maxTagLength)
        expect(/\p{Cs}/u.test(kept)).toBe(false)
        expect(normalizeTag(kept)).toBe(kept)
        expect(normalizeTags([tag, kept]).length).toBeLessThanOrEqual(1)
      }),
      { numRuns: 500 },
    )
  })
})

describe('order', () => {
  it('[J12] the newest date comes first, then the later time, then what was begun later', () => {
    const entries = [
      entryOf(1, { date: '2026-03-01', time: '08:30', createdAt: 1 }),
      entryOf(2, { date: '2026-03-02', time: '00:00', createdAt: 0 }),
      entryOf(3, { date: '2026-03-01', time: '21:05', createdAt: 0 }),
      entryOf(4, { date: '2026-03-01', time: '08:30', createdAt: 2 }),
    ]
    expect(entries.sort(byNewest).map((item) => item.id)).toEqual([2, 3, 4, 1].map(idOf))
  })

  it('[J12] entries of the same moment have one order, whatever order they came in', () => {
    const entries = [1, 2, 3, 4, 5].map((number) => entryOf(number))
    const sorted = [...entries].sort(byNewest)
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: 5 }), (mixed) => {
        expect(mixed.sort(byNewest)).toEqual(sorted)
      }),
    )
  })
})

describe('entries', () => {
  it('[J13] an entry with fields and a kind of a newer version is read with all of them', () => {
    const newer = { ...entryOf(1), kind: 'constellation', stars: [1, 2], weather: { sky: 'clear' } }
    expect(entry.parse(newer)).toEqual(newer)
  })

  it.each([
    ['a day that is none', { date: '2026-02-30' }],
    ['a time that is none', { time: '24:00' }],
    ['an id that is none', { id: '__proto__' }],
    ['a title without end', { title: 'x'.repeat(301) }],
  ])('[J13] an entry with %s is refused', (_, fields) => {
    expect(entry.safeParse({ ...entryOf(1), ...fields }).success).toBe(false)
  })

  it('[J14] a fresh entry is a whole entry of this computer’s calendar, with an id of its own', () => {
    const made = freshEntry(new Date(2026, 0, 5, 7, 4))
    expect(entry.parse(made)).toEqual(made)
    expect(made).toMatchObject({ date: '2026-01-05', time: '07:04', body: '', trashedAt: null })
    expect(made.createdAt).toBe(new Date(2026, 0, 5, 7, 4).getTime())
    expect(freshEntry(new Date()).id).not.toBe(made.id)
  })
})
