import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSearch } from '../../electron/core/journals/search'
import type { Entry } from '../../shared/entry'
import { foldForSearch as fold } from '../../shared/folding'
import { entryOf, idOf } from '../support/journal-entries'

const numbersOf = (entries: readonly Entry[], text: string) =>
  createSearch()
    .find(entries, text)
    .map(({ id }) => Number(id.slice(-4)))

/** The marked pieces of the passage, as they stand in it. */
function marked(body: string, text: string): string[] {
  const [match] = createSearch().find([entryOf(1, { body })], text)
  return match ? match.inExcerpt.map(([from, to]) => match.excerpt.slice(from, to)) : []
}

describe('what is found', () => {
  const entries = [
    entryOf(1, { body: 'We walked by the sea, and Ben sang.' }),
    entryOf(2, { title: 'The sea', body: 'Bread and rain', tags: ['Ben'] }),
    entryOf(3, { body: 'Nothing but rain', date: '2026-04-17' }),
  ]

  it('[J40] an entry is found when every word occurs in its body, title, tags or date, in the order given', () => {
    expect(numbersOf(entries, 'sea ben')).toEqual([1, 2])
    expect(numbersOf(entries, '  rain\t')).toEqual([2, 3])
    expect(numbersOf(entries, 'sea rain walked')).toEqual([])
    expect(numbersOf(entries, '2026-04 rain')).toEqual([3])
    expect(numbersOf(entries, '2026-04-17')).toEqual([3])
  })

  it('[J40] a part of a word is enough, and nothing is found for no word at all', () => {
    expect(numbersOf(entries, 'walk')).toEqual([1])
    expect(numbersOf(entries, ' \n ')).toEqual([])
    expect(numbersOf(entries, '\u0301')).toEqual([])
  })

  it('[J40] what looks like a pattern is only what it is', () => {
    expect(numbersOf([entryOf(1, { body: 'Is it (a.b)* ?' }), entryOf(2, { body: 'aab' })], '(a.b)*')).toEqual([1])
  })

  it.each([
    ['CAFÉ', 'in the cafe'],
    ['cafe', 'im Cafe\u0301'],
    ['cafe\u0301s', 'two caf\u00e9s'],
    ['cafés', 'two cafe\u0301s'],
    ['straße', 'die STRAßE'],
    ['STRAẞE', 'die Straße'],
    ['istanbul', 'İSTANBUL'],
    ['İstanbul', 'istanbul'],
    ['i\u0307stanbul', 'Istanbul'],
    ['ΟΔΟΣ', 'η οδός'],
    ['ΟΔΟΣ', 'οι οδοσήμανση'],
    ['οδος', 'ΟΔΟΣΗΜΑΝΣΗ'],
    ['don’t', "I don't"],
    ['"sea"', 'the “sea”'],
    ['كتب', 'كَتَبَ'],
    ['한국', '한국어'],
    ['👩‍❤️‍👩', 'we 👩‍❤️‍👩 two'],
  ])('[J41] “%s” finds “%s”', (text, body) => {
    expect(numbersOf([entryOf(1, { body })], text)).toEqual([1])
  })

  it.each([
    ['strase', 'die Straße'],
    ['सेब', 'सब'],
  ])('[J41] “%s” does not find “%s”', (text, body) => {
    expect(numbersOf([entryOf(1, { body })], text)).toEqual([])
  })

  it('[J40] a tag is found with its # as well, and a link by where it leads', () => {
    const tagged = [entryOf(1, { body: 'Bread', tags: ['Home'] }), entryOf(2, { body: 'We went home.' })]
    expect(numbersOf(tagged, '#home')).toEqual([1])
    expect(createSearch().find(tagged, '#home')[0]?.tags).toEqual(['Home'])
    expect(numbersOf(tagged, 'home')).toEqual([1, 2])
    expect(numbersOf([entryOf(1, { body: 'By [the lake](https://example.org/a)' })], 'example.org')).toEqual([1])
  })

  it('[J42] an entry that was replaced is searched as it is now', () => {
    const search = createSearch()
    expect(search.find([entryOf(1, { body: 'sea' })], 'sea')).toHaveLength(1)
    expect(search.find([entryOf(1, { body: 'lake' })], 'sea')).toHaveLength(0)
  })

  it('[J42] ten years of entries are searched whole', () => {
    const many = Array.from({ length: 3413 }, (_, number) =>
      entryOf(number, {
        body: `${'Up and to the office. '.repeat(60)}${number % 341 === 0 ? 'Supped with Élise.' : ''}`,
      }),
    )
    expect(numbersOf(many, 'élise supped')).toHaveLength(11)
  })
})

describe('where it is found', () => {
  it('[J43] of one word the passage shows the first place with what is around it, on one line', () => {
    const body = `${'one two three '.repeat(40)}by the\nsea with Ben${' four five six'.repeat(40)}`
    const [match] = createSearch().find([entryOf(1, { body })], 'sea')
    expect(match?.excerpt).toContain('by the sea with Ben')
    expect(match?.excerpt).toMatch(/^(one|two|three) /)
    expect(match?.excerpt.length).toBeLessThan(260)
    expect(match?.id).toBe(idOf(1))
  })

  it('[J43] the passage is plain text, and is searched as such', () => {
    const body = '# The **sea**side\n\n- [ ] see [Ben](https://example.org)\n- ~~gone~~ \\*star\\*'
    const [match] = createSearch().find([entryOf(1, { body })], 'seaside *star*')
    expect(match?.excerpt).toBe('The seaside see Ben gone *star*')
    expect(marked(body, 'seaside *star*')).toEqual(['seaside', '*star*'])
  })

  it('[J43] the passage holds most of the words, and is the first of those that do', () => {
    const between = 'one two three '.repeat(40)
    const body = `the sea ${between}Ben ${between}by the sea with Ben ${between}the sea and Ben`
    const [match] = createSearch().find([entryOf(1, { body })], 'sea ben rain bread')
    expect(match).toBeUndefined()
    const [found] = createSearch().find([entryOf(1, { body, title: 'Rain' })], 'sea ben rain')
    expect(found?.excerpt).toContain('by the sea with Ben')
  })

  it('[J43] where only title, tags or date have it, there is no passage', () => {
    const [match] = createSearch().find([entryOf(1, { title: 'By the sea', body: 'Bread', tags: ['Sea'] })], 'sea')
    expect(match).toEqual({ id: idOf(1), excerpt: '', inExcerpt: [], inTitle: [[7, 10]], tags: ['Sea'] })
  })

  it('[J44] every place of every word is marked as it is written, accents included', () => {
    expect(marked('Café, cafe\u0301s and CAFE', 'cafe')).toEqual(['Café'.slice(0, 4), 'cafe\u0301', 'CAFE'])
    expect(marked('die STRAßE, die Straße', 'straße die')).toEqual(['die', 'STRAßE', 'die', 'Straße'])
    expect(marked('ΟΔΟΣ, οδός, οδο\u0301σ', 'οδος')).toEqual(['ΟΔΟΣ', 'οδός', 'οδο\u0301σ'])
  })

  it('[J44] places that overlap or touch are one', () => {
    expect(marked('the seaside', 'seas side')).toEqual(['seaside'])
    expect(marked('the seaside', 'sea side')).toEqual(['seaside'])
  })

  it('[J44] a frequent word does not keep another from being marked', () => {
    expect(marked(`zebra ${'a '.repeat(30)}zebra`, 'a zebra').filter((word) => word === 'zebra')).toHaveLength(2)
  })

  it('[J45] a word longer than the passage is shown and marked whole', () => {
    const word = 'x'.repeat(450)
    expect(marked(`before ${word} after`, word)).toEqual([word])
  })

  it('[J45] a passage without a space is never cut within a character', () => {
    for (let shift = 0; shift < 2; shift++) {
      const body = `${'y'.repeat(shift)}${'🌊'.repeat(200)}sea${'🌊'.repeat(200)}`
      const [match] = createSearch().find([entryOf(1, { body })], 'sea')
      expect(/\p{Cs}/u.test(match?.excerpt ?? '\ud800')).toBe(false)
    }
  })

  it('[J46] every range lies in the text, ascends, and holds one of the words or several that touch', () => {
    const letter = fc.constantFrom(
      'a',
      'É',
      'e\u0301',
      'e',
      'ß',
      'İ',
      'ς',
      'Σ',
      'σ',
      '🌊',
      'ö',
      '\u0308',
      'I',
      '’',
      'B',
    )
    const word = fc.array(letter, { minLength: 1, maxLength: 3 }).map((letters) => letters.join(''))
    const text = fc.array(fc.oneof(word, word, fc.constantFrom(' ', '\n', '. ', ' b'.repeat(40))), { maxLength: 120 })
    fc.assert(
      fc.property(
        text.map((parts) => parts.join('')),
        fc.array(word, { minLength: 1, maxLength: 3 }),
        (body, words) => {
          const query = words.join(' ')
          const folded = [...new Set(fold(query).split(/\s+/).filter(Boolean))]
          const [match] = createSearch().find([entryOf(1, { body, title: body.slice(0, 50) })], query)
          const isFound = folded.length > 0 && folded.every((each) => fold(body).includes(each))
          expect(Boolean(match)).toBe(isFound)
          if (!match) return
          if (match.inExcerpt.length < 40) {
            const all = match.inExcerpt.map(([from, to]) => fold(match.excerpt.slice(from, to)))
            for (const each of folded) if (fold(match.excerpt).includes(each)) expect(all.join('\n')).toContain(each)
          }
          expectMarks(match.excerpt, match.inExcerpt, folded)
          expectMarks(body.slice(0, 50), match.inTitle, folded)
          expect(match.inExcerpt.length).toBeGreaterThan(0)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('[J47] folding is the same for composed and decomposed text, and for capitals', () => {
    const letter = fc.constantFrom('a', 'É', 'ệ', 'ß', 'Σ', 'Å', 'й', 'Ё', 'が', 'ï', 'ñ', ' ', '🌊', 'آ')
    fc.assert(
      fc.property(
        fc.array(letter).map((letters) => letters.join('')),
        (text) => {
          expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')))
          expect(fold(text.toLowerCase())).toBe(fold(text))
          expect(fold(fold(text))).toBe(fold(text))
        },
      ),
    )
  })
})

/** Ranges ascend without touching, and their text is made of the words alone. */
function expectMarks(text: string, ranges: readonly (readonly [number, number])[], words: readonly string[]): void {
  let end = -1
  for (const [from, to] of ranges) {
    expect(from).toBeGreaterThan(end)
    expect(to).toBeGreaterThan(from)
    expect(to).toBeLessThanOrEqual(text.length)
    expect(isMadeOf(fold(text.slice(from, to)), words)).toBe(true)
    end = to
  }
}

/** Whether words, laid over each other where they overlap, cover the whole text. */
function isMadeOf(text: string, words: readonly string[]): boolean {
  let covered = 0
  for (let at = 0; at <= covered && at < text.length; at++)
    for (const word of words) if (text.startsWith(word, at)) covered = Math.max(covered, at + word.length)
  return covered === text.length
}
