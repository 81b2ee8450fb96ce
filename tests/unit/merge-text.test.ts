import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeTexts, textChanges } from '../../shared/merge-text'
import { applyChanges } from '../../shared/text-change'

const line = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '𝒳', '😀', '😄', ' '), maxLength: 40 })
/** A line that no other letters are like: each is there once. */
const letters = (from: number, length: number) =>
  String.fromCodePoint(...Array.from({ length }, (_, at) => 0x4e00 + from + at))
const insertions = (from: number) => fc.array(fc.nat(30), { maxLength: 8 }).map((places) => ({ from, places }))
const insertAll = (text: string, { from, places }: { from: number; places: number[] }) =>
  places.reduce((all, place, at) => {
    const offset = place % (all.length + 1)
    return all.slice(0, offset) + letters(from + at, 1) + all.slice(offset)
  }, text)

/** The letters of a text that another has too. */
const lettersOf = (text: string, other: string) =>
  text
    .split('')
    .filter((each) => other.includes(each))
    .join('')
const isBroken = (text: string) => /\p{Cs}/u.test(text)

describe('what two make of one line', () => {
  it('[P80] the changes between two texts make the one of the other, and halve no character', () => {
    fc.assert(
      fc.property(line, line, (old, next) => {
        const changes = textChanges(old, next)
        expect(applyChanges(old, changes)).toBe(next)
        for (const { from, to, insert } of changes)
          expect([insert, old.slice(0, from), old.slice(to)].some(isBroken)).toBe(false)
      }),
    )
    expect(textChanges('First week', 'My First week of us')).toEqual([
      { from: 0, to: 0, insert: 'My ' },
      { from: 10, to: 10, insert: ' of us' },
    ])
    // Where hardly anything is left it is another text.
    expect(textChanges('Trip', 'Our summer')).toEqual([{ from: 0, to: 4, insert: 'Our summer' }])
    expect(textChanges('😀', '😄')).toEqual([{ from: 0, to: 2, insert: '😄' }])
    const long = 'x'.repeat(900)
    expect(textChanges(`a${long}b`, long.replaceAll('x', 'y'))).toHaveLength(1)
  })

  it('[P81] every letter that either has added is there once, in its order, and what either has deleted is gone', () => {
    fc.assert(
      fc.property(fc.nat(20), insertions(1000), insertions(2000), fc.nat(20), fc.nat(20), (length, a, b, x, y) => {
        const base = letters(0, length)
        const cut = (text: string, at: number) => text.replaceAll(letters(at, 1), '')
        const [mine, theirs] = [insertAll(cut(base, x), a), insertAll(cut(base, y), b)]
        const merged = mergeTexts({ base, mine, theirs })
        const kept = base.split('').filter((each) => mine.includes(each) && theirs.includes(each))
        const added = `${mine}${theirs}`.split('').filter((each) => !base.includes(each))
        expect(merged.split('').toSorted()).toEqual([...kept, ...added].toSorted())
        for (const one of [mine, theirs]) expect(lettersOf(merged, one)).toBe(lettersOf(one, merged))
      }),
    )
  })

  it('[P81] one who has changed nothing changes nothing', () => {
    fc.assert(
      fc.property(line, line, (base, other) => {
        expect(mergeTexts({ base, mine: base, theirs: other })).toBe(other)
        expect(mergeTexts({ base, mine: other, theirs: base })).toBe(other)
      }),
    )
  })

  it('[P81] whatever the three are, what comes out is well-formed', () => {
    fc.assert(
      fc.property(line, line, line, (base, mine, theirs) => {
        expect(isBroken(mergeTexts({ base, mine, theirs }))).toBe(false)
      }),
    )
  })
})
