import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { takenAlong } from '../../renderer/features/page/own-copies'

/** What is taken along of the part between the brackets. */
function taken(marked: string): string {
  const from = marked.indexOf('⟦')
  const to = marked.indexOf('⟧') - 1
  return takenAlong(EditorState.create({ doc: marked.replace(/[⟦⟧]/gu, '') }), { from, to })
}

describe('what is copied or dragged of a page', () => {
  it.each([
    ['so ⟦**go⟧od** day', '**go**'],
    ['so **go⟦od** day⟧', '**od** day'],
    ['so **g⟦oo⟧d** day', '**oo**'],
    ['⟦so **⟧good** day', 'so '],
    ['so ⟦*a ~~b⟧ c~~*', '*a ~~b~~*'],
    ['[li⟦nk](https://a.example/) x⟧', '[nk](https://a.example/) x'],
    ['`co⟦de` y⟧', '`de` y'],
    ['彼は**こん⟦にちは**と⟧言った', '**にちは**と'],
    ['- one\n- **tw⟦o**\n- th⟧ree', '**o**\n- th'],
    ['⟦a **b** c⟧', 'a **b** c'],
    ['x ⟦\\*a⟧ b', '\\*a'],
    ['2 * 3 ⟦* 4⟧', '* 4'],
  ])('[P388] takes both marks along of words of which it takes a part, or none: %s', (marked, expected) => {
    expect(taken(marked)).toBe(expected)
  })
})
