import { describe, expect, it } from 'vitest'
import { deleteEmptyMarks } from '../../renderer/features/page/caret-marks'
import { treeUpTo } from '../../renderer/features/page/dialect'
import { toggleInline } from '../../renderer/features/page/inline-commands'
import { linkAddress } from '../../renderer/features/page/link-address'
import { linkedTo, unlinked } from '../../renderer/features/page/link-commands'
import { after, edited, stateOf } from '../support/marked-text'

const bold = toggleInline('StrongEmphasis')
const italic = toggleInline('Emphasis')
const strike = toggleInline('Strikethrough')

/** What comes of a text when its selected words are toggled by one command after another. */
const afterAll = (text: string, ...commands: (typeof bold)[]) =>
  commands.reduce<string>((made, command) => after(command, made) ?? made, text)

describe('marks beside punctuation, symbols and other marks', () => {
  it('[P302] a year, a date or an ordinal at the beginning of a line is marked along with its words', () => {
    for (const [text, marked] of [
      ['«14. April»', '**«14. April»**'],
      ['> «14. April» war', '> **«14. April»** war'],
      ['1«4. Ap»ril', '1**«4. Ap»**ril'],
      ['«14. a**b»', '**«14. a\\*\\*b»**'],
      ['«14. 「四月」»に', '**«14. 「四月」»**&zwnj;に'],
      ['«5. five\n9. nine\n14. April»', '**«5. five**\n**9. nine**\n**14. April»**'],
      ['14. «April»', '14. **«April»**'],
      ['«1. one»', '«1. **one»**'],
      ['- «14. April»', '- «14. **April»**'],
    ] as const) {
      expect(after(bold, text)).toBe(marked)
      if (!marked.includes('\\')) expect(after(bold, marked)).toBe(text)
    }
  })

  it.each([
    ['彼は«「こんにちは」»と言った', '彼は&zwnj;**«「こんにちは」»**&zwnj;と言った'],
    ['«「こんにちは」»と言った', '**«「こんにちは」»**&zwnj;と言った'],
    ['彼は«「こんに»ちは」と言った', '彼は&zwnj;**«「こんに»**ちは」と言った'],
    ['他说«“你好”»。', '他说&zwnj;**«“你好”»**。'],
    ['価格は«¥500»です', '価格は&zwnj;**«¥500»**です'],
    ['so«😀»good', 'so&zwnj;**«😀»**&zwnj;good'],
    ['one «(two)» three', 'one **«(two)»** three'],
    ['one\u00a0«(two)»\u3000three', 'one\u00a0**«(two)»**\u3000three'],
    ['a«`b`»c', 'a&zwnj;**«`b`»**&zwnj;c'],
    ['a«[b](https://example.org)»c', 'a&zwnj;**«[b](https://example.org)»**&zwnj;c'],
    ['a[«「b」»c](https://example.org)d', 'a[**«「b」»**&zwnj;c](https://example.org)d'],
    ['a\\«b»', 'a\\\\**«b»**'],
    ['「«あ»」', '「**«あ»**」'],
    ['| a | b«(c)»d |\n|---|---|', '| a | b&zwnj;**«(c)»**&zwnj;d |\n|---|---|'],
    ['- [ ] # はい«。»ね', '- [ ] # はい&zwnj;**«。»**&zwnj;ね'],
  ])('[P241] of %j bold makes what every reader reads, and again what it was', (before, bolded) => {
    expect(after(bold, before)).toBe(bolded)
    const plain = before === 'a\\«b»' ? 'a\\\\«b»' : before
    expect(after(bold, bolded)).toBe(plain)
  })

  it('[P241] marks of several kinds stand together in any order, and come off in any', () => {
    const start = '彼は«「こんにちは」»と言った'
    const commands = [bold, italic, strike]
    for (const first of commands)
      for (const second of commands)
        for (const third of commands) {
          if (new Set([first, second, third]).size < 3) continue
          const on = afterAll(start, first, second, third)
          expect(on.match(/&zwnj;/g)).toHaveLength(2)
          for (const off of [
            [first, second, third],
            [third, second, first],
            [second, third, first],
          ])
            expect(afterAll(on, ...off)).toBe(start)
        }
  })

  it('[P241] what other marks stood beside keeps its flanks when a mark comes or goes', () => {
    expect(after(bold, 'a~~«b»~~c')).toBe('a&zwnj;**~~«b»~~**&zwnj;c')
    expect(after(bold, 'a&zwnj;**~~«b»~~**&zwnj;c')).toBe('a~~«b»~~c')
    expect(after(strike, 'a**«「b」»**'.replace('a**', 'a&zwnj;**'))).toBe('a&zwnj;**~~«「b」»~~**')
  })

  it('[P245] a bracket that is a letter keeps the words beside it from nothing', () => {
    expect(after(bold, 'a «b [» ] c')).toBe('a **«b \\[»** \\] c')
    expect(after(bold, 'a [«] b» c')).toBe('a \\[**\\«] b»** c')
    expect(after(bold, 'a **«b \\[»** \\] c')).toBe('a «b \\[» \\] c')
    expect(after(strike, 'a [b «c] d» e')).toBe('a \\[b ~~«c\\] d»~~ e')
  })

  it('[P245] words that a block would begin or end with stay words when their marks go', () => {
    for (const [marked, plain] of [
      ['**«---»**', '\\«---»'],
      ['**«# a»**', '\\«# a»'],
      ['**«+ a»**', '\\«+ a»'],
      ['- **«- a»**', '- \\«- a»'],
      ['> **«> a»**', '> \\«> a»'],
      ['**«1. a»**', '«1\\. a»'],
      ['**«1»**. a', '«1»\\. a'],
      ['**«```»**\na', '\\«```»\na'],
      ['a | b\n**«:--|---»**', 'a | b\n\\«:--|---»'],
      ['# **«a ##»**', '# «a \\##»'],
    ] as const)
      expect(after(bold, marked)).toBe(plain)
    expect(after(italic, '«*---*\n# »*~~a~~*')).toBe('«\\---\n# »*~~a~~*')
    expect(after(bold, '\\«---»')).toBe('**\\«---»**')
    expect(after(bold, '1. a\n2. b-**«*c»d')).toBe('1. a\n2. b-\\*\\***\\«*c»**d')
  })

  it('[P242] a part of words that are of several kinds gets exactly its own', () => {
    expect(after(bold, '**~~a«b»~~**')).toBe('~~**a**«b»~~')
    expect(after(bold, '**[a«b»](https://example.org)**')).toBe('[**a**«b»](https://example.org)')
    expect(after(bold, '**「a」«b»「c」** d')).toBe('**「a」**&zwnj;«b»&zwnj;**「c」** d')
  })

  it('[P242] marks of two kinds that would be one run of asterisks, of which a reader pairs others, are parted', () => {
    for (const [before, command, made] of [
      ['***「a」«b»c***', bold, '*&zwnj;**「a」**&zwnj;«b»**c**&zwnj;*'],
      ['***—«4»2]***', italic, '**&zwnj;*—*&zwnj;«4»*2]*&zwnj;**'],
      ['***一。«\\*3»二***', bold, '*&zwnj;**一。**«\\*3»**二**&zwnj;*'],
    ] as const)
      expect(after(command, before)).toBe(made)
    expect(afterAll('***「a」«b»c***', bold, bold)).toBe('*&zwnj;**「a」«b»c**&zwnj;*')
    expect(afterAll('**「a」«b»「c」**', bold, bold)).toBe('**「a」«b»「c」**')
  })
})

/** What stands on the page when this is typed after the command. */
function typed(before: string, command: typeof bold, words: string): string | null {
  const made = after(command, before)
  return made && after(typing(words), made)
}
const typing =
  (insert: string): typeof bold =>
  ({ state, dispatch }) => {
    const { from, to } = state.selection.main
    const changes = { from, to, insert }
    dispatch(state.update({ changes, selection: { anchor: from + insert.length }, userEvent: 'input.type' }))
    return true
  }
const boldWords = (text: string) => {
  const state = stateOf(text)
  const found: string[] = []
  treeUpTo(state, state.doc.length).iterate({
    enter: ({ name, from, to }) => {
      if (name === 'StrongEmphasis') found.push(state.sliceDoc(from, to).replaceAll('*', ''))
    },
  })
  return found
}

describe('marks at the caret', () => {
  it('[P243] make bold whatever is typed next, wherever the caret is', () => {
    for (const around of [
      '今日は、‸と',
      'one‸',
      '‸one',
      'one ‸ two',
      '「‸」',
      '😀‸😀',
      '€‸',
      '- ‸',
      '| a |\n|---|\n| ‸ |',
      'a\\‸',
    ])
      for (const words of ['あ', '「', '」', 'x', '😀', '€', '(', '…', '1', 'नि', 'ש'])
        expect(boldWords(typed(around, bold, words) ?? ''), `${around} ${words}`).toEqual([words])
  })

  it('[P243] mean what they did whatever is typed on behind them', () => {
    for (const [start, words, on] of [
      ['彼は‸', '「こんにちは」', 'と言った。'],
      ['她说‸', '“我爱你”', '然后走了'],
      ['Wow ‸', '(really)', 's'],
      ['I ‸', 'love you!', 'so'],
      ['הוא ‸', '"כן"', 'ו'],
      ['I ‸', '😘', ' and on'],
      ['one ‸', 'two', 'three'],
    ] as const) {
      for (const commands of [[bold], [strike, bold], [italic, bold]]) {
        const leaving = commands.toReversed()
        const made = afterAll(start, ...commands, typing(words), ...leaving, typing(on))
        expect(boldWords(made ?? ''), made ?? '').toHaveLength(1)
        expect(boldWords(made ?? '')[0]?.replaceAll(/~~|&zwnj;/g, ''), made ?? '').toBe(words)
      }
    }
  })

  it('[P243] of several kinds come and go one by one, and Backspace takes them', () => {
    const start = '今日は、‸と'
    const all = afterAll(start, bold, italic, strike)
    expect(boldWords(after(typing('「'), all) ?? '')).toHaveLength(1)
    expect(afterAll(all, italic, bold, strike)).toBe(start)
    expect(afterAll(start, bold, italic, bold, italic)).toBe(start)
    expect(afterAll(all, deleteEmptyMarks, deleteEmptyMarks, deleteEmptyMarks)).toBe(start)
  })

  it('[P243] go on plain at the end of bold words, also behind a space, and in the midst of them', () => {
    expect(after(bold, '彼は&zwnj;**「はい」‸**&zwnj;と')).toBe('彼は&zwnj;**「はい」**&zwnj;‸と')
    expect(after(bold, '**one ‸**')).toBe('**one** ‸')
    expect(after(bold, '***one ‸***')).toBe('***one** ‸*')
    expect(after(bold, '**one ‸ two**')).toBe('**one** ‸ **two**')
    expect(after(bold, '**「a」‸「b」**')).toBe('**「a」**&zwnj;‸&zwnj;**「b」**')
    expect(after(bold, '**one**‸')).toBe('**one‸**')
    expect(after(bold, '~~**one‸**~~')).toBe('~~**one**‸~~')
    expect(after(bold, '```\na ‸\n```')).toBe('```\na ‸\n```')
    expect(after(bold, '`a ‸ b`')).toBe('`a ‸ b`')
  })
})

describe('links beside marks', () => {
  it('[P244] leave the marks around them and within them what they were', () => {
    const address = linkAddress('https://e.org') ?? { url: '', host: '' }
    const linked = (text: string) => edited(text, (state) => linkedTo(state, address))
    const link = '(https://e.org/)'
    expect(linked('a**«b»**c')).toBe(`a&zwnj;**[b]${link}‸**&zwnj;c`)
    expect(linked('a***«b»***c')).toBe(
      `a***[b]${link}‸***c`.replace('a***', 'a&zwnj;***').replace('***c', '***&zwnj;c'),
    )
    expect(linked('a **b «c** d»')).toBe(`a **b** [**c** d]${link}‸`)
    expect(linked('wow!«b»')).toBe(`wow\\![b]${link}‸`)
    expect(linked('a\\«b»')).toBe(`a\\\\[b]${link}‸`)
    expect(linked('- «# b»')).toBe(`- # [b]${link}‸`)
    expect(linked('```\n«b»\n```')).toBeNull()
    expect(edited(`a[**‸「b」**]${link}c`, unlinked)).toBe('a&zwnj;**‸「b」**&zwnj;c')
  })

  it('[P304] the marks straight beside a link still mean what they did when only its words stay', () => {
    const link = '(https://e.org/)'
    expect(edited(`[a‸b]${link}**「c」**`, unlinked)).toBe('a‸b&zwnj;**「c」**')
    expect(edited(`**「c」**[a‸b]${link}`, unlinked)).toBe('**「c」**&zwnj;a‸b')
    expect(edited(`[a**‸b**]${link}**c**`, unlinked)).toBe('a**‸bc**')
    expect(edited(`**c**[**‸b**]${link}`, unlinked)).toBe('**c**&zwnj;**‸b**')
    expect(edited(`[a‸b]${link}**c**`, unlinked)).toBe('a‸b**c**')
  })
})
