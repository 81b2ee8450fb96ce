import { ensureSyntaxTree, syntaxTree } from '@codemirror/language'
import type { Tree } from '@lezer/common'
import { describe, expect, it } from 'vitest'
import { plainText } from '../../electron/core/journals/excerpt'
import { parseMarkdown } from '../../renderer/features/page/dialect'
import { lineMarks } from '../../renderer/features/page/line-marks'
import { linkAt } from '../../renderer/features/page/link-commands'
import { maxBodyLength } from '../../shared/entry'
import { stateOf } from '../support/marked-text'
import { shownIn, typedAtOnce, writingState } from '../support/typed-page'

const row = (part: string, length: number) => part.repeat(length / part.length)
/** Opens, words and closes so often that all is about so long. */
const nest = (open: string, close: string, length: number) => {
  const levels = Math.floor(length / (open.length + close.length))
  return `${open.repeat(levels)}a${close.repeat(levels)}`
}

function depthOf(tree: Tree): number {
  let [depth, deepest] = [0, 0]
  tree.iterate({
    enter: () => {
      deepest = Math.max(deepest, ++depth)
    },
    leave: () => {
      depth--
    },
  })
  return deepest
}

/** Texts that nest as deep as they are long, as a partner may have written them. */
const nested: Readonly<Record<string, (length: number) => string>> = {
  emphasis: (length) => nest('**a *b ', ' c* d**', length),
  asterisks: (length) => `a${nest('*', '*', length)}a`,
  underscores: (length) => nest('_a __b ', ' c__ d_', length),
  'all marks': (length) => nest('**a ~~b *c _d ', ' e_ f* g~~ h**', length),
  brackets: (length) => nest('[', ']', length),
  images: (length) => nest('![', '](b)', length),
  'images and emphasis': (length) => nest('*![', '](b)*', length),
  quotes: (length) => row('>', length),
  'quotes with spaces': (length) => row('> ', length),
  'quotes before another space': (length) => `${row('>', length / 2)}\u00a0a`,
  items: (length) => `${row('- ', length)}a`,
  numbers: (length) => row('1. ', length),
  'items in quotes': (length) => row('> - ', length),
  'indented items': (length) =>
    Array.from({ length: Math.sqrt(length) }, (_, at) => `${' '.repeat(2 * at)}- a`).join('\n'),
  'items above blank lines': (length) => `${row('- ', length / 2)}a${row('\n', length / 2)}b`,
}

describe('what a page takes for Markdown', () => {
  it.each(Object.entries(nested))('[P460] nests no deeper than a tree can be walked, in %s', (_name, textOf) => {
    for (const length of [1000, 16 * 1024, 128 * 1024]) {
      const text = textOf(length)
      expect(depthOf(parseMarkdown(text))).toBeLessThan(350)
    }
    const text = textOf(16 * 1024)
    expect(shownIn(text).length).toBeGreaterThan(0)
    const state = writingState(text, text.length >> 1)
    expect(typedAtOnce(state, 'x').doc.length).toBe(text.length + 1)
    expect(plainText(text).length).toBeGreaterThan(0)
  })

  it('[P460] and what is deeper, or a longer run of one sign, stands there as it was typed', () => {
    const signs = (text: string) => shownIn(text).replace(/[^*]/g, '').length
    const deep = (levels: number) => `${'*a **b '.repeat(levels / 2)}${' c** d*'.repeat(levels / 2)}`
    expect(signs(deep(100))).toBe(0)
    expect(signs(deep(110))).toBe(30)
    const run = (length: number) => `${'*'.repeat(length)}a${'*'.repeat(length)}`
    expect(signs(run(100))).toBe(0)
    expect(signs(run(101))).toBe(202)
    expect(shownIn(`${'![a '.repeat(101)}${'](b)'.repeat(101)}`)).toMatch(/^!\[a a /)
    expect(shownIn(`${'> '.repeat(120)}a`)).toBe(`${'> '.repeat(20)}a`)
    // Open marks are no levels: what is closed behind a thousand of them is marked.
    expect(shownIn(`${'so *much '.repeat(1000)} **good**`)).toMatch(/ good$/)
  })

  it('[P461] is read of a text as long as an entry may be, whatever it is made of', () => {
    const texts = [
      row('>', maxBodyLength),
      `${row('>', maxBodyLength / 2)}\u00a0`,
      `${row('- ', maxBodyLength / 2)}\u00a0`,
      `a|\n${row('-|', maxBodyLength / 2)}`,
      `${row('- ', maxBodyLength / 2)}x`,
      `a${row(' ', maxBodyLength / 2)}b`,
      `a|\n${row(' ', maxBodyLength / 4)}b|`,
    ]
    for (const text of texts) {
      const name = text.slice(0, 8)
      expect(parseMarkdown(text).length, name).toBe(text.length)
      const state = writingState(text, 0)
      expect(lineMarks(state, state.doc.line(state.doc.lines)).quoteDepth, name).toBeGreaterThanOrEqual(0)
    }
  })

  it('[P462] is read in time that grows with the text, whatever signs stand in it without an end', () => {
    // Were an end looked for from each of them, or all before them gone through, these would take minutes.
    const length = 200_000
    for (const part of [
      '[',
      '[a](',
      '[a](b ',
      "[a](b '",
      '[a](b "c',
      '[a](b (',
      '[a](<',
      '[a](<b',
      '![',
      '[a]',
      '[a][',
      '[ ',
      '[ ]',
      '](',
      ']*',
      '*[a',
      '[[a](b)',
      '![![a](b)',
      '[a](b)',
      '[![a](b)](c) ',
      '`',
      '`a``',
      '` ``  ```',
      '\\',
      '\\[',
      '\\|',
      '*a ',
      'a*',
      'a** b* ',
      '*a* ',
      '*a_b~~c ',
      '_a ',
      '~~',
      '~~a',
      '**a *b ',
      '***',
      '*あ「',
      '&zwnj;**a**&zwnj;',
      '&',
      '&a',
      '&#x',
      'http://a.',
      'https://a.b/(',
      'www.',
      'a@',
      'a@b.',
      'mailto:',
      '<',
      '<a@',
      '<a:b',
      '<div ',
      '<!-- ',
      '<?',
      '<a b="',
      '|',
      'a|',
      ' ',
    ])
      expect(parseMarkdown(`a${row(part, length)}a`).length, part).toBeGreaterThan(length - 20)
    const spaces = row(' ', length)
    for (const text of [`${row('[a](b', length)}${spaces}`, `a|\n${spaces}b`, `[a](b${spaces}"c"${spaces}`])
      expect(parseMarkdown(text).length).toBe(text.length)
  })

  it('[P462] and whatever lines stand among its quotes, lists and tables', () => {
    const length = 300_000
    for (const [first, lines, last] of [
      ['> **a\n', '> b\n', '> c**'],
      ['', '> *a* \n', ''],
      ['> |a|\n> |-|\n', '> |b|\n', ''],
      [`${'>'.repeat(5000)}a\n`, 'b\n', ''],
      [`${'- '.repeat(5000)}a\n`, '\n', 'b'],
      ['', 'a|\n', ''],
      ['', '-\n', ''],
      ['', '`a\n', ''],
    ] as const)
      expect(depthOf(parseMarkdown(`${first}${row(lines, length)}${last}`)), lines).toBeLessThan(350)
  })
})

describe('brackets around an address', () => {
  it.each([
    '[https://a.example]',
    '![https://a.example]',
    'see [https://a.example/b] then',
    '[see https://a.example/b then]',
    '[https://a.example] [https://b.example]',
    '[[https://a.example]]',
    '[www.a.example][b]',
    '[ana@a.example]: so',
    '[https://a.example] (and so)',
  ])('[P463] in %j are shown as they were typed, and the address is a link', (text) => {
    expect([shownIn(text), plainText(text)]).toEqual([text, text])
    const state = stateOf(text)
    ensureSyntaxTree(state, text.length, 10_000)
    const at = text.search(/https|www|ana/) + 1
    const link = linkAt(state, at)
    expect(text.slice(link?.from, link?.to)).toMatch(/^(?:https:\/\/|www\.|ana@)[ab]\.example(?:\/b)?$/)
    expect(link?.address).not.toBeNull()
    const addresses: string[] = []
    syntaxTree(state).iterate({ enter: ({ name }) => void addresses.push(name) })
    expect(addresses).not.toContain('URL')
  })

  it('[P463] lead where the parentheses behind them say, also where the words are another address', () => {
    const text = 'so [https://a.example](https://b.example "c") then'
    expect([shownIn(text), plainText(text)]).toEqual(Array(2).fill('so https://a.example then'))
    const link = linkAt(stateOf(text), 8)
    expect([link?.from, link?.address?.host]).toEqual([3, 'b.example'])
    const image = linkAt(stateOf('![a [so] b](https://c.example)'), 6)
    expect(image?.address?.host).toBe('c.example')
  })
})
