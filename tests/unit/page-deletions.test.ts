import { redo, undo } from '@codemirror/commands'
import { StateEffect, type StateCommand, type Transaction, type TransactionSpec } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { takenAlong } from '../../renderer/features/page/own-copies'
import { pageFilters } from '../../renderer/features/page/page-filters'
import { withSignsEscaped } from '../../renderer/features/page/typed-signs/unmeant-signs'
import { markRole, newSessionClient } from '../../shared/mark-clients'
import { deletions } from '../support/deletions'
import { marked, stateOf } from '../support/marked-text'
import { openState } from '../support/page-state'

/** What is left when the selection of a marked text is deleted, or something put in its place, as a marked text. */
function edited(text: string, insert = '', userEvent = insert === '' ? 'delete.selection' : 'input.type'): string {
  const state = pageOf(text)
  const { from, to } = state.selection.main
  const edit = { changes: { from, to, insert }, selection: { anchor: from + insert.length } }
  return marked(state.update({ ...edit, userEvent }).state)
}
const pageOf = (text: string) => stateOf(text).update({ effects: StateEffect.appendConfig.of(pageFilters) }).state
const pressed = (key: string, text: string): string => {
  let state = pageOf(text)
  const dispatch = (edit: TransactionSpec | Transaction) => {
    state = ('startState' in edit ? edit : state.update(edit)).state
  }
  deletions[key]?.({
    get state() {
      return state
    },
    dispatch,
  })
  return marked(state)
}

describe('a deletion among backslashes in a row', () => {
  it('[P535] takes those that it reaches, whole, and writes none', () => {
    for (const behind of ['', 'x', '*x*']) {
      const row = '\\'.repeat(64)
      for (let from = 0; from < row.length; from++)
        for (const length of [1, 2, 3]) {
          const to = Math.min(row.length, from + length)
          const reached = Math.ceil(to / 2) - Math.floor(from / 2)
          const text = `${row.slice(0, from)}«${row.slice(from, to)}»${row.slice(to)}${behind}`
          expect(edited(text).replace('‸', '')).toBe(row.slice(2 * reached) + behind)
        }
    }
  })
})

describe('a deletion across the edge of marked words', () => {
  it.each([
    ['so **go«od** d»ay', 'so **go‸**ay'],
    ['s«o **go»od** day', 's‸**od** day'],
    ['a ~~b«c~~ d»e', 'a ~~b‸~~e'],
    ['a *b«c* d»e', 'a *b‸*e'],
    ['a _b«c_ d»e', 'a *b‸*e'],
    ['a `b«c` d»e', 'a `b‸`e'],
    ['a ***b«c*** d»e', 'a ***b‸***e'],
    ['a [b«c](https://example.org) d»e', 'a [b‸](https://example.org)e'],
    ['a **b«c** d **e»f** g', 'a **b‸f** g'],
    ['a **b«c** d *e»f* g', 'a **b‸***f* g'],
    ['a **b «c»** d', 'a **b** ‸ d'],
    ['a **«b» c** d', 'a ‸ **c** d'],
    ['彼は&zwnj;**「こん«にちは」**&zwnj;と»言った', '彼は&zwnj;**「こん‸**&zwnj;言った'],
    ['so« »**「a」** b', 'so‸&zwnj;**「a」** b'],
    ['**a«b**\n\n**c»d**', '**a‸d**'],
    ['**a«b**\n\n- *c»d*', '**a‸***d*'],
    ['[a«b](https://example.org) [c»d](https://example.net)', '[a‸](https://example.org)[d](https://example.net)'],
  ])('[P361] of %j leaves the marks around what remains of the words', (before, left) => {
    expect(edited(before)).toBe(left)
  })

  it.each([
    ['so **«good»** day', 'so ‸ day'],
    ['so «**good**» day', 'so ‸ day'],
    ['so **good«**» day', 'so good‸ day'],
    ['so **good*«*» day', 'so good‸ day'],
    ['so «**»good** day', 'so ‸good day'],
    ['a [b](«https://example.org») c', 'a b‸ c'],
    ['a `«b»` c', 'a ‸ c'],
    ['so &zwnj;**«「はい」»**&zwnj; b', 'so ‸ b'],
    ['a \\«*» b', 'a ‸ b'],
    ['a\\«\n»b', 'a‸b'],
  ])('[P361] of %j takes the marks along that would mean nothing', (before, left) => {
    expect(edited(before)).toBe(left)
  })

  it('[P361] puts what is typed over it among the words that it begins with', () => {
    expect(edited('so **go«od** d»ay', 'x')).toBe('so **gox‸**ay')
    expect(edited('s«o **go»od** day', 'x')).toBe('sx‸**od** day')
    expect(edited('so **«good»** day', 'x')).toBe('so **x‸** day')
    expect(edited('a [b«c](https://example.org) d»e', 'x')).toBe('a [bx‸](https://example.org)e')
    expect(edited('so **go‸od**', 'x\n\ny', 'input.paste')).toBe('so **go**x\n\ny**‸od**')
    expect(edited('so *‸*good** day', 'x')).toBe('so **x‸good** day')
    expect(edited('so **good*‸* day', 'x')).toBe('so **good**x‸ day')
  })

  it('[P362] by a key takes the letter beyond the marks, and Backspace goes along into the words', () => {
    expect(pressed('backspace', 'so **good**‸ day')).toBe('so **goo‸** day')
    expect(pressed('backspace', 'so ***good***‸ day')).toBe('so ***goo‸*** day')
    expect(pressed('backspace', 'so **‸good** day')).toBe('so‸**good** day')
    expect(pressed('backspace', 'so **g**‸ day')).toBe('so ‸ day')
    expect(pressed('backspace', 'はい&zwnj;**「👍🏽」**&zwnj;‸ね')).toBe('はい&zwnj;**「👍🏽‸**&zwnj;ね')
    expect(pressed('backspace', 'a [shop](https://example.org)‸ b')).toBe('a [sho‸](https://example.org) b')
    expect(pressed('backspace', 'a `code`‸ b')).toBe('a `cod‸` b')
    expect(pressed('backspace', 'a **क्षि**‸')).toBe('a **क्ष‸**')
    expect(pressed('backspace', 'a\n**‸b**')).toBe('a‸**b**')
    expect(pressed('backspace', '- **‸b**')).toBe('‸**b**')
    expect(pressed('delete', 'so ‸**good** day')).toBe('so ‸**ood** day')
    expect(pressed('delete', 'so **good‸** day')).toBe('so **good‸**day')
    expect(pressed('delete', '**a‸**\n- b')).toBe('**a‸**b')
    expect(pressed('word before', 'so **one two**‸')).toBe('so **one** ‸')
    expect(pressed('word after', 'so ‸**one two** x')).toBe('so ‸ **two** x')
  })

  it('[P389] puts no backslash before marks that stay, and takes none of them, also between two places of one deletion', () => {
    expect(pressed('backspace', 'a \\*~~‸no~~')).toBe('a ‸~~no~~')
    expect(pressed('backspace', 'a \\*‸~~no~~')).toBe('a ‸~~no~~')
    expect(pressed('backspace', 'a \\***‸bold** b')).toBe('a ‸**bold** b')
    expect(pressed('backspace', 'a \\*`‸code` b')).toBe('a ‸`code` b')
    expect(pressed('backspace', 'a \\*[‸l](https://example.org) b')).toBe('a ‸[l](https://example.org) b')
    expect(pressed('word before', '`co de`ab‸le')).toBe('`co ‸`le')
    expect(pressed('word before', 'able\\*`co de`ab‸le')).toBe('able\\*`co ‸`le')
    expect(pressed('word after', 'un**b‸eliev**able')).toBe('un**b‸**')
    expect(pressed('word after', 'Ab`c‸d`ef gh')).toBe('Ab`c‸` gh')
    expect(pressed('backspace', 'a \\*‸, b')).toBe('a ‸, b')
    expect(pressed('backspace', '5**a *b* c** ‸')).toBe('5**a *b* c**‸')
    expect(pressed('backspace', '5**a *b* c**‸ d')).toBe('5**a *b*** ‸ d')
    // Nor before what a line's end writes again.
    expect(pressed('enter', '- [a‸b](there) c')).toBe('- [a](there)\n- [‸b](there) c')
  })

  it('[P391] keeps marks whole on a long line of words, and leaves one that is nothing but signs as it stands', () => {
    const words = `_lorem_ ${'ipsum dolor sit amet, consetetur sadipscing elitr '.repeat(4)}`.repeat(70)
    expect(edited(`${words}so **go«od** d»ay ${words}`)).toBe(`${words}so **go‸**ay ${words}`)
    const copied = (text: string) => {
      const state = stateOf(text)
      return takenAlong(state, state.selection.main)
    }
    expect(copied(`${words}so **go«od** d»ay ${words}`)).toBe('**od** d')
    for (const signs of ['[a]('.repeat(4000), '['.repeat(8000), '**a *b '.repeat(2000) + ' b* a**'.repeat(2000)]) {
      expect(edited(`so **go«od** d»ay ${signs}`)).toBe(`so **go‸ay ${signs}`)
      expect(copied(`so **go«od** d»ay ${signs}`)).toBe('od** d')
      expect(withSignsEscaped(`5*3*2 ${signs}`)).toBe(`5*3*2 ${signs}`)
    }
  })

  it("[P363] and a line's end within them leaves each part what it was", () => {
    expect(pressed('enter', '- **a‸b**')).toBe('- **a**\n- **‸b**')
    expect(pressed('enter', '# ~~a‸b~~')).toBe('# ~~a~~\n~~‸b~~')
    expect(edited('**a\n‸b**', '\n')).toBe('**a**\n\n**‸b**')
    expect(pressed('enter', '- [a‸b](https://example.org) c')).toBe(
      '- [a](https://example.org)\n- [‸b](https://example.org) c',
    )
    expect(pressed('enter', '- [‸ab](https://example.org)')).toBe('- \n- ‸[ab](https://example.org)')
    expect(pressed('enter', '- `a‸b`')).toBe('- `a`\n- `‸b`')
    expect(pressed('enter', '- **[a‸b](https://example.org)**')).toBe(
      '- [**a**](https://example.org)\n- [**‸b**](https://example.org)',
    )
  })

  it('[P364] is taken back by one undo, caret and selection included, and brought back by one redo', () => {
    for (const before of ['so **go«od** d»ay', 'so« »**「a」** b', 'so **good«**» day', '**a«b**\n\n**c»d**']) {
      let state = pageOf(before)
      const run = (command: StateCommand) => {
        command({ state, dispatch: (edit) => (state = edit.state) })
      }
      const { from, to } = state.selection.main
      state = state.update({ changes: { from, to }, userEvent: 'delete.selection' }).state
      const after = marked(state)
      expect(after).not.toBe(before)
      run(undo)
      expect(marked(state)).toBe(before)
      run(redo)
      expect(state.doc.toString()).toBe(after.replace('‸', ''))
    }
  })

  it('[P364] also in a shared entry, where what is written for it is a mark to every device', () => {
    for (const [before, after] of [
      ['so « »**「a」** b', 'so **「a」** b'],
      ['so« »**「a」** b', 'so&zwnj;**「a」** b'],
      ['so **a «b»** c', 'so **a**  c'],
    ] as const) {
      const { from, to } = stateOf(before).selection.main
      const doc = new Y.Doc()
      doc.clientID = newSessionClient()
      const text = doc.getText('body')
      text.insert(0, stateOf(before).doc.toString())
      const { view, undo: undoShared, redo: redoShared, close } = openState(text)
      const start = text.toJSON()
      view.dispatch(view.state.update({ changes: { from, to }, userEvent: 'delete.selection' }))
      expect(text.toJSON()).toBe(after)
      const roles = rolesIn(text)
      for (const mark of ['&zwnj;**']) if (start !== after && after.includes(mark)) expect(roles).toContain('bold-open')
      undoShared()
      expect(text.toJSON()).toBe(start)
      redoShared()
      expect(text.toJSON()).toBe(after)
      close()
    }
  })
})

/** The roles of what stands in a text. */
function rolesIn(text: Y.Text): (string | null)[] {
  return Array.from({ length: text.length }, (_, at) => {
    const { item } = Y.createRelativePositionFromTypeIndex(text, at)
    return item && markRole(item.client)
  })
}
