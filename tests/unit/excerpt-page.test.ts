import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { excerptOf, plainText } from '../../electron/core/journals/excerpt'
import { createSearch } from '../../electron/core/journals/search'
import { maxBodyLength } from '../../shared/entry'
import { entryOf } from '../support/journal-entries'
import { shownIn, typed, writingState } from '../support/typed-page'

const onOneLine = (text: string) => text.replace(/[\s\u0085]+/g, ' ').trim()

const marks = ['[', ']', '(', ')', '](', '][', '![', '*', '_', '**', '~~', '~', '***', '`', '``', '\\', '<', '>']
const words = ['day', 'so', '好', 'ね', '안녕', 'مهم', 'טוב', 'ดี', '1', '😀', 'é', '「', '」', '・', '\u3000', '\u00a0']
const others = ['"', "'", '!', '.', ':', ';', '&', '/u', '&zwnj;', '&amp;', ' ', ' ', ' ']
const addresses = [' http://a.b/_c_/ ', ' https://a.b/*d*', ' www.a.b/_c_', ' ana@a.b ', '<https://a.b>']
/** Text of one line that begins no block of its own. */
const text = (from: readonly string[]) =>
  fc.array(fc.constantFrom(...from), { minLength: 1, maxLength: 12 }).map((parts) => `a${parts.join('')}`)
const pieces = [...marks, ...words, ...others, ...addresses]

describe('an excerpt and the page', () => {
  it.each([
    'm[0][1](2)',
    '[p](12 and 13)',
    'vgl. [Abb. 1](S. 5)',
    'see [見出し](第 2 章)',
    '[・_・?](・_・;)',
    '[>_<] [*_*]',
    '[a*b] and [c*d]',
    '[*] [*]',
    '[_] [_]',
    '[~~] a [~~]',
    'http://a.b/_c_/*d*',
    'see [a](b and [*_*](c d)',
  ])('[J340] of %j, typed, both show every sign', (keys) => {
    const body = typed(writingState(), keys).doc.toString()
    expect([shownIn(body), plainText(body)]).toEqual([keys, keys])
  })

  it.each([
    ['[a *b*](c "d (e) f") [g](<h i>) [](/j) ![k](l)', 'a b g /j k'],
    ['[a [b] c](/d) [e [f](/g) h](/i) ![j [k](/l)](/m)', '[a [b] c](/d) [e f h](/i) j k'],
    ['[a](b(c)d) [e](f(g) [h](i\\)j)', 'a [e](f(g) h'],
    ['[a][*b*](*c*) *d [e* f](/g)', '[a][*b*](c) *d e* f'],
    ['`a ``b` c`` *d* \\`*e*`', 'a ``b c`` d `e`'],
    ['so ~~~gone~~~ ~~day~~ &_a_;', 'so ~gone~ day &_a_;'],
    ['one *two\nthree* four\\\nfive\n- *six\nseven* [eight\n](/nine)', 'one two three four five six seven eight'],
    ['> *a\n> b*\n\n# c #\n- ***\n> ___\n\nd\n-', 'a b c d -'],
  ])('[J340] of %j both hide the same', (body, shown) => {
    expect([onOneLine(shownIn(body)), plainText(body)]).toEqual([shown, shown])
  })

  it('[J341] both show the same signs of anything stored, of brackets, marks, addresses and words of all scripts', () => {
    const stored = fc.oneof(text([...marks, ...words, ...others]), text(pieces))
    fc.assert(
      fc.property(stored, (body) => {
        expect(plainText(body)).toBe(onOneLine(shownIn(body)))
      }),
      { numRuns: 2000 },
    )
  })

  it('[J341] and of anything typed', () => {
    const keys = fc.oneof(text([...marks, ...words, ...others]), text(pieces))
    fc.assert(
      fc.property(keys, (line) => {
        const body = typed(writingState(), line).doc.toString()
        expect(plainText(body)).toBe(onOneLine(shownIn(body)))
      }),
      { numRuns: 200 },
    )
  })

  it('[J342] an excerpt is made in time proportional to the text, whatever brackets, code and targets have no end', () => {
    // Were each of them followed to where it might end, every one of these would take minutes.
    for (const part of [
      '[',
      '[a](',
      '[a](b (',
      "[a](b '",
      '[a](<',
      '![',
      '[a]',
      '[a][',
      '`a``',
      '*[a',
      ']*',
      '[ ',
      '\\',
      'a@',
    ])
      expect(plainText(`*${part.repeat(200_000)}`).length, part).toBeGreaterThan(90_000)
    expect(plainText(`${'[a](b ('.repeat(100_000)})`)).toMatch(/^\[a\]/)
    for (const part of ['- + ', '> ', '1. ', '#', '\n- ', '\n>'])
      expect(plainText(`${part.repeat(200_000)}a`), part).toMatch(/a$/)
    for (const cell of ['a|', '\\|', 'a']) expect(plainText(`${cell.repeat(200_000)}|\n-|-`), cell).toMatch(/[a|]$/)
    expect(plainText('['.repeat(200_000) + '*a* ' + ']'.repeat(200_000))).toHaveLength(400_002)
  })

  it('[J343] an excerpt is made, and a text searched, as long as an entry may be, whatever it is made of', () => {
    const row = (part: string) => part.repeat(Math.ceil((maxBodyLength - 2) / part.length)).slice(0, maxBodyLength - 2)
    for (const part of ['>', '> ', '- -', '1. ', '-|', 'a\\|', '>\u00a0']) {
      const body = `a|\n${row(part)}`.slice(0, maxBodyLength)
      expect(excerptOf(body).length, part).toBeLessThanOrEqual(280)
      expect(plainText(body).length, part).toBeLessThanOrEqual(body.length)
    }
    const found = createSearch().find([entryOf(1, { body: `${row('>')}a` })], 'a')
    expect(found).toHaveLength(1)
  })
})
