import type { StateCommand } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { toggleInline } from '../../renderer/features/page/inline-commands'
import { lettersRead } from '../support/letters-read'
import { after, stateOf } from '../support/marked-text'

const kinds = { B: 'StrongEmphasis', I: 'Emphasis', S: 'Strikethrough' } as const
type Key = keyof typeof kinds
const isKey = (sign: string): sign is Key => sign in kinds

const typing =
  (insert: string): StateCommand =>
  ({ state, dispatch }) => {
    const { from, to } = state.selection.main
    const edit = { changes: { from, to, insert }, selection: { anchor: from + insert.length } }
    dispatch(state.update({ ...edit, userEvent: 'input.type' }))
    return true
  }

/** What stands on the page after these steps at the caret, with each letter's kinds; `x` types the next of the letters. */
function readAfter(start: string, steps: string, letters: string): string {
  let next = 0
  const made = steps.split('').reduce((text, step) => {
    const command = isKey(step) ? toggleInline(kinds[step]) : typing(letters.charAt(next++))
    return after(command, text) ?? text
  }, start)
  return lettersRead(stateOf(made))
    .map(({ letter, kinds: own }) => `${letter}<${own}>`)
    .join('')
}

/** The same as it should be. */
function meantAfter(start: string, steps: string, letters: string): string {
  const on = new Set<Key>()
  let next = 0
  const plain = (text: string) => text.replaceAll(' ', '').replaceAll(/./gu, (letter) => `${letter}<>`)
  const written = steps.split('').map((step) => {
    if (!isKey(step))
      return `${letters.charAt(next++)}<${Array.from(on, (key) => kinds[key])
        .toSorted()
        .join()}>`
    if (!on.delete(step)) on.add(step)
    return ''
  })
  const [before = '', behind = ''] = start.split('‸')
  return plain(before) + written.join('') + plain(behind)
}

function* sequences(length: number): Generator<string> {
  if (length === 0) yield ''
  else for (const rest of sequences(length - 1)) for (const step of 'BISx') yield step + rest
}

describe('bold, italic and struck at the caret', () => {
  it('[P365] switched on and off in any order, with letters between or none, are each letter’s own', () => {
    const faults: string[] = []
    for (const [start, letters] of [
      ['so ‸ on', 'abcdefgh'],
      ['so ‸', 'abcdefgh'],
      ['今日は、‸。', '「あ」いうえおか'],
    ] as const)
      for (const steps of [...sequences(3), 'BIxIxx', 'BIxIxBx', 'IBxBxIxx', 'BISxIxBxSx', 'SBIxxSxIxBx'])
        if (readAfter(start, `${steps}x`, letters) !== meantAfter(start, `${steps}x`, letters))
          faults.push(`${start} ${steps}: ${readAfter(start, `${steps}x`, letters)}`)
    expect(faults).toEqual([])
  })
})
