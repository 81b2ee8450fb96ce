import { history, redo, undo } from '@codemirror/commands'
import { ensureSyntaxTree } from '@codemirror/language'
import { EditorState, type StateCommand } from '@codemirror/state'
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { beyondMarks, deleteUnitBefore } from '../../renderer/features/page/beyond-marks'
import { journalMarkdown } from '../../renderer/features/page/dialect'
import { continueBlock, deleteMarkBefore } from '../../renderer/features/page/enter-commands'
import { toComeAt } from '../../renderer/features/page/marks-to-come'
import { pageFilters } from '../../renderer/features/page/page-filters'
import { markCommands } from '../../renderer/features/page/page-keys'
import { pageStatus } from '../../renderer/features/page/page-status'
import { pasted } from '../../renderer/features/page/paste'
import { pasteToCome } from '../../renderer/features/page/paste-to-come'
import { deleteSignBefore } from '../../renderer/features/page/whole-signs'
import { marked } from '../support/marked-text'
import { openState } from '../support/page-state'
import { shownIn, typedAtOnce } from '../support/typed-page'

const commands = { '‹B›': markCommands.bold, '‹I›': markCommands.italic, '‹S›': markCommands.strike }
const backspace = beyondMarks(-1, deleteMarkBefore, deleteSignBefore, deleteUnitBefore)
const isCommand = (step: string): step is keyof typeof commands => step in commands

function opened(text: string): EditorState {
  const at = text.indexOf('‸')
  return EditorState.create({
    doc: text.replace('‸', ''),
    selection: { anchor: at },
    extensions: [EditorState.lineSeparator.of('\n'), journalMarkdown(), history(), pageFilters],
  })
}

function run(command: StateCommand, state: EditorState): EditorState {
  let now = state
  command({ state, dispatch: (made) => (now = made.state) })
  return now
}

/** The page after these keys and commands; `‹←›` puts the caret to the beginning of the text, and `‹⌫›` deletes. */
function pressed(start: string | EditorState, script: string): EditorState {
  let now = typeof start === 'string' ? opened(start) : start
  for (const step of script.split(/(‹.›)/).flatMap((one) => (one.startsWith('‹') ? [one] : Array.from(one)))) {
    ensureSyntaxTree(now, now.doc.length, 10_000)
    if (isCommand(step)) now = run(commands[step], now)
    else if (step === '‹←›') now = now.update({ selection: { anchor: 0 }, userEvent: 'select' }).state
    else if (step === '‹⌫›')
      now = [backspace, deleteUnitBefore].map((command) => run(command, now)).find((made) => made !== now) ?? now
    else if (step === '\n') {
      const next = run(continueBlock, now)
      now = next === now ? typedAtOnce(now, step, 'input') : next
    } else now = typedAtOnce(now, step)
  }
  return now
}

const on = (state: EditorState) => [...pageStatus(state).on].toSorted()

describe('marks for which a key was pressed at the caret', () => {
  it.each([
    ['so ‸', '‹B›', 'so ‸'],
    ['so ‸', '‹B›‹I›‹S›', 'so ‸'],
    ['so ‸', '‹B›‹←›x', 'x‸so '],
    ['彼は‸と', '‹B›‹←›', '‸彼はと'],
    ['**so ‸ on**', '‹B›‹←›', '‸**so  on**'],
    ['so ‸', '‹B›‹B›x', 'so x‸'],
    ['so ‸', '‹B›x', 'so **x‸**'],
    ['so ‸', '‹B›‹I›x', 'so ***x‸***'],
    ['so ‸', '‹B›  x', 'so   **x‸**'],
    ['**so‸**', '‹B›x', '**so**x‸'],
  ])('[P510] are in the text with the words for which they are, and not before: %j, %j', (start, script, end) => {
    expect(marked(pressed(start, script))).toBe(end)
  })

  it.each([
    ['so ‸', '‹B›a‹⌫›b', 'so **b‸**'],
    ['so ‸', '‹B›‹I›日‹⌫›本', 'so ***本‸***'],
    ['so ‸', '‹B›a‹⌫›‹B›b', 'so b‸'],
    ['so ‸', '‹B›a‹⌫›‹←›b', 'b‸so '],
    ['so ‸', '‹B›a‹⌫›‹⌫›b', 'sob‸'],
    ['*so **a‸***', '‹⌫›b', '*so* ***b‸***'],
    ['so **a**‸', '‹⌫›b', 'so b‸'],
    ['so ‸', '‹B›👍🏽‹⌫›‹⌫›x', 'sox‸'],
  ])(
    '[P542] come again with the next letter when the last one between them is deleted: %j, %j',
    (start, script, end) => {
      expect(marked(pressed(start, script))).toBe(end)
    },
  )

  it('[P510] and what is pressed is told', () => {
    expect(on(pressed('so ‸', '‹B›'))).toEqual(['bold'])
    expect(on(pressed('so ‸', '‹B›‹I›'))).toEqual(['bold', 'italic'])
    expect(on(pressed('so ‸', '‹B›‹B›'))).toEqual([])
    expect(on(pressed('**so ‸ on**', '‹B›'))).toEqual([])
    expect(on(pressed('so ‸', '‹B›‹←›'))).toEqual([])
  })

  it.each([
    ['so ‸', '‹B›one ', 'so **one** ‸'],
    ['so ‸', '‹B›one ‹←›', '‸so **one** '],
    ['so ‸', '‹B›one two  three', 'so **one two  three‸**'],
    ['so ‸', '‹B›‹I›one two ', 'so ***one two*** ‸'],
    ['so ‸', '‹S›one ‹S›two', 'so ~~one~~ two‸'],
    ['so ‸', '‹B›one ‹I›two ', 'so **one *two*** ‸'],
    ['so ‸', '‹B›one ‹⌫›s', 'so **ones‸**'],
    ['so ‸', '‹B›one ‹⌫›‹⌫›s', 'so **ons‸**'],
    ['彼は‸と', '‹B›「はい」 ', '彼は&zwnj;**「はい」**&zwnj; ‸と'],
    ['**so‸** on', ' x', '**so x‸** on'],
    ['**so‸** on', ' ‹←›x', 'x‸**so**  on'],
    ['*so‸*', ' ', '*so* ‸'],
    ['`so‸`', ' ', '`so ‸`'],
  ])('[P511] have a space behind them with which words end, till more come: %j, %j', (start, script, end) => {
    expect(marked(pressed(start, script))).toBe(end)
  })

  it('[P511] and the words are still told to be of the kind', () => {
    expect(on(pressed('‸', '‹B›one '))).toEqual(['bold'])
    expect(on(pressed('‸', '‹B›one ‹B›'))).toEqual([])
  })

  it.each([
    ['- one\n- ‸', '‹B›\n', '- one\n\n‸'],
    ['> one\n> ‸', '‹I›\n', '> one\n\n‸'],
    ['- one\n- ‸', '‹B›\nx', '- one\n\nx‸'],
    ['1. ‸', '‹B›one\n\nx', '1. **one**\n\nx‸'],
  ])('[P514] go with an item or a quoted line that Enter ends: %j, %j', (start, script, end) => {
    expect(marked(pressed(start, script))).toBe(end)
  })
})

describe('words that are put in with a space behind them', () => {
  it.each([
    ['so ‸', '‹B›', 'word ', 'so **word** ‸'],
    ['so ‸', '‹B›one ', 'two ', 'so **one two** ‸'],
    ['so ‸', '‹B›', '「はい」 ', 'so **「はい」** ‸'],
    ['so **a‸** on', '', 'b ', 'so **ab** ‸ on'],
    ['so ‸', '', 'word ', 'so word ‸'],
  ])('[P571] end where their marks end, before the space: %j, %j, %j', (start, script, words, end) => {
    const put = typedAtOnce(pressed(start, script), words)
    expect(marked(put)).toBe(end)
    if (end.includes('**')) expect(pressed(put, 'x').doc.toString()).not.toMatch(/\*\* ?x/)
  })
})

describe('pasting where marks are to come', () => {
  const pastedAt = (start: EditorState, markdown: string) => {
    const toCome = toComeAt(start)
    if (!toCome) throw new Error('nothing is to come')
    return start.update(pasteToCome(start, toCome, (into) => pasted(into, markdown))).state
  }

  it.each([
    ['so ‸', '‹B›', 'one two', 'so **one two‸**'],
    ['so ‸', '‹B›', '[here](https://a.de/x_y)', 'so **[here](https://a.de/x_y)‸**'],
    ['so ‸', '‹B›', String.raw`5\*3`, String.raw`so **5\*3‸**`],
    ['so ‸', '‹B›one ', 'two', 'so **one two‸**'],
    ['so ‸', '‹B›', 'trail ', 'so **trail** ‸'],
    ['‸', '‹B›', '## Titel', '## Titel‸'],
    ['so ‸', '‹B›', '- c', 'so \n\n- c‸'],
    ['- a\n- ‸', '‹B›', '- c', '- a\n- c‸'],
    ['彼は‸', '‹B›', 'はい　', '彼は&zwnj;**はい**　‸'],
    ['彼は‸', '‹B›', ' はい', '彼は はい‸'],
    ['so ‸', '‹B›', '**zwei**', 'so **zwei**‸'],
    ['so ‸', '‹I›', '*zwei*', 'so *zwei*‸'],
    ['so ‸', '‹I›', 'a *zwei* c', 'so a *zwei* c‸'],
    ['- a\n- ‸', '‹B›', '- c\n- d', '- a\n- c\n- d‸'],
    ['> ‸', '‹I›', 'one\n\ntwo', '> one\n> \n> two‸'],
  ])('[P570] puts marks around words of one line, and none around all else: %j, %j, %j', (start, script, text, end) => {
    expect(marked(pastedAt(pressed(start, script), text))).toBe(end)
  })

  it.each(['- c\n- d', '\n\n## Titel\n\nText\n\n', 'one\n\ntwo', '| a | b |\n| --- | --- |\n| c | d |'])(
    '[P570] leaves no asterisk beside blocks: %j',
    (text) => {
      for (const script of ['‹B›', '‹I›', '‹S›', '‹B›‹I›'])
        expect(pastedAt(pressed('so ‸', script), text).doc.toString()).not.toMatch(/[*~]/)
      expect(pastedAt(pressed('so ‸', '‹B›one '), text).doc.toString()).toMatch(/^so \*\*one\*\* [^*]*$/)
    },
  )
})

describe('taking back what was made bold at the caret', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('[P512] takes words and marks at once and brings them back so, and takes nothing where none were written', () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const waiting = pressed('so ‸', '‹B›')
    // What comes later than half a second is a step of its own.
    vi.advanceTimersByTime(1000)
    const written = pressed(waiting, 'one')
    expect(marked(run(undo, written))).toBe('so ‸')
    expect(run(redo, run(undo, written)).doc.toString()).toBe('so **one**')
    expect(undo({ state: pressed('so ‸', '‹B›‹←›'), dispatch: () => {} })).toBe(false)
  })

  it('[P513] is so in a shared text, which holds no marks before their words, whatever the partner writes', () => {
    const [own, partner] = [new Y.Doc(), new Y.Doc()]
    own.getText('body').insert(0, 'so ')
    const exchange = () => {
      Y.applyUpdate(partner, Y.encodeStateAsUpdate(own))
      Y.applyUpdate(own, Y.encodeStateAsUpdate(partner))
    }
    exchange()
    const page = openState(own.getText('body'))
    const text = () => own.getText('body').toJSON()
    const type = (words: string) => {
      for (const insert of words) {
        const { head } = page.view.state.selection.main
        const selection = { anchor: head + 1 }
        page.view.dispatch({ changes: { from: head, insert }, selection, userEvent: 'input.type' })
      }
    }
    page.view.dispatch({ selection: { anchor: 3 } })
    markCommands.bold(page.view)
    expect(text()).toBe('so ')
    partner.getText('body').insert(0, 'Ben: ')
    exchange()
    type('one ')
    expect(text()).toBe('Ben: so **one** ')
    partner.getText('body').insert(0, '“')
    exchange()
    type('two ')
    expect(text()).toBe('“Ben: so **one two** ')
    exchange()
    partner.getText('body').insert(partner.getText('body').length, 'and I')
    exchange()
    expect(text()).toBe('“Ben: so **one two** and I')
    page.undo()
    expect(text()).toBe('“Ben: so and I')
    page.redo()
    expect(shownIn(text())).toBe('“Ben: so one two and I')
    page.close()
  })
})
