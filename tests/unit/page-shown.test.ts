import { EditorState } from '@codemirror/state'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { journalMarkdown, treeUpTo } from '../../renderer/features/page/dialect'
import { dressPart } from '../../renderer/features/page/dress-part'
import { createMatchCounter, type MatchCounter, mostMatches } from '../../renderer/features/page/find-count'
import { matchesIn } from '../../renderer/features/page/find-matches'
import { shownText } from '../../renderer/features/page/shown-text'

const page = (doc: string) => EditorState.create({ doc, extensions: [journalMarkdown()] })

function shownOf(doc: string) {
  const state = page(doc)
  return shownText(state, treeUpTo(state, doc.length), { from: 0, to: doc.length })
}

/** The words that are drawn as those of a link while nobody writes. */
function linksOf(doc: string): string[] {
  const state = page(doc)
  const { ranges } = dressPart(state, treeUpTo(state, doc.length), { from: 0, to: doc.length }, false)
  const links = ranges.filter(({ value }) =>
    String(value.spec.class ?? '')
      .split(' ')
      .includes('page-link'),
  )
  return links.map(({ from, to }) => doc.slice(from, to))
}

const foundIn = (text: string, words: string) =>
  [...matchesIn(page(text), words)].map(({ from, to }) => text.slice(from, to))

const parts = [
  ['**', '*', '~~', '`', '```', '_', '[', '](', ')', '<', '>', '&zwnj;', '\\', '#', '- ', '1. ', '[x] ', '|'],
  ['a', 'word', '「はい」', '👍🏽', 'é', '\u0301', '.', ' ', '  ', '\t', '\n', '\n\n', 'https://example.org/a_b'],
  ['[a](https://example.org/word)', '[a](\nhttps://example.org/word)', '![a](b)', '<https://example.org/word>'],
  ['**word**', '&zwnj;**「はい」**&zwnj;', '---', '| a | b |\n|---|---|\n| c | d |', '> ', '\u00a0'],
].flat()
const markdown = fc.array(fc.constantFrom(...parts), { maxLength: 30 }).map((some) => some.join(''))

describe('what is shown of a page', () => {
  it('[P340] marks, guards, backslashes and hidden addresses are no text, the number of an item is', () => {
    for (const [doc, shown] of [
      ['said **yes**, *no*, ~~so~~ and `co de`', 'said yes, no, so and co de'],
      ['彼は&zwnj;**「はい」**&zwnj;と', '彼は「はい」と'],
      ['5 \\* 3', '5 * 3'],
      ['[here](https://example.org/a_b "there") and ![there](b)', 'here and there'],
      ['a <https://example.org/a> or https://example.org/b', 'a https://example.org/a or https://example.org/b'],
      ['[a](\nhttps://example.org/b) c', 'a\n c'],
      ['# Head #\n\n---\n\n```js\nco**de**\n```', 'Head \n\n\n\n\nco**de**\n'],
      ['- a\n- [ ] b\n  1. c\n     d\n> q', 'a\nb\n1. c\nd\nq'],
      ['1. [x] one\n2.   two', '1. one\n2. two'],
      ['5. May\n\n2024. What', '5. May\n\n2024. What'],
      ['***b*i** \\a &amp; 2 * 3', 'bi \\a &amp; 2 * 3'],
    ] as const)
      expect(shownOf(doc).text, doc).toBe(shown)
  })

  it('[P345] whatever leads somewhere looks like a link, with the words that do', () => {
    for (const [doc, words] of [
      ['see <https://example.org/a> there', ['https://example.org/a']],
      ['<ana@example.org> or **<https://example.org/_a_>**', ['ana@example.org', 'https://example.org/_a_']],
      [
        'https://example.org/b, www.example.org and (ana@example.org)',
        ['https://example.org/b', 'www.example.org', 'ana@example.org'],
      ],
      [
        '[here](https://example.org) [https://example.org/c] [https://a.example](<https://b.example>)',
        ['here', 'https://example.org/c', 'https://a.example'],
      ],
      ['<http://example.org> [bad](http://example.org) <b> `https://example.org` \\<a@b', []],
    ] as const)
      expect(linksOf(doc), doc).toEqual(words)
  })

  it('[P340] it leads back to where each letter stands, and hides no end of a line', () => {
    fc.assert(
      fc.property(markdown, (doc) => {
        const state = page(doc)
        const { text, hidden, spanOf, indexOf } = shownOf(doc)
        for (const { value, from, to } of dressPart(
          state,
          treeUpTo(state, doc.length),
          { from: 0, to: doc.length },
          false,
        ).ranges)
          if (value.point) expect(doc.slice(from, to)).not.toContain('\n')
        expect(text.length + hidden.reduce((length, { from, to }) => length + to - from, 0)).toBe(doc.length)
        for (let at = 0; at < text.length; at++) {
          const { from, to } = spanOf({ from: at, to: at + 1 })
          expect(doc.slice(from, to)).toBe(text.charAt(at))
          expect([indexOf(from), indexOf(to)]).toEqual([at, at + 1])
        }
      }),
      { numRuns: 400 },
    )
  })

  it('[P341] the find bar finds what one reads across hidden marks, and nothing in what is hidden', () => {
    const text = 'said **yes** to 5 \\* 3; 彼は&zwnj;**「はい」**&zwnj;と, [the **tower**](https://example.org/tower)'
    expect(foundIn(text, 'said yes to')).toEqual(['said **yes** to'])
    expect(foundIn(text, 'yes')).toEqual(['yes'])
    expect(foundIn(text, '5 * 3')).toEqual(['5 \\* 3'])
    expect(foundIn(text, '*')).toEqual(['*'])
    expect(foundIn(text, '「はい」と')).toEqual(['「はい」**&zwnj;と'])
    expect(foundIn(text, 'は「')).toEqual(['は&zwnj;**「'])
    expect(foundIn(text, 'the tower')).toEqual(['the **tower'])
    expect(foundIn(text, 'tower')).toEqual(['tower'])
    for (const unseen of ['zwnj', '\\', '**', 'example', '](']) expect(foundIn(text, unseen)).toEqual([])
    expect(foundIn('1. milk\n2. eggs', '2. eggs')).toEqual(['2. eggs'])
    expect(foundIn('see https://example.org/tower', 'tower')).toEqual(['tower'])
  })

  it('[P340] neither are marks at the caret between which nothing is written yet', () => {
    for (const marks of ['**|**', '&zwnj;**|**&zwnj;', '&zwnj;***|***&zwnj;']) {
      const [open = '', close = ''] = marks.split('|')
      const state = page(`彼は${open}${close}と zwnj`).update({ selection: { anchor: 2 + open.length } }).state
      expect(shownText(state, treeUpTo(state, state.doc.length), { from: 0, to: state.doc.length }).text).toBe(
        '彼はと zwnj',
      )
      expect([...matchesIn(state, 'zwnj')]).toHaveLength(1)
    }
  })

  it('[P341] the count is what is found, also on a long page, and anew after an edit', async () => {
    const long = 'one **word** and `another`, [there](https://example.org/word)\n\n'.repeat(2000)
    const counted = (begin: (counter: MatchCounter, word: string) => void, word: string) =>
      new Promise<number | undefined>((done) => {
        const counter = createMatchCounter(() => done(counter.matches()?.length))
        begin(counter, word)
      })
    const state = page(`${long}a tower`)
    const view = { state }
    expect(await counted((counter, word) => counter.count(state, word), 'tower')).toBe(1)
    expect(await counted((counter, word) => counter.count(state, word), 'word')).toBe(mostMatches + 1)
    expect(await counted((counter, word) => counter.count(state, word), 'example')).toBe(0)
    const edited = counted((counter, word) => {
      counter.countSoon(view, word)
      view.state = state.update({ changes: { from: 0, insert: '**tow**er ' } }).state
      counter.countSoon(view, word)
    }, 'tower')
    expect(await edited).toBe(2)
  })

  it('[P390] the count of what stands all over one long line stops where it says more than', async () => {
    const found = await new Promise((done) => {
      const counter = createMatchCounter(() => done(counter.matches()?.length))
      counter.count(page('a'.repeat(300_000)), 'a')
    })
    expect(found).toBe(mostMatches + 1)
  })

  it('[P341] a part of a long page is searched as the whole is', () => {
    fc.assert(
      fc.property(markdown, fc.nat(), fc.nat(), (doc, one, other) => {
        const state = page(doc)
        const all = [...matchesIn(state, 'word')]
        const [from = 0, to = 0] = [one % (doc.length + 1), other % (doc.length + 1)].sort((a, b) => a - b)
        const [first, last] = [state.doc.lineAt(from).from, state.doc.lineAt(to).to]
        expect([...matchesIn(state, 'word', first, last)]).toEqual(
          all.filter((match) => match.from >= first && match.to <= last),
        )
      }),
      { numRuns: 200 },
    )
  })
})
