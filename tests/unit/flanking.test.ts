import { describe, expect, it } from 'vitest'
import { delimiterSides, flanks, marksFor, neighboursOf } from '../../shared/flanking'

describe('the flanks of a mark', () => {
  it.each([
    ['a', 'b', true, true],
    [' ', 'b', true, false],
    ['', 'b', true, false],
    ['a', '', false, true],
    ['a', '\u00a0', false, true],
    ['\u3000', '「', true, false],
    ['は', '「', false, true],
    ['」', 'と', true, false],
    ['。', '「', true, true],
    ['a', '€', false, true],
    ['a', '😀', false, true],
    ['😀', 'a', true, false],
    ['a', '\u0301', true, true],
    ['a', '\u200c', true, true],
  ])('[P240] between %j and %j are as CommonMark defines them', (before, after, left, right) => {
    expect(flanks({ before, after })).toEqual({ left, right })
  })

  it('[P240] of an underscore within a word are none, and neighbours are whole characters', () => {
    expect(delimiterSides('_', { before: 'a', after: 'b' })).toEqual({ opens: false, closes: false })
    expect(delimiterSides('*', { before: 'a', after: 'b' })).toEqual({ opens: true, closes: true })
    expect(delimiterSides('_', { before: '(', after: 'b' })).toEqual({ opens: true, closes: false })
    expect(neighboursOf('😀**😀', 2, 4)).toEqual({ before: '😀', after: '😀' })
    expect(neighboursOf('**', 0, 2)).toEqual({ before: '', after: '' })
  })

  it('[P240] have a guard where they would lack it for some reader, and only there', () => {
    const written = (before: string, words: string, after: string) => {
      const { open, close } = marksFor('**', { before, words, after })
      return before + open + words + close + after
    }
    expect(written('彼は', '「こんにちは」', 'と言った')).toBe('彼は&zwnj;**「こんにちは」**&zwnj;と言った')
    expect(written('one ', '(two)', ', three')).toBe('one **(two)**, three')
    expect(written('one', 'two', 'three')).toBe('one**two**three')
    expect(written('', '¡two!', '')).toBe('**¡two!**')
    expect(written('in', '€5', 'now')).toBe('in&zwnj;**€5**now')
    // A symbol is punctuation in CommonMark 0.31 and none before; an emoji is none to a reader of code units.
    expect(written('€', '«two»', '€')).toBe('€&zwnj;**«two»**&zwnj;€')
    expect(written('😀', '「two」', '👍🏽')).toBe('😀&zwnj;**「two」**&zwnj;👍🏽')
    expect(written('one', '😀', 'two')).toBe('one&zwnj;**😀**&zwnj;two')
  })
})
