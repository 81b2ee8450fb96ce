import type { EditorState, TransactionSpec } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { parseMarkdown } from '../../renderer/features/page/dialect'
import { draggedIntoRow } from '../../renderer/features/page/dragged-into-row'
import { markdownFromHtml } from '../../renderer/features/page/html-to-markdown'
import { pasted } from '../../renderer/features/page/paste'
import { edited, marked, stateOf } from '../support/marked-text'

const table = (row: string) => `| a | b |\n|---|---|\n${row}\n| y | z |`
type Edit = (state: EditorState) => TransactionSpec | null

const asText =
  (text: string): Edit =>
  (state) => {
    const { from, to } = state.selection.main
    return pasted(state, text, { from, to, isText: true })
  }
const asHtml =
  (html: string): Edit =>
  (state) =>
    pasted(state, markdownFromHtml(html))

/** What comes of a row in the midst of a table, of which nothing else changes. */
function inRow(row: string, edit: Edit): string | undefined {
  const made = edited(table(row), edit) ?? ''
  const [above = '', below = ''] = table('row').split('row')
  expect([made.startsWith(above), made.endsWith(below)]).toEqual([true, true])
  return made.slice(above.length, -below.length)
}

/** Each row of the tables in a text as its cells, in which a bar that is escaped is one. */
function cellsIn(text: string): string[][] {
  const rows: string[][] = []
  parseMarkdown(text).iterate({
    enter({ name, from, to }) {
      if (name === 'TableHeader' || name === 'TableRow') rows.push([])
      if (name === 'TableCell') rows.at(-1)?.push(text.slice(from, to))
    },
  })
  return rows
}

describe('what is pasted into a row of a table', () => {
  it('[P332] is one line, in which a bar is escaped once', () => {
    expect(inRow('| c‸ | d |', asText('x\ny'))).toBe('| cx y‸ | d |')
    expect(inRow('| c | «d» |', asText('x\n\n  y  \n'))).toBe('| c | x y ‸ |')
    expect(inRow('| c ‸ | d |', asText('\n'))).toBe('| c  ‸ | d |')
    expect(inRow('| ‸ | d |', asText('x | y'))).toBe('| x \\| y‸ | d |')
    expect(inRow('| ‸ | d |', asText('x \\| y || \\\\|'))).toBe('| x \\| y \\|\\| \\\\\\|‸ | d |')
    expect(inRow('| c | ‸ |', asText('- x\n- y'))).toBe('| c | - x - y‸ |')
    expect(inRow('c | d‸', asText('x\ny'))).toBe('c | dx y‸')
    expect(inRow('‸c | d', asText('x\ny|'))).toBe('x y\\|‸c | d')
    expect(inRow('| c‸ | d |', asText(' x '))).toBe('| c x ‸ | d |')
  })

  it('[P332] of HTML it is the words of its blocks, and the numbers of its lists', () => {
    expect(inRow('| c | ‸ |', asHtml('<p>x|y</p><p><b>bold</b> words</p>'))).toBe('| c | x\\|y **bold** words‸ |')
    expect(inRow('| c‸ | d |', asHtml('<h2>Day</h2><ul><li>x<ul><li>y</li></ul></li></ul>'))).toBe('| cDay x y‸ | d |')
    expect(inRow('| ‸ | d |', asHtml('<ol start="3"><li>x</li><li>y</li></ol><hr>'))).toBe('| 3. x 4. y‸ | d |')
    expect(inRow('| ‸ | d |', asHtml('<ul><li><input type="checkbox" checked>x</li></ul>'))).toBe('| x‸ | d |')
    expect(inRow('| ‸ | d |', asHtml('<blockquote><p>x<br>y</p></blockquote>'))).toBe('| x y‸ | d |')
    expect(inRow('| ‸ | d |', asHtml('<pre>a | `b`\n*c*</pre>'))).toBe('| ``a \\| `b` *c*``‸ | d |')
    expect(
      inRow('| ‸ | d |', asHtml('<table><tr><td>p|q</td><td>r</td></tr><tr><td>s</td><td>t</td></tr></table>')),
    ).toBe('| p\\|q r s t‸ | d |')
    expect(inRow('| ‸ | d |', asHtml('<p># x</p><p>1. <b>y</b></p>'))).toBe('| \\# x 1\\. **y**‸ | d |')
  })

  it('[P332] beside a backslash it makes no bar a letter, and no letter a bar', () => {
    expect(inRow('|c‸|d|', asText('x\\'))).toBe('|cx\\‸ |d|')
    expect(inRow('|c\\‸ |d|', asText('|x'))).toBe('|c\\\\\\|x‸ |d|')
    expect(inRow('|c\\‸ |d|', asText('\\|x'))).toBe('|c\\\\\\|x‸ |d|')
    expect(inRow('|c\\‸|c|d|', asText('x\\'))).toBe('|cx\\‸ \\|c|d|')
    for (const paste of ['|', '\\', '\\|', '\\\\|', '|\\', 'x\n|', '\\\n|']) {
      for (const row of ['|c‸|d|', '| c\\‸ | d |', '|‸|d|', '| c\\‸| | d |', '|c\\\\‸|d|', '| c | d‸|', '|c|«d»|']) {
        const made = edited(table(row), asText(paste))?.replace('‸', '') ?? ''
        expect(cellsIn(made).map((cells) => cells.length)).toEqual([2, 2, 2])
      }
    }
  })

  it('[P332] stays in lines at the ends of a row where these leave all rows what they are', () => {
    expect(inRow('| c | d |‸', asText('\n| e | f |'))).toBe('| c | d |\n| e | f |‸')
    expect(inRow('‸| c | d |', asText('| e | f |\n'))).toBe('| e | f |\n‸| c | d |')
    expect(inRow('| c | d |‸', asText('| e | f |\n| g | h |'))).toBe('| c | d |\n| e | f |\n| g | h |‸')
    expect(inRow('‸| c | d |', asText('| e | f |'))).toBe('| e | f |\n‸| c | d |')
    expect(inRow('«| c | d |»', asText('| e | f |\n| g | h |'))).toBe('| e | f |\n| g | h |‸')
    const whole = '| p | q |\n| --- | --- |\n| r | s |'
    expect(edited('| a | b |\n|---|---|\n| c | d |‸', (state) => pasted(state, whole))).toBe(
      `| a | b |\n|---|---|\n| c | d |\n\n${whole}‸`,
    )
    expect(edited('‸| a | b |\n|---|---|', (state) => pasted(state, whole))).toBe(`${whole}\n\n‸| a | b |\n|---|---|`)
    expect(edited('«| a | b |\n|---|---|\n| c | d |»', asText('x\ny'))).toBe('x\ny‸')
    expect(edited('| a | b |\n|---|---|\n| c | d |\n‸', asText('x\n\ny'))).toBe(
      '| a | b |\n|---|---|\n| c | d |\nx\n\ny‸',
    )
  })

  it('[P332] comes into the nearest cell where lines would part the table, or words be a cell too many', () => {
    expect(inRow('| c | d |‸', asText('x\ny'))).toBe('| c | d x y‸ |')
    expect(inRow('‸| c | d |', asText('x\n\ny'))).toBe('| x y‸ c | d |')
    expect(inRow('‸|c|d|', asText('x'))).toBe('| x‸ c|d|')
    expect(inRow('| c | |‸', asText('x|\n'))).toBe('| c | x\\|‸ |')
    expect(inRow('|c|d|‸', asText('x\\'))).toBe('|c|d x\\‸ |')
    expect(edited('| a | b |‸\n|---|---|\n| c | d |', asText('\n| e | f |'))).toBe(
      '| a | b \\| e \\| f \\|‸ |\n|---|---|\n| c | d |',
    )
  })

  it('[P332] stays so in quotes and items, whose lists and quotes it doesn’t join', () => {
    expect(edited('> | a | b |\n> |---|---|\n> | c‸ | d |', asText('> x\n> y'))).toBe(
      '> | a | b |\n> |---|---|\n> | c> x > y‸ | d |',
    )
    expect(edited('- | a | b |\n  |---|---|\n  | c ‸| d |', (state) => pasted(state, '- x\n- y'))).toBe(
      '- | a | b |\n  |---|---|\n  | c x y‸| d |',
    )
    expect(edited('> | a | b |\n> |---|---|\n> | c | d |‸', asText('\n| e | f |'))).toBe(
      '> | a | b |\n> |---|---|\n> | c | d |\n> | e | f |‸',
    )
    expect(edited('a | b‸ c', asText('x\ny | z'))).toBe('a | bx\ny | z‸ c')
    expect(edited('```\n| a |\n|---|\n| b‸ |\n```', asText('x\ny|'))).toBe('```\n| a |\n|---|\n| bx\ny|‸ |\n```')
  })

  it('[P332] a part of the page that is dragged into a row comes there as if pasted, and leaves its place', () => {
    const dragged = (text: string, to: string, { isCopied = false } = {}) => {
      const state = stateOf(text)
      const [at, { from, to: end }] = [text.replace(/[«»]/g, '').indexOf(to) + to.length, state.selection.main]
      const drop = { from: at, insert: state.sliceDoc(from, end) }
      const changes = state.changes(isCopied ? drop : [{ from, to: end }, drop])
      const edit = draggedIntoRow(state.update({ changes, userEvent: isCopied ? 'input.drop' : 'move.drop' }))
      return marked(state.update(edit).state)
    }
    expect(dragged(`«one\ntwo|»\n\n${table('| c | d |')}`, '| c')).toBe(`\n\n${table('| cone two\\|‸ | d |')}`)
    expect(dragged(`${table('| c | d |')}\n\n«one\ntwo»`, '| c', { isCopied: true })).toBe(
      `${table('| cone two‸ | d |')}\n\none\ntwo`,
    )
    expect(dragged(table('| c | «d» |'), '| c')).toBe(table('| cd‸ |  |'))
    const untouched = stateOf('«one\ntwo»\n\nwords').update({
      changes: { from: 10, insert: 'one\ntwo' },
      userEvent: 'input.drop',
    })
    expect(draggedIntoRow(untouched)).toBe(untouched)
  })
})

it('[P332] a bar that code in a cell of a pasted table has behind a backslash ends no cell', () => {
  const made = markdownFromHtml('<table><tr><td><code>a\\|b</code></td><td>c\\|d</td></tr></table>')
  expect(made).toBe('| `a\\|b` | c\\\\\\|d |\n| --- | --- |')
  expect(cellsIn(made)).toEqual([['`a\\|b`', 'c\\\\\\|d']])
})
