import { deleteGroupBackward, deleteGroupForward } from '@codemirror/commands'
import { EditorState, type StateCommand } from '@codemirror/state'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { journalMarkdown } from '../../renderer/features/page/dialect'
import { markCommands } from '../../renderer/features/page/page-keys'
import { deleteWordAfter, deleteWordBefore } from '../../renderer/features/page/word-commands'
import { groupTouching, placeAfterStep } from '../../renderer/features/page/words-around'
import { openState } from '../support/page-state'

const caret = '‸'

function page(marked: string): EditorState {
  const at = marked.indexOf(caret)
  const extensions = [EditorState.lineSeparator.of('\n'), journalMarkdown()]
  return EditorState.create({ doc: marked.replace(caret, ''), selection: { anchor: at }, extensions })
}

/** The text with its caret after a command, or null where that leaves the key to others. */
function after(command: StateCommand, marked: string): string | null {
  const state = page(marked)
  let next = state
  if (!command({ state, dispatch: (transaction) => (next = transaction.state) })) return null
  const { doc, selection } = next
  return `${doc.sliceString(0, selection.main.head)}${caret}${doc.sliceString(selection.main.head)}`
}

/** The text with carets at all places that steps from one end come to. */
function steps(text: string, forward: boolean): string {
  const state = page(caret + text)
  const places: number[] = []
  for (let at: number | null = forward ? 0 : text.length; at !== null; at = placeAfterStep(state, at, forward))
    places.unshift(at)
  return Array.from({ length: text.length + 1 }, (_, at) => (places.includes(at) ? caret : '') + text.charAt(at)).join(
    '',
  )
}

const clicked = (marked: string, side = 1) => {
  const { from, to } = groupTouching(page(marked), marked.indexOf(caret), side)
  return marked.replace(caret, '').slice(from, to)
}

const sentences = {
  Japanese: '今日は天気がいいから散歩しましょう',
  Chinese: '我们今天去北京看朋友',
  Thai: 'วันนี้อากาศดีมากเราไปเที่ยวทะเลกัน',
}
const wordsOf = (text: string) =>
  Array.from(new Intl.Segmenter('und', { granularity: 'word' }).segment(text), ({ segment }) => segment)

describe('words', () => {
  it.each(Object.entries(sentences))('[P342] in %s a step, a deletion and a double click take one word', (_, text) => {
    const words = wordsOf(text)
    expect(words.length).toBeGreaterThan(4)
    expect(steps(text, true)).toBe(caret + words.map((word) => word + caret).join(''))
    expect(steps(text, false)).toBe(steps(text, true))
    expect(after(deleteWordBefore, text + caret)).toBe(words.slice(0, -1).join('') + caret)
    expect(after(deleteWordAfter, caret + text)).toBe(caret + words.slice(1).join(''))
    let before = ''
    for (const word of words) {
      expect(clicked(before + caret + text.slice(before.length))).toBe(word)
      before += word
      expect(clicked(before + caret + text.slice(before.length), -1)).toBe(word)
    }
  })

  it('[P342] there the words within which the caret stands are made bold, and nothing around', () => {
    expect(after(markCommands.bold, '彼は今‸日行った')).toBe('彼は**今‸日**行った')
    expect(after(markCommands.bold, '彼は**今‸日**行った')).toBe('彼は今‸日行った')
    expect(after(markCommands.bold, '我们今天去北‸京看朋友')).toBe('我们今天去**北‸京**看朋友')
    expect(after(markCommands.bold, 'a wo‸rd')).toBe('a **wo‸rd**')
  })

  it('[P342] elsewhere a word is letters and figures in a row', () => {
    const text = '3 m² of the co-op_x, naïve e\u0301te\u0301 — 42nd; Привет, мир! 안녕 하세요 नमस्ते'
    expect(steps(text, true)).toBe(
      '‸3‸ m²‸ of‸ the‸ co‸-‸op_x‸,‸ naïve‸ e\u0301te\u0301‸ —‸ 42nd‸;‸ Привет‸,‸ мир‸!‸ 안녕‸ 하세요‸ नमस्ते‸',
    )
    const letter = fc.constantFrom(
      'a',
      'é',
      '7',
      'op_x',
      '!',
      '«',
      '-',
      ' ',
      ' ',
      '  ',
      'ß',
      'ж',
      '½',
      '한',
      'ا',
      '\n',
      '\t',
    )
    fc.assert(
      fc.property(fc.array(letter, { maxLength: 30 }), fc.nat(), (letters, place) => {
        const all = letters.join('')
        const at = place % (all.length + 1)
        const marked = all.slice(0, at) + caret + all.slice(at)
        for (const [ours, editors] of [
          [deleteWordBefore, deleteGroupBackward],
          [deleteWordAfter, deleteGroupForward],
        ] as const)
          expect(after(ours, marked) ?? after(editors, marked)).toBe(after(editors, marked))
      }),
      { numRuns: 500 },
    )
  })

  it('[P410] an apostrophe or a point within a word, and a point or a comma within a number, part neither', () => {
    for (const word of [
      "can't",
      'they’re',
      "aujourd'hui",
      'l’été',
      "ג'ורג'",
      'צה״ל',
      'צה"ל',
      'col·lega',
      'п’ять',
      'example.com',
      "rock'n'roll",
      '3.14',
      '1,000',
      "1'000.50",
      '٣٫١٤',
    ]) {
      expect(clicked(`I say ${word.slice(0, 1)}‸${word.slice(1)}, no`), word).toBe(word)
      expect(clicked(`I say ‸${word}`), word).toBe(word)
      expect(clicked(`I say ${word}‸`, -1), word).toBe(word)
      expect(after(deleteWordBefore, `I ${word}‸`), word).toBe('I ‸')
      expect(after(deleteWordAfter, `I ‸${word} so`), word).toBe('I ‸ so')
      expect(after(markCommands.bold, `I ${word.slice(0, 1)}‸${word.slice(1)} so`), word).toBe(
        `I **${word.slice(0, 1)}‸${word.slice(1)}** so`,
      )
    }
    expect(steps("It's 3.14, 'so' they’d pay 1,000. Not a.5 or 5.a, a..b; x 'n' y'", true)).toBe(
      "‸It's‸ 3.14‸,‸ '‸so‸'‸ they’d‸ pay‸ 1,000‸.‸ Not‸ a‸.‸5‸ or‸ 5‸.‸a‸,‸ a‸..‸b‸;‸ x‸ '‸n‸'‸ y‸'‸",
    )
    expect(steps('I ca**n’t** stop', true)).toBe('‸I‸ ca**n’t‸** stop‸')
    expect(clicked("日‸'本")).toBe("'")
  })

  it('[P410] where that is the annex on text segmentation says', () => {
    const letter = fc.constantFrom('a', 'é', 'e\u0301', '7', '٣', 'ж', 'ا', "'", '’', '.', ',', '·', '٬', '!', ' ')
    const segmenter = new Intl.Segmenter('und', { granularity: 'word' })
    fc.assert(
      fc.property(fc.array(letter, { maxLength: 30 }), (letters) => {
        const all = letters.join('')
        for (const { segment, index, isWordLike } of segmenter.segment(all))
          if (isWordLike) expect(clicked(`${all.slice(0, index)}${caret}${all.slice(index)}`), all).toBe(segment)
      }),
      { numRuns: 1000 },
    )
  })

  it('[P342] no sign is taken in part', () => {
    expect(steps('👍🏽👨‍👩‍👧 한국🇩🇪가 กำ', true)).toBe('‸👍🏽👨‍👩‍👧‸ 한국‸🇩🇪‸가‸ กำ‸')
    expect(after(deleteWordBefore, 'a 👨‍👩‍👧‸')).toBe('a ‸')
    expect(after(deleteWordAfter, '‸🇩🇪🇫🇷a')).toBe('‸a')
  })

  it('[P343] marks that are hidden part no word, and nothing hidden is stepped into', () => {
    expect(steps('un**believ**able [the tower](https://example.org/a) 5 \\* 3', true)).toBe(
      '‸un**believ**able‸ [the‸ tower‸](https://example.org/a) 5‸ \\*‸ 3‸',
    )
    expect(steps('今**日は**天気', true)).toBe('‸今**日‸は‸**天気‸')
    expect(steps('彼は&zwnj;**「はい」**&zwnj;と', false)).toBe('‸彼‸は&zwnj;**‸「‸はい‸」**&zwnj;‸と‸')
    expect(steps('a\n# one\n- two\n  1. three\n> - [ ] 四月', true)).toBe(
      '‸a‸\n# one‸\n- two‸\n  1. three‸\n> - [ ] 四月‸',
    )
    expect(clicked('un**bel‸iev**able')).toBe('un**believ**able')
    expect(clicked('said **‸yes**')).toBe('yes')
    expect(clicked('[the tow‸er](https://example.org/a)')).toBe('tower')
  })

  it('[P343] a deletion takes marks along that have nothing left between them, and no others', () => {
    for (const [before, left] of [
      ['said **yes**‸ no', 'said ‸ no'],
      ['said **yes‸** no', 'said ‸ no'],
      ['un**believ**able‸', '‸'],
      ['**oh yes**‸', '**oh ‸**'],
      ['say ***oh** yes*‸', 'say ***oh** ‸*'],
      ['彼は&zwnj;**「はい**&zwnj;‸', '彼は&zwnj;**「‸**&zwnj;'],
      ['a [tower](https://example.org/a)‸', 'a ‸'],
      ['a [the tower](https://example.org/a)‸', 'a [the ‸](https://example.org/a)'],
      ['5 \\*‸ 3', '5 ‸ 3'],
      ['a `code`‸', 'a ‸'],
    ])
      expect(after(deleteWordBefore, before ?? ''), before).toBe(left)
    expect(after(deleteWordAfter, 'say ‸**yes** no')).toBe('say ‸ no')
    expect(after(deleteWordAfter, '‸un**believ**able x')).toBe('‸ x')
    expect(after(deleteWordBefore, '[a](https://example.org‸/b)')).toBe('[a](https://‸/b)')
    expect(after(deleteWordBefore, '- ‸a')).toBe(null)
  })

  it('[P343] of a line of a hundred kilobytes only what is around the caret is read', () => {
    const line = sentences.Japanese.repeat(6000)
    const at = line.length / 2
    expect(after(deleteWordBefore, line.slice(0, at) + caret + line.slice(at))?.length).toBeGreaterThan(
      line.length - 10,
    )
    expect(after(deleteWordBefore, 'a'.repeat(100_000) + caret)?.length).toBeGreaterThan(98_000)
  })

  it('[R250] in a shared entry a word goes with its marks, comes back whole, and leaves what the partner puts in', () => {
    const text = new Y.Doc().getText()
    text.insert(0, '今日は**天気**がいい')
    const { view, undo, close } = openState(text)
    view.dispatch({ selection: { anchor: 9 } })
    expect(deleteWordBefore(view)).toBe(true)
    expect([text.toJSON(), view.state.selection.main.head]).toEqual(['今日はがいい', 3])
    undo()
    expect(text.toJSON()).toBe('今日は**天気**がいい')
    const partner = new Y.Doc()
    Y.applyUpdate(partner, Y.encodeStateAsUpdate(text.doc ?? partner))
    partner.getText().insert(6, '本')
    view.dispatch({ selection: { anchor: 9 } })
    expect(deleteWordBefore(view)).toBe(true)
    Y.applyUpdate(text.doc ?? partner, Y.encodeStateAsUpdate(partner))
    expect(text.toJSON()).toBe('今日は本がいい')
    expect(view.state.doc.toString()).toBe(text.toJSON())
    close()
  })
})
