import { deleteGroupBackward, deleteGroupForward } from '@codemirror/commands'
import { EditorState, EditorSelection, type StateCommand } from '@codemirror/state'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deleteSignAfter, deleteSignBefore, transposeSigns, wholeSigns } from '../../renderer/features/page/whole-signs'
import { signs } from '../support/signs'

const all = [...signs.atOnce, ...signs.markByMark]
const stateOf = (doc: string, at: number) =>
  EditorState.create({ doc, selection: { anchor: at }, extensions: [EditorState.lineSeparator.of('\n'), wholeSigns] })

/** The text and the caret after a key, or null where the command leaves it to others. */
function pressed(command: StateCommand, doc: string, at: number): string | null {
  const state = stateOf(doc, at)
  let next: EditorState | null = null
  if (!command({ state, dispatch: (transaction) => (next = transaction.state) })) return null
  const { doc: text, selection } = next ?? state
  return `${text.sliceString(0, selection.main.head)}‸${text.sliceString(selection.main.head)}`
}

function selected(
  doc: string,
  from: { anchor: number; head: number },
  to: { anchor: number; head: number },
  userEvent: string,
) {
  const state = EditorState.create({ doc, selection: from, extensions: wholeSigns })
  const { anchor, head } = state.update({ selection: to, userEvent }).newSelection.main
  return [anchor, head]
}

const segmenter = new Intl.Segmenter('und')
const boundaries = (text: string) =>
  new Set([...Array.from(segmenter.segment(text), ({ index }) => index), text.length])

describe('one sign', () => {
  it('[P254] Backspace takes an emoji, a flag, a family, a letter with its accents and a syllable of Hangul whole', () => {
    for (const sign of signs.atOnce)
      for (const [before, after] of [
        ['', ''],
        ['a', 'b'],
        ['🇪🇸', '🇮🇹'],
        ['漢 ', ' 字'],
        ['👍🏽', '👍🏽'],
      ] as const)
        expect(pressed(deleteSignBefore, `${before}${sign}${after}`, before.length + sign.length), sign).toBe(
          `${before}‸${after}`,
        )
  })

  it('[P254] of scripts whose marks are typed one by one it takes the last, as who writes them expects', () => {
    for (const [text, left] of [
      ['का', 'क'],
      ['कि', 'क'],
      ['क्षि', 'क्ष'],
      ['क्ष', 'क्'],
      ['ก็', 'ก'],
      ['น้ำ', 'น้'],
      ['بَ', 'ب'],
      ['שָׁ', 'שׁ'.normalize('NFD').length === 2 ? 'שָ' : ''],
      ['ی\u200c', 'ی'],
      ['က\ufe00', ''],
    ] as const)
      expect(pressed(deleteSignBefore, `x${text}`, 1 + text.length), text).toBe(`x${left}‸`)
  })

  it('[P254] Delete takes any sign whole', () => {
    for (const sign of all) expect(pressed(deleteSignAfter, `x${sign}y`, 1), sign).toBe('x‸y')
    expect(pressed(deleteSignAfter, '🇩🇪🇫🇷', 0)).toBe('‸🇫🇷')
    expect(pressed(deleteSignAfter, 'ab', 2)).toBeNull()
    expect(pressed(deleteSignBefore, 'ab', 0)).toBeNull()
  })

  it('[P254] a deleted word takes no part of a sign', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...all, ' ', '\n'), { maxLength: 12 }),
        fc.nat(),
        fc.boolean(),
        (parts, place, forward) => {
          const text = parts.join('')
          const stops = [...boundaries(text)]
          const at = stops[place % stops.length] ?? 0
          const left = pressed(forward ? deleteGroupForward : deleteGroupBackward, text, at)
          if (left === null) return
          const [head = '', tail = ''] = left.split('‸')
          for (const stop of forward ? [text.length - tail.length] : [head.length]) expect(stops).toContain(stop)
        },
      ),
    )
  })

  it('[P311] two of them change places whole, at the end of a line the last two', () => {
    for (const sign of all) {
      expect(pressed(transposeSigns, `x${sign}|y`, 1 + sign.length), sign).toBe(`x|${sign}‸y`)
      expect(pressed(transposeSigns, `x|${sign}y`, 2), sign).toBe(`x${sign}|‸y`)
      expect(pressed(transposeSigns, `x|${sign}`, 2 + sign.length), sign).toBe(`x${sign}|‸`)
    }
    expect(pressed(transposeSigns, 'ab\ncd', 2)).toBe('ba‸\ncd')
    for (const [text, at] of [
      ['ab\ncd', 3],
      ['👍🏽', 4],
      ['', 0],
    ] as const)
      expect(pressed(transposeSigns, text, at)).toBe(`${text.slice(0, at)}‸${text.slice(at)}`)
  })

  it('[P255] the caret goes on to the other side of it by keys, and to the nearer one by the pointer', () => {
    for (const sign of all.filter(({ length }) => length > 1))
      for (let at = 2; at < 1 + sign.length; at++) {
        const [text, end] = [`x${sign}y`, 1 + sign.length]
        const caret = (place: number) => ({ anchor: place, head: place })
        expect(selected(text, caret(1), caret(at), 'select')).toEqual([end, end])
        expect(selected(text, caret(end), caret(at), 'select')).toEqual([1, 1])
        expect(selected(text, caret(0), { anchor: 0, head: at }, 'select')).toEqual([0, end])
        expect(selected(text, { anchor: 0, head: end }, { anchor: 0, head: at }, 'select')).toEqual([0, 1])
        expect(selected(text, { anchor: 0, head: 0 }, { anchor: 0, head: at }, 'select.pointer')).toEqual([0, end])
        expect(selected(text, caret(0), { anchor: end + 1, head: at }, 'select.pointer')).toEqual([end + 1, 1])
        const nearer = at - 1 > end - at ? end : 1
        expect(selected(text, caret(0), caret(at), 'select.pointer')).toEqual([nearer, nearer])
      }
  })

  it('[P255] and keeps the column that it goes up or down in', () => {
    const state = EditorState.create({ doc: 'ab\nx👍🏽', selection: { anchor: 2 }, extensions: wholeSigns })
    const selection = EditorSelection.create([EditorSelection.cursor(6, -1, undefined, 40)])
    const { main } = state.update({ selection, userEvent: 'select' }).newSelection
    expect([main.head, main.goalColumn]).toEqual([8, 40])
  })
})
