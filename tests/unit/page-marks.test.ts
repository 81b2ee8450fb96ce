import { StateEffect, type StateCommand, type Transaction } from '@codemirror/state'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clearHeading, toggleHeading, toggleList, toggleQuote } from '../../renderer/features/page/block-commands'
import { deleteMarkBefore } from '../../renderer/features/page/enter-commands'
import { indentItems, outdentItems } from '../../renderer/features/page/indent-commands'
import { toggleInline } from '../../renderer/features/page/inline-commands'
import { markCommands, pageKeys } from '../../renderer/features/page/page-keys'
import { pageStatus } from '../../renderer/features/page/page-status'
import { after, stateOf, transactionOf } from '../support/marked-text'

const bold = toggleInline('StrongEmphasis')
const italic = toggleInline('Emphasis')
const strike = toggleInline('Strikethrough')

describe('bold, italic and struck words', () => {
  it('[P10] a command marks the selected words, and takes the marks off again', () => {
    expect(after(bold, 'one «two» three')).toBe('one **«two»** three')
    expect(after(bold, 'one **«two»** three')).toBe('one «two» three')
    expect(after(bold, 'one «**two**» three')).toBe('one «two» three')
    expect(after(italic, '«one»')).toBe('*«one»*')
    expect(after(strike, '~~«one»~~')).toBe('«one»')
    expect(after(italic, '_«one»_')).toBe('«one»')
  })

  it('[P10] marks stand close to the words, whatever space was selected', () => {
    expect(after(bold, 'one« two »three')).toBe('one« **two** »three')
  })

  it('[P10] some of the bold words become plain, the others stay bold', () => {
    expect(after(bold, '**one «two» three**')).toBe('**one** «two» **three**')
    expect(after(bold, '**«one» two**')).toBe('«one» **two**')
  })

  it('[P10] bold words and plain ones become one bold run', () => {
    expect(after(bold, '«one **two** three»')).toBe('**«one two three»**')
    expect(after(bold, '**one «two** three»')).toBe('**one «two three»**')
    expect(after(bold, '**one**«two»')).toBe('**one«two»**')
  })

  it('[P10] each line gets marks of its own, behind the marks it begins with', () => {
    expect(after(bold, '«- one\n- two»')).toBe('«- **one**\n- **two»**')
    expect(after(bold, '«# one\n\ntwo»')).toBe('«# **one**\n\n**two»**')
  })

  it('[P10] a run that would cross another one is parted there, and goes around code', () => {
    expect(after(bold, 'a «b *c» d*')).toBe('a **«b** ***c»** d*')
    expect(after(bold, '`a «b» c`')).toBe('**`a «b» c`**')
  })

  it('[P11] in a word the whole word is meant', () => {
    expect(after(bold, 'one tw‸o')).toBe('one **tw‸o**')
    expect(after(bold, 'one **tw‸o**')).toBe('one tw‸o')
  })

  it('[P11] at a caret between words the next letters are meant, and the command again goes on plain', () => {
    expect(after(bold, 'one ‸')).toBe('one **‸**')
    expect(after(bold, 'one **‸**')).toBe('one ‸')
    expect(after(bold, 'one **two‸**')).toBe('one **two**‸')
  })

  it('[P12] what is on at the caret is told', () => {
    const on = (text: string) => [...pageStatus(stateOf(text)).on].toSorted()
    expect(on('one **two *th‸ree***')).toEqual(['bold', 'italic'])
    expect(on('> ## on‸e')).toEqual(['heading-2', 'quote'])
    expect(on('- [ ] [on‸e](https://example.org)')).toEqual(['checklist', 'link'])
    expect(on('1. on‸e')).toEqual(['ordered-list'])
    expect(on('one **two** th‸ree')).toEqual([])
  })
})

describe('blocks of code and tables', () => {
  const code = '```\n«a\n\nb»\n```'
  const table = '| a | b |\n|---|---|\n| «c» | d |'

  it('[P305] headings and lists leave them as they are, and take the lines around', () => {
    for (const command of [toggleHeading(1), toggleList('bullet'), toggleList('ordered'), toggleList('task')]) {
      for (const text of [code, table, '> - ```\n>   a‸\n>   ```']) expect(after(command, text)).toBe(text)
    }
    expect(after(toggleHeading(1), '«x\n```\na\n```\ny»')).toBe('# «x\n```\na\n```\n# y»')
    expect(after(toggleList('bullet'), '«x\n\n| a |\n|---|\n| b |»')).toBe('- «x\n\n| a |\n|---|\n| b |»')
    expect(after(toggleList('ordered'), '- ``‸`\n  a\n  ```')).toBe('1. ``‸`\n   a\n   ```')
  })

  it('[P305] a quote takes them whole, and lets them go whole', () => {
    for (const [text, quoted] of [
      [code, '> ```\n> «a\n> \n> b»\n> ```'],
      [table, '> | a | b |\n> |---|---|\n> | «c» | d |'],
      ['- ```\n  a‸\n  ```', '> - ```\n>   a‸\n>   ```'],
    ] as const) {
      expect(after(toggleQuote, text)).toBe(quoted)
      expect(after(toggleQuote, quoted)).toBe(text)
    }
  })
})

describe('lines that are indented far', () => {
  it('[P245] get the mark of a heading or an item where it is read as one', () => {
    const [heading, task, ordered] = [toggleHeading(1), toggleList('task'), toggleList('ordered')]
    for (const indent of ['    ', '\t', '  \t  ']) {
      expect(after(heading, `a\n${indent}b‸`)).toBe('a\n# b‸')
      expect(after(heading, `a\n${indent}## b‸`)).toBe('a\n# b‸')
      expect(after(task, `a\n${indent}b‸`)).toBe('a\n- [ ] b‸')
      expect(after(ordered, `${indent}b‸`)).toBe('1. b‸')
    }
    expect(after(heading, '> a\n>     b‸')).toBe('> a\n> # b‸')
    expect(after(heading, '- a\n          b‸')).toBe('- a\n  # b‸')
    expect(after(task, '1. a\n\t\tb‸')).toBe('1. a\n   - [ ] b‸')
    expect(after(heading, '«a\n    b»')).toBe('# «a\n# b»')
    expect(after(task, '«a\n    b»')).toBe('- [ ] «a\n    - [ ] b»')
    expect(after(task, '«a\n        b»')).toBe('- [ ] «a\n  - [ ] b»')
    expect(after(heading, '> - a\n    b‸')).toBe('> - a\n# b‸')
    expect(after(heading, '«- a\n      b»')).toBe('«# a\n# b»')
    expect(after(heading, '- a\n     b‸')).toBe('- a\n     # b‸')
  })
})

describe('the caret', () => {
  it('[P307] put before or into the marks of a line stands where its words begin, so that a letter breaks none', () => {
    const requests = { editLink: () => true, openLink: () => true }
    const keys = pageKeys(() => 'F12', requests)
    for (const [text, words] of [
      ['> hello', 2],
      ['## hello', 3],
      ['> > - [ ] hello', 10],
      ['> # hello', 4],
      ['1. hello', 3],
    ] as const) {
      const state = stateOf(text).update({ effects: StateEffect.appendConfig.of(keys) }).state
      const put = (anchor: number, userEvent: string) => state.update({ selection: { anchor }, userEvent })
      for (let at = 0; at < words; at++) {
        for (const way of ['select', 'select.pointer']) expect(put(at, way).newSelection.main.head).toBe(words)
      }
      expect(put(words + 1, 'select').newSelection.main.head).toBe(words + 1)
    }
  })
})

describe('headings and quotes', () => {
  it('[P13] a heading is made, changed and taken back by its marks alone', () => {
    expect(after(toggleHeading(2), 'one‸')).toBe('## one‸')
    expect(after(toggleHeading(1), '### o‸ne')).toBe('# o‸ne')
    expect(after(toggleHeading(3), '# o‸ne')).toBe('### o‸ne')
    expect(after(toggleHeading(2), '## o‸ne')).toBe('o‸ne')
    expect(after(clearHeading, '### o‸ne')).toBe('o‸ne')
    expect(after(toggleHeading(1), '- o‸ne')).toBe('# o‸ne')
    expect(after(toggleHeading(1), '‸')).toBe('# ‸')
  })

  it('[P14] a quote is made and taken back by its marks alone', () => {
    expect(after(toggleQuote, '«one\ntwo»')).toBe('> «one\n> two»')
    expect(after(toggleQuote, '> «one\n> two»')).toBe('«one\ntwo»')
    expect(after(toggleQuote, '> > on‸e')).toBe('> on‸e')
    expect(after(toggleQuote, 'one‸\nplain')).toBe('> one‸\n\nplain')
    expect(after(toggleQuote, '- on‸e')).toBe('> - on‸e')
  })
})

const piece = fc.constantFrom(
  '- ',
  '1. ',
  '[ ] ',
  '> ',
  '# ',
  '  ',
  '**',
  '*',
  '~~',
  '`',
  '[',
  '](https://a.org)',
  '\n',
  'one',
  'two',
  ' ',
)
const page = fc
  .tuple(fc.array(piece, { maxLength: 16 }), fc.nat(), fc.nat())
  .map(([pieces, a, b]) => ({ text: pieces.join(''), a, b }))
const commands: StateCommand[] = [
  ...Object.values(markCommands),
  indentItems,
  outdentItems,
  deleteMarkBefore,
  toggleList('task'),
]

describe('all commands', () => {
  it('[P15] a command inserts marks or deletes marks, and never takes a letter away or writes one anew', () => {
    fc.assert(
      fc.property(page, fc.constantFrom(...commands), ({ text, a, b }, command) => {
        const [anchor, head] = [a % (text.length + 1), b % (text.length + 1)]
        const state = stateOf(text).update({ selection: { anchor, head } }).state
        const transaction = transactionOf(command, state)
        if (transaction) expectMarksOnly(transaction)
      }),
      { numRuns: 800 },
    )
  })
})

function expectMarksOnly({ changes, startState, newDoc }: Transaction): void {
  const words = (text: string) => text.replaceAll('&zwnj;', '').replace(/[^a-z]/g, '')
  expect(words(newDoc.toString())).toBe(words(startState.doc.toString()))
  changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    expect(startState.sliceDoc(from, to)).toMatch(/^(?:[\s\-\d.[\]x>#*~_)]|&zwnj;)*$/)
    expect(inserted.toString()).toMatch(/^(?:[\s\-\d.[\]x>#*~\\]|&zwnj;)*$/)
  }, true)
}
