import { ensureSyntaxTree } from '@codemirror/language'
import type { EditorState, StateCommand } from '@codemirror/state'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toggleList } from '../../renderer/features/page/block-commands'
import { continueBlock, continueItem, deleteMarkBefore } from '../../renderer/features/page/enter-commands'
import { deepestList, indentItems, outdentItems } from '../../renderer/features/page/indent-commands'
import { lineMarks } from '../../renderer/features/page/line-marks'
import { after, stateOf, transactionOf } from '../support/marked-text'
import { lettersIn, levelsOf, randomLists, type RandomList } from '../support/random-lists'

const runs = { numRuns: 300 }

interface Case {
  list: RandomList
  /** The item that the caret is in. */
  word: string
  level: number
  /** What stands in it. */
  within: Set<string>
  /** Whether another one on its level stands before it. */
  hasBefore: boolean
}

const cases: fc.Arbitrary<Case> = fc.tuple(randomLists, fc.nat(7)).map(([list, pick]) => {
  const words = [...list.levels.keys()]
  const items = words.filter((word) => word.startsWith('word'))
  const word = items[pick % items.length] ?? ''
  const level = list.levels.get(word) ?? 0
  const levelAt = (index: number) => list.levels.get(words[index] ?? '') ?? 0
  const within = new Set<string>([word])
  const at = words.indexOf(word)
  for (let index = at + 1; index < words.length; index++) {
    const isMore = words[index]?.startsWith('more') ?? false
    if (levelAt(index) < level || (levelAt(index) === level && !isMore)) break
    within.add(words[index] ?? '')
  }
  let hasBefore = false
  for (let index = at - 1; index >= 0 && levelAt(index) >= level; index--) {
    if (levelAt(index) === level && words[index]?.startsWith('word')) hasBefore = true
  }
  return { list, word, level, within, hasBefore }
})

/** The state with the caret behind, or before, the words of an item. */
function caretAt({ list, word }: Case, side: 'before' | 'behind'): EditorState {
  const at = list.text.search(new RegExp(`${word}(?!\\d)`)) + (side === 'behind' ? word.length : 0)
  return stateOf(`${list.text.slice(0, at)}‸${list.text.slice(at)}`)
}

function parsed(state: EditorState): EditorState {
  ensureSyntaxTree(state, state.doc.length, 10_000)
  return state
}

function run(command: StateCommand, state: EditorState): EditorState {
  return parsed(transactionOf(command, state)?.state ?? state)
}

function typed(state: EditorState, text: string): EditorState {
  return parsed(state.update(state.replaceSelection(text)).state)
}

const levelsNow = (state: EditorState, { list }: Case) => levelsOf(state, list.levels.keys())

/** The levels that are meant: those of the list, but for these words. */
function meant({ list }: Case, change: (level: number, word: string) => number): Map<string, number> {
  return new Map([...list.levels].map(([word, level]) => [word, change(level, word)]))
}

describe('a random list of tabs and spaces', () => {
  it('[P230] is read on the levels it was written on', () => {
    fc.assert(
      fc.property(cases, (one) => {
        expect(levelsNow(caretAt(one, 'behind'), one)).toEqual(one.list.levels)
      }),
      runs,
    )
  })

  it('[P230] Tab puts an item and all in it one level in, and nothing else', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const deepest = Math.max(...[...one.within].map((word) => one.list.levels.get(word) ?? 0))
        const moves = one.hasBefore && deepest < deepestList
        const result = run(indentItems, caretAt(one, 'behind'))
        expect(levelsNow(result, one)).toEqual(
          meant(one, (level, word) => level + (moves && one.within.has(word) ? 1 : 0)),
        )
        expect(lettersIn(result.doc.toString())).toBe(lettersIn(one.list.text))
        if (!moves) expect(result.doc.toString()).toBe(one.list.text)
      }),
      runs,
    )
  })

  it('[P230] Shift-Tab puts an item and all in it one level out, and nothing else', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const moves = one.level > 1
        const result = run(outdentItems, caretAt(one, 'behind'))
        expect(levelsNow(result, one)).toEqual(
          meant(one, (level, word) => level - (moves && one.within.has(word) ? 1 : 0)),
        )
        expect(lettersIn(result.doc.toString())).toBe(lettersIn(one.list.text))
        if (!moves) expect(result.doc.toString()).toBe(one.list.text)
      }),
      runs,
    )
  })

  it('[P231] Enter begins an item on the same level, and on an empty one goes on one level out, or ends the list', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const state = caretAt(one, 'behind')
        const goesOn = lineMarks(state, state.doc.lineAt(state.selection.main.head)).list?.goesOn
        fc.pre(goesOn === true)
        const begun = run(continueBlock, state)
        const written = typed(begun, 'new')
        expect(levelsOf(written, ['new']).get('new')).toBe(one.level)
        // Further lines of its own go with the new item, and so does what stands in it.
        expect(levelsNow(written, one)).toEqual(one.list.levels)
        expect(levelsOf(typed(run(continueBlock, begun), 'new'), ['new']).get('new')).toBe(one.level - 1)
      }),
      runs,
    )
  })

  it('[P231] Shift-Enter goes on within the item, whatever its indent is made of', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const result = typed(run(continueItem, caretAt(one, 'behind')), 'new')
        expect(levelsOf(result, ['new']).get('new')).toBe(one.level)
        expect(levelsNow(result, one)).toEqual(one.list.levels)
      }),
      runs,
    )
  })

  it('[P231] Backspace where the words begin takes the mark, and what is in the item stays in a list', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const result = run(deleteMarkBefore, caretAt(one, 'before'))
        expect(lineMarks(result, result.doc.lineAt(result.selection.main.head)).list).toBeNull()
        for (const [word, level] of levelsNow(result, one)) {
          const before = one.list.levels.get(word) ?? 0
          if (!word.startsWith('word') || word === one.word) continue
          expect(level).toBeGreaterThan(0)
          if (one.within.has(word)) expect([before - 1, before]).toContain(level)
          else expect(level).toBe(before)
        }
        expect(lettersIn(result.doc.toString())).toBe(lettersIn(one.list.text))
      }),
      runs,
    )
  })

  it('[P232] a list of another kind keeps all on its level', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom('ordered' as const, 'bullet' as const, 'task' as const), (one, kind) => {
        const state = caretAt(one, 'behind')
        const result = run(toggleList(kind), state)
        expect(lettersIn(result.doc.toString())).toBe(lettersIn(one.list.text))
        const levels = levelsNow(result, one)
        const isOn = levels.get(one.word) !== 0
        if (isOn) expect(levels).toEqual(one.list.levels)
        else
          for (const word of one.list.levels.keys())
            if (word.startsWith('word') && word !== one.word) expect(levels.get(word)).toBeGreaterThan(0)
      }),
      runs,
    )
  })
})

describe('lists with tabs', () => {
  it('[P231] the next line begins as the one before it is written', () => {
    expect(after(continueBlock, '- a\n\t- b‸')).toBe('- a\n\t- b\n\t- ‸')
    expect(after(continueBlock, '-\ta\n\t-\tb‸')).toBe('-\ta\n\t-\tb\n\t-\t‸')
    expect(after(continueBlock, '> - a\n> \t- b‸')).toBe('> - a\n> \t- b\n> \t- ‸')
    expect(after(continueBlock, '- a\n\t- b\n\t- ‸')).toBe('- a\n\t- b\n- ‸')
    expect(after(continueItem, '- a\n\t- b‸')).toBe('- a\n\t- b\n\t  ‸')
  })

  it('[P230] Tab and Shift-Tab change as little of an indent as they can', () => {
    expect(after(indentItems, '- a\n\t- b\n\t- c‸\n\t\t- d')).toBe('- a\n\t- b\n\t  - c‸\n\t\t  - d')
    expect(after(outdentItems, '- a\n\t- b‸\n\t\t- c')).toBe('- a\n- b‸\n\t- c')
    expect(after(indentItems, '> - a\n> - b‸')).toBe('> - a\n>   - b‸')
    expect(after(indentItems, '-   a\n- b‸')).toBe('-   a\n    - b‸')
  })

  it('[P231] what is in an item whose mark is taken away stays in a list', () => {
    expect(after(deleteMarkBefore, '- ‸a\n\t- b')).toBe('‸a\n- b')
    expect(after(deleteMarkBefore, '- a\n\t‸b')).toBe('- a‸b')
  })

  it('[P536] what is in an item whose words go on with an inner item stays as deep as it was', () => {
    expect(after(deleteMarkBefore, '- a\n  - b\n - ‸c\n   more\n    - d')).toBe('- a\n  - b\n ‸c\n   more\n  - d')
    expect(after(deleteMarkBefore, '- a\n  - b\n - ‸c\n\n   more\n    - d')).toBe('- a\n  - b\n ‸c\n\n   more\n    - d')
  })

  it('[P231] what is in an item goes on with the next one, whose number is longer', () => {
    expect(after(continueBlock, '8. a\n9. b‸\n   - c')).toBe('8. a\n9. b\n10. ‸\n    - c')
  })

  it('[P232] a list of another kind takes along what is in it', () => {
    expect(after(toggleList('ordered'), '- a‸\n  - b\n    more')).toBe('1. a‸\n   - b\n     more')
    expect(after(toggleList('bullet'), '- a‸\n\t- b')).toBe('a‸\n- b')
  })
})
