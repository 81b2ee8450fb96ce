import { EditorState } from '@codemirror/state'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { matchesIn, matchFrom, matchUpTo, type Match } from '../../renderer/features/page/find-matches'
import { journalMarkdown } from '../../renderer/features/page/dialect'
import { foldForSearch } from '../../shared/folding'

const page = (doc: string) => EditorState.create({ doc, extensions: [journalMarkdown()] })
const foundIn = (text: string, words: string) =>
  [...matchesIn(page(text), words)].map(({ from, to }) => text.slice(from, to))

it('[P270] the find bar compares as the search of all entries does, and marks whole characters', () => {
  expect(foundIn("I don’t, you don't,\nthey DON´T", "don't")).toEqual(['don’t', "don't", 'DON´T'])
  expect(foundIn("I don't", 'don’t')).toEqual(["don't"])
  expect(foundIn('Straße, STRASSE', 'strasse')).toEqual(['Straße', 'STRASSE'])
  expect(foundIn('a cafe\u0301 and a café', 'cafe')).toEqual(['cafe\u0301', 'café'])
  expect(foundIn('co\u00adope\u200bration', 'cooper')).toEqual(['co\u00adope\u200br'])
  expect(foundIn('Ｒａｉｎ and rain', 'rain')).toEqual(['Ｒａｉｎ', 'rain'])
  expect(foundIn('well… so', '...')).toEqual(['…'])
  expect(foundIn('10\u00a0km', '10 km')).toEqual(['10\u00a0km'])
  expect(foundIn('ﬀ ﬁ', 'f')).toEqual(['ﬀ', 'ﬁ'])
  expect(foundIn('👍🏽 👍', '👍')).toEqual(['👍🏽', '👍'])
  for (const nothing of ['', '\u200b', '\u0301']) expect(foundIn('a word', nothing)).toEqual([])
})

it('[P270] every match lies within a line, in order, none over another, and holds what is looked for', () => {
  const letter = fc.constantFrom(
    'a',
    'é',
    'e\u0301',
    'ß',
    's',
    '…',
    '.',
    '\u00ad',
    'ﬁ',
    'i',
    '한',
    '👍🏽',
    '👍',
    '\n',
    ' ',
  )
  const text = fc.array(letter, { maxLength: 80 }).map((letters) => letters.join(''))
  const word = fc.array(
    letter.filter((each) => each !== '\n'),
    { minLength: 1, maxLength: 2 },
  )
  fc.assert(
    fc.property(text, word, fc.nat(), fc.nat(), (body, letters, one, other) => {
      const words = letters.join('')
      const all = [...matchesIn(page(body), words)]
      let end = 0
      for (const { from, to } of all) {
        expect(from).toBeGreaterThanOrEqual(end)
        expect(body.slice(from, to)).not.toContain('\n')
        expect(foldForSearch(body.slice(from, to))).toContain(foldForSearch(words))
        end = to
      }
      const holds =
        foldForSearch(words) !== '' &&
        body.split('\n').some((line) => foldForSearch(line).includes(foldForSearch(words)))
      expect(all.length > 0).toBe(holds)
      const [from, to] = [one % (body.length + 1), other % (body.length + 1)].sort((a, b) => a - b)
      for (const match of matchesIn(page(body), words, from, to))
        expect(foldForSearch(body.slice(match.from, match.to))).toContain(foldForSearch(words))
    }),
    { numRuns: 300 },
  )
})

it('[P271] next and previous go from match to match and round at both ends', () => {
  const text = 'sea one\ntwo SEA sea\n\nthree séa'
  const doc = page(text)
  const steps = (step: (match: Match) => Match | null) => {
    const seen: number[] = []
    for (let at: Match | null = { from: 0, to: 3 }; at && seen.length < 5; at = step(at)) seen.push(at.from)
    return seen
  }
  expect(steps(({ to }) => matchFrom(doc, 'sea', to))).toEqual([0, 12, 16, 27, 0])
  expect(steps(({ from }) => matchUpTo(doc, 'sea', from))).toEqual([0, 27, 16, 12, 0])
  expect([matchFrom(doc, 'lake', 0), matchUpTo(doc, 'lake', text.length), matchFrom(doc, '', 0)]).toEqual([
    null,
    null,
    null,
  ])
})
