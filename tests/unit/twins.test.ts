import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { continueBlock } from '../../renderer/features/page/enter-commands'
import { outdentItems } from '../../renderer/features/page/indent-commands'
import { markCommands } from '../../renderer/features/page/page-keys'
import { createSettling } from '../../renderer/sync/settling'
import { openState } from '../support/page-state'
import { commandNames, runMixed, runTwins, withoutTyped } from '../support/twin-runs'

/** Each is some 20 ms. `TWIN_RUNS=1000` takes more, `TWIN_SEED=7` begins elsewhere; both are in a failure's words. */
const runs = Number(process.env.TWIN_RUNS ?? 8)
const firstSeed = Number(process.env.TWIN_SEED ?? 1)
const seeds = Array.from({ length: runs }, (_, at) => firstSeed + at)

describe('what three devices do to one place, apart or within a moment, while each types there', () => {
  for (const after of ['nothing', 'undo', 'redo'] as const) {
    const title = {
      nothing: '[R100] is as if one had done it, by every command',
      undo: '[R101] is undone by whoever undoes it, once, and no letter with it, by every command',
      redo: '[R101] is there once when it is redone, by every command',
    }[after]
    it(title, () => {
      for (const name of commandNames) {
        for (const seed of seeds) {
          const { texts, expected, lost } = runTwins({ seed, name, after }, openState)
          expect({ seed, name, lost, texts: new Set(texts.map(withoutTyped)) }).toEqual({
            seed,
            name,
            lost: '',
            texts: new Set([expected]),
          })
          expect(new Set(texts).size, `${name}, seed ${seed}: one text on all pages`).toBe(1)
        }
      }
    })
  }

  it('[R102] in any mix, with lines deleted, undone and redone, breaks no box, loses no letter and ends equal', () => {
    for (const seed of seeds) {
      const { diverged, lost, boxes } = runMixed({ seed, steps: 120 }, openState)
      expect({ seed, diverged, lost, boxes }).toEqual({ seed, diverged: false, lost: '', boxes: 0 })
    }
  })
})

describe('what one does to several lines', () => {
  it('[R210] is taken back whole by one undo and brought back by one redo, by every command and any lines', () => {
    const lines = ['milk', '- milk', '- [ ] milk', '- [x] milk', '1. milk', '1. [ ] milk', '## milk', '> milk']
    const pairs = lines.flatMap((above) => lines.map((below) => `${above}\n${below}\n\n- last`))
    for (const [name, command] of Object.entries(markCommands)) {
      for (const before of pairs) {
        const text = new Y.Doc().getText('body')
        text.insert(0, before)
        const { view, undo, redo, close } = openState(text)
        view.dispatch({ selection: { anchor: 0, head: before.length } })
        command(view)
        const after = text.toJSON()
        undo()
        expect.soft(text.toJSON(), `${name}, undone`).toBe(before)
        redo()
        expect.soft(text.toJSON(), `${name} of ${JSON.stringify(before)}, redone`).toBe(after)
        close()
      }
    }
  })
})

describe('what one does to one place again and again', () => {
  it('[R240] is taken back step by step, and brought back step by step, by any two commands in turn', () => {
    for (const mark of ['', '## ', '- ', '- [ ] ', '1.   ', '> ']) {
      for (const [first, one] of Object.entries(markCommands)) {
        for (const [second, other] of Object.entries(markCommands)) {
          const text = new Y.Doc().getText('body')
          text.insert(0, `above\n\n${mark}milk and eggs`)
          const { view, undo, redo, close } = openState(text)
          view.dispatch({ selection: { anchor: 7 + mark.length, head: 11 + mark.length } })
          const texts = [text.toJSON()]
          for (const command of [one, other, one, other]) {
            command(view)
            if (text.toJSON() !== texts.at(-1)) texts.push(text.toJSON())
          }
          for (const direction of [undo, redo, undo]) {
            const expected = direction === undo ? texts.toReversed() : texts
            for (const step of expected.slice(1)) {
              direction()
              expect.soft(text.toJSON(), `${first} and ${second} on '${mark}', ${direction.name}`).toBe(step)
            }
          }
          close()
        }
      }
    }
  })

  it('[R240] is taken back also where it was typed, taken out by a command and put back', () => {
    const text = new Y.Doc().getText('body')
    text.insert(0, '* onetwo')
    const { view, undo, close } = openState(text)
    view.dispatch({ selection: { anchor: 5 } })
    continueBlock(view)
    expect(text.toJSON()).toBe('* one\n* two')
    markCommands['heading-2'](view)
    expect(text.toJSON()).toBe('* one\n## two')
    undo()
    undo()
    expect(text.toJSON()).toBe('* onetwo')
    close()
  })

  it('[R240] is taken back to its last space where what is left of its indent was taken out and put back since', () => {
    const text = new Y.Doc().getText('body')
    const written = '1. one\\\\\n    two'
    text.insert(0, written)
    const { view, undo, close } = openState(text)
    view.dispatch({ selection: { anchor: 3, head: written.length } })
    markCommands.checklist(view)
    expect(text.toJSON()).toBe('- [ ] one\\\\\n   - [ ] two')
    view.dispatch({ selection: { anchor: text.length } })
    outdentItems(view)
    expect(text.toJSON()).toBe('- [ ] one\\\\\n- [ ] two')
    undo()
    undo()
    expect(text.toJSON()).toBe(written)
    close()
  })
})

describe('a heading whose mark is written with more space', () => {
  it('[R240] is changed and taken off as a whole, and comes back by as many steps', () => {
    const text = new Y.Doc().getText('body')
    text.insert(0, '#   one')
    const { view, undo, close } = openState(text)
    markCommands['heading-2'](view)
    expect(text.toJSON()).toBe('##   one')
    markCommands.paragraph(view)
    expect(text.toJSON()).toBe('one')
    undo()
    undo()
    expect(text.toJSON()).toBe('#   one')
    close()
  })
})

describe('what people type', () => {
  it('[R103] by hand, the same on both sides, stays on both: it is theirs', () => {
    const docs = [new Y.Doc(), new Y.Doc()]
    const texts = docs.map((doc) => doc.getText('body'))
    for (const doc of docs) createSettling(doc).release()
    for (const text of texts) text.insert(0, '# milk')
    const [a = new Y.Doc(), b = a] = docs
    Y.applyUpdate(a, Y.encodeStateAsUpdate(b))
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a))
    for (const text of texts) expect(text.toJSON()).toBe('# milk# milk')
  })
})
