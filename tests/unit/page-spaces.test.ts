import { EditorState, StateEffect, type StateCommand } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { toggleQuote, toggleTask } from '../../renderer/features/page/block-commands'
import { continueBlock, deleteMarkBefore } from '../../renderer/features/page/enter-commands'
import { indentItems } from '../../renderer/features/page/indent-commands'
import { pageStatus } from '../../renderer/features/page/page-status'
import { spacesBeforeMarks, typedSpaces } from '../../renderer/features/page/typed-spaces'
import { journalMarkdown } from '../../renderer/features/page/dialect'
import { after, marked, stateOf, transactionOf } from '../support/marked-text'

const spaces = ['\u00a0', '\u202f', '\u3000']

/** What is there once the letters have been typed one by one. */
function typing(letters: string, userEvent = 'input.type'): string {
  let state = EditorState.create({ extensions: [EditorState.lineSeparator.of('\n'), journalMarkdown(), typedSpaces] })
  for (const letter of letters) {
    const at = state.selection.main.head
    state = state.update({
      changes: { from: at, insert: letter },
      selection: { anchor: at + letter.length },
      userEvent,
    }).state
  }
  expect(state.selection.main.head).toBe(state.doc.length)
  return state.doc.toString()
}

const on = (text: string) => [...pageStatus(stateOf(text)).on]

describe('a no-break or full-width space behind a mark', () => {
  it('[P237] is a space to every command, also where it is stored', () => {
    for (const space of spaces) {
      const run = (command: StateCommand, text: string) => after(command, text.replaceAll('_', space))
      expect(run(continueBlock, '-_one‸')).toBe(`-${space}one\n- ‸`)
      expect(run(continueBlock, '1._one‸')).toBe(`1.${space}one\n2. ‸`)
      expect(run(continueBlock, '>_-_[_]_one‸')).toBe(`>${space}-${space}[${space}]${space}one\n> - [ ] ‸`)
      expect(run(toggleTask, '-_[_]_one‸')).toBe(`-${space}[x]${space}one‸`)
      expect(run(toggleQuote, '>_one‸')).toBe('one‸')
      expect(run(deleteMarkBefore, '#_‸one')).toBe('‸one')
      expect(run(indentItems, '-_one\n-_two‸')).toBe(`-${space}one\n  -${space}two‸`)
      expect(on(`##${space}one‸`)).toEqual(['heading-2'])
      expect(on(`-${space}[x]${space}one‸`)).toEqual(['checklist'])
    }
  })

  it('[P238] becomes a plain one where it is typed, and nowhere else', () => {
    for (const space of spaces) {
      expect(typing(`-${space}one${space}two`)).toBe(`- one${space}two`)
      expect(typing(`-${space}[${space}]${space}one`)).toBe('- [ ] one')
      expect(typing(`>${space}1.${space}one`)).toBe('> 1. one')
      expect(typing(`###${space}one`)).toBe('### one')
      expect(typing(`one${space}-${space}two`)).toBe(`one${space}-${space}two`)
      expect(typing(`14.${space}April`)).toBe(`14.${space}April`)
      expect(typing(`1. one\n2.${space}two`)).toBe('1. one\n2. two')
      expect(typing(`\`\`\`\n-${space}one`)).toBe(`\`\`\`\n-${space}one`)
      expect(typing(`-${space}one`, 'input.paste')).toBe(`-${space}one`)
    }
  })
})

describe('a space or a line that comes first between marks', () => {
  const written = (text: string) =>
    stateOf(text).update({ effects: StateEffect.appendConfig.of(spacesBeforeMarks) }).state
  const typed = (text: string, insert: string, userEvent = 'input.type') => {
    const state = written(text)
    const at = state.selection.main.head
    const selection = { anchor: at + insert.length }
    return marked(state.update({ changes: { from: at, insert }, selection, userEvent }).state)
  }

  it('[P306] stands before them, so that what is typed next is what they say', () => {
    expect(typed('one**‸**', ' ')).toBe('one **‸**')
    expect(typed('one&zwnj;**‸**', ' two')).toBe('one &zwnj;**two‸**')
    expect(typed('「一」&zwnj;***‸***', '\u3000')).toBe('「一」\u3000&zwnj;***‸***')
    expect(typed('one ~~**‸**~~', ' ')).toBe('one  ~~**‸**~~')
    const next = transactionOf(continueBlock, written('- one **‸**'))
    expect(next && marked(next.state)).toBe('- one \n- **‸**')
  })

  it('[P306] and nothing else is moved: letters, what is pasted, a space behind letters', () => {
    expect(typed('one **‸**', 'x ')).toBe('one **x ‸**')
    expect(typed('one **x‸**', ' ')).toBe('one **x ‸**')
    expect(typed('one **‸**', ' x', 'input.paste')).toBe('one ** x‸**')
    expect(typed('one **‸**', ' ', 'input.type.compose')).toBe('one ** ‸**')
  })
})
