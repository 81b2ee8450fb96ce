import { ensureSyntaxTree } from '@codemirror/language'
import type { EditorState, StateCommand } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { toggleInline } from '../../renderer/features/page/inline-commands'
import { lettersRead } from '../support/letters-read'
import { after, stateOf } from '../support/marked-text'
import { picking } from '../support/random-texts'
import { seededNumbers } from '../support/seeded-random'
import { typed, writingState } from '../support/typed-page'

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

/** A page after these steps, with all that its edits go through: `x` types the next of the letters, what is no step itself. */
function writtenAfter(start: string, steps: string, letters: string): EditorState {
  const [before = '', behind = ''] = start.split('‸')
  let state = writingState(before + behind, before.length)
  let next = 0
  for (const step of steps) {
    ensureSyntaxTree(state, state.doc.length, 10_000)
    if (isKey(step)) toggleInline(kinds[step])({ state, dispatch: (made) => (state = made.state) })
    else state = typed(state, step === 'x' ? letters.charAt(next++) : step)
  }
  ensureSyntaxTree(state, state.doc.length, 10_000)
  return state
}

/** What of the letters should be of which kinds, where the caret stands in words of some kinds to begin with. */
function lettersMeant(begun: readonly Key[], steps: string, letters: string): string {
  const on = new Set<Key>(begun)
  let next = 0
  return steps
    .split('')
    .map((step) => {
      if (isKey(step) && !on.delete(step)) on.add(step)
      const names = Array.from(on, (key) => kinds[key])
      return step === 'x' ? `${letters.charAt(next++)}<${names.toSorted().join()}>` : ''
    })
    .join('')
}

const letters = 'pqrtuvwyzcdfghijklm'
const shownAs = (state: EditorState, isOwn: boolean) =>
  lettersRead(state)
    .filter(({ letter }) => letter !== '.' && letters.includes(letter) === isOwn)
    .map((one) => `${one.letter}<${one.kinds}>`)
    .join('')

describe('bold, italic and struck at the caret', () => {
  it('[P442] go on and off by themselves behind letters, spaces and signs, and on an empty line of any block', () => {
    const random = picking(seededNumbers(1))
    const long = Array.from({ length: 12 }, () =>
      Array.from({ length: 9 }, () => random.pick('BISxx .'.split(''))).join(''),
    )
    const typical = ['BIx Bx Ix', 'BIxB x', 'BIxI x', 'IBxB xIx', 'SBx Sx', 'BxI x', 'BSI x', 'SBSx', 'SSx']
    const faults: string[] = []
    for (const [start, begun] of [
      ['‸', []],
      ['so ‸', []],
      ['so ‸ on', []],
      ['so.‸', []],
      ['「」‸「', []],
      ['# ‸', []],
      ['> ‸', []],
      ['1. ‸', []],
      ['- [ ] ‸', []],
      ['so\n‸\n\non', []],
      ['**so‸**', ['B']],
    ] as const) {
      const others = shownAs(writtenAfter(start, '', letters), false)
      for (const steps of [...sequences(start.length > 2 ? 2 : 3), ...typical, ...long].map((one) => `${one}x`)) {
        const state = writtenAfter(start, steps, letters)
        const isMeant = shownAs(state, true) === lettersMeant(begun, steps, letters) && shownAs(state, false) === others
        if (!isMeant) faults.push(`${start} ${steps}: ${state.doc.toString()}`)
      }
    }
    expect(faults.length, faults.slice(0, 12).join('\n')).toBe(0)
  })

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
