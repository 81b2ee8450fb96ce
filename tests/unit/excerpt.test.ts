import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { excerptOf, plainText } from '../../electron/core/journals/excerpt'

const word = fc.stringMatching(/^[a-zé’]{1,8}$/)
const words = fc.array(word, { minLength: 1, maxLength: 30 })

describe('excerpt', () => {
  it.each([
    ['# A walk\n\nBy the **sea** with _Ben_.', 'A walk By the sea with Ben.'],
    ['> - [ ] Bread\n> - [x] Wine', 'Bread Wine'],
    ['1. one\n2) two', '1. one 2) two'],
    ['> 5. five\n> 9. nine\n> 14. April', '5. five 9. nine 14. April'],
    ['1. [x] Bread\n> \t- 02) Wine', '1. Bread 02) Wine'],
    ['-\u00a0Bread\n#\u00a0Plan\n-\u00a0[\u00a0]\u3000Milk\n>\u202f1.\u00a0one', 'Bread Plan Milk 1. one'],
    ['[x] is no box, -\u00a0is no mark in words', '[x] is no box, - is no mark in words'],
    ['Look at [the lake](https://example.org/a_b) and ![us](a.png)', 'Look at the lake and us'],
    ['***both*** ~~gone~~ `code` __strong__', 'both gone code strong'],
    ['above\n\n* * *\n\nbelow', 'above below'],
    ['2 * 3 * 4 and snake_case_name and __init__', '2 * 3 * 4 and snake_case_name and init'],
    ['snake__case__name', 'snake__case__name'],
    ['#tag is no heading, nor is -this a list', '#tag is no heading, nor is -this a list'],
    ['An open *star and an open ** pair', 'An open *star and an open ** pair'],
    ['1985. That was the year.', '1985. That was the year.'],
    ['12. twelve\n365) days', '12. twelve 365) days'],
    ['\\*star\\* 1\\. and \\[x\\](y)', '*star* 1. and [x](y)'],
    ['1\\. no list, \\# no heading, C:\\dir', '1. no list, # no heading, C:\\dir'],
    ['~~gone **for ever**~~ **_both_ and *more***', 'gone for ever both and more'],
    ['**[bold link](https://example.org/a_(b))** [![us](a.png)](b)', 'bold link us'],
    ['| Day | Sea |\n|:---|---:|\n| Mo | *calm* |\n| Tu | a \\| b |\n\nafter', 'Day Sea Mo calm Tu a | b after'],
    ['this | that\nand no table', 'this | that and no table'],
    ['```ts\nconst a = `b` * _c_\n# d\n```\nafter', 'const a = `b` * _c_ # d after'],
    ['~~~\nnever closed\n1. one', 'never closed 1. one'],
    ['~~~gone~~~', '~gone~'],
    ['`a*b*` and ``c`d``', 'a*b* and c`d'],
    ['', ''],
  ])('[J50] of %j it keeps the words without the marks', (body, text) => {
    expect(excerptOf(body)).toBe(text)
  })

  it.each([
    ['彼は&zwnj;**「こんにちは」**&zwnj;と言った', '彼は「こんにちは」と言った'],
    ['彼は**「こんにちは」**と言った', '彼は**「こんにちは」**と言った'],
    ['so&zwnj;***~~😀~~***&zwnj;good', 'so😀good'],
    ['so**😀**good', 'so**😀**good'],
    ['a**`b`**c', 'a**b**c'],
    ['a**[b](/c)**d', 'a**b**d'],
    ['a&zwnj;**`b`**&zwnj;c [see *「this」*&zwnj;now](/c)', 'abc see 「this」now'],
    ['**「a」**&zwnj;*b* of x**y*z', '「a」b of x**y*z'],
    ['&zwnj; is text, and so is \\&zwnj;**', '&zwnj; is text, and so is &zwnj;**'],
    ['*one ~~two* three~~', 'one ~~two three~~'],
  ])('[J240] of %j it shows the marks that the page shows, and no guard of one that it doesn’t', (body, text) => {
    expect(plainText(body)).toBe(text)
  })

  it('[J241] of marks without another end it is made in time proportional to their number', () => {
    // Were every mark that ends looked for among all that begin, this would take a quarter of an hour.
    const all = '_a '.repeat(500_000) + 'b* '.repeat(500_000)
    expect(plainText(all)).toBe(all.trimEnd())
    expect(plainText('a* *b **c** _d '.repeat(20_000)).length).toBeGreaterThan(100_000)
  })

  it('[J51] no word of plain text is lost or changed', () => {
    fc.assert(
      fc.property(words, fc.constantFrom(' ', '\n', '\n\n', '  '), (list, between) => {
        expect(plainText(list.join(between))).toBe(list.join(' '))
      }),
    )
  })

  it('[J51] no word is lost when it stands in a heading, a list, a quote, a link or in emphasis', () => {
    const dressed = fc
      .tuple(words, fc.constantFrom('# ', '- ', '> ', '12. ', '- [ ] ', ''), fc.nat(4))
      .map(([list, prefix, style]) => {
        const text = list.join(' ')
        return {
          list: prefix === '12. ' ? ['12.', ...list] : list,
          line: prefix + ([`**${text}**`, `*${text}*`, `[${text}](/x)`, `\`${text}\``][style] ?? text),
        }
      })
    fc.assert(
      fc.property(fc.array(dressed, { minLength: 1, maxLength: 6 }), (lines) => {
        const all = lines.flatMap(({ list }) => list)
        expect(plainText(lines.map(({ line }) => line).join('\n\n'))).toBe(all.join(' '))
      }),
    )
  })

  it('[J52] of any text it is one line, at most 280 code units long, and well-formed', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 500 }),
      fc
        .array(fc.constantFrom('🌊', '*', '_', '`', '[', ']', '(', ')', '\n', ' ', 'a', '#'), { maxLength: 900 })
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (body) => {
        const excerpt = excerptOf(body)
        expect(excerpt.length).toBeLessThanOrEqual(280)
        expect(/\p{Cs}/u.test(excerpt)).toBe(false)
        expect(/[\n\r\t]|^\s|\s$/.test(excerpt)).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['above\n-*-\nbelow', 'above -*- below'],
    ['above\n\n*_*\n\nbelow', 'above _ below'],
    ['above\n\n- - -\n\n\t___\n\nbelow', 'above below'],
  ])('[J331] of %j it leaves out only what the page draws as a rule', (body, text) => {
    expect(excerptOf(body)).toBe(text)
  })

  it('[J52] it is not cut within a character', () => {
    for (const body of ['🌊'.repeat(500), `x${'🌊'.repeat(500)}`])
      expect(body.startsWith(excerptOf(body)) && !/\p{Cs}/u.test(excerptOf(body))).toBe(true)
  })

  it('[J52] of a long text it is the beginning', () => {
    const body = 'By the sea with Ben. '.repeat(1000)
    expect(excerptOf(body).length).toBeGreaterThan(270)
    expect(body.startsWith(excerptOf(body))).toBe(true)
    expect(excerptOf(`${'\n'.repeat(5000)}By the sea`)).toBe('By the sea')
  })
})
