import { undo } from '@codemirror/commands'
import type { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { markdownFromHtml, saysMoreThanText } from '../../renderer/features/page/html-to-markdown'
import { pasted } from '../../renderer/features/page/paste'
import { edited, marked, stateOf, transactionOf } from '../support/marked-text'

describe('pasted HTML', () => {
  it('[P40] headings, emphasis, lists, quotes, rules and code become Markdown', () => {
    const html = `<h2>Day</h2><p>We <b>walked</b> <em>far</em> and <del>ran</del>.</p><ul><li>rain<ul><li>wind</li></ul></li><li>sun</li></ul>
      <ol start="3"><li>three</li><li>four</li></ol><blockquote><p>so</p></blockquote><hr><pre><code>x = 1</code></pre>`
    expect(markdownFromHtml(html)).toBe(
      '## Day\n\nWe **walked** *far* and ~~ran~~.\n\n- rain\n  - wind\n- sun\n\n3. three\n4. four\n\n> so\n\n---\n\n```\nx = 1\n```',
    )
  })

  it('[P40] checklists and tables become Markdown', () => {
    expect(
      markdownFromHtml('<ul><li><input type="checkbox" checked> done</li><li><input type="checkbox"> open</li></ul>'),
    ).toBe('- [x] done\n- [ ] open')
    expect(markdownFromHtml('<ul><li role="checkbox" aria-checked="true">done</li></ul>')).toBe('- [x] done')
    const table =
      '<table><thead><tr><th>Day</th><th>Place</th></tr></thead><tbody><tr><td>Mon</td><td>River</td></tr></tbody></table>'
    expect(markdownFromHtml(table)).toBe('| Day | Place |\n| --- | --- |\n| Mon | River |')
  })

  it('[P41] scripts, styles and pictures without a description are left out', () => {
    const html = `<p>before<img src="https://track.example/x.png" onerror="alert(1)"> <b>after</b></p><script>alert(1)</script>
      <style>p{}</style><svg><text>drawn</text></svg><iframe src="https://evil.example"></iframe>`
    const markdown = markdownFromHtml(html)
    expect(markdown).toBe('before **after**')
    expect(markdownFromHtml('<a href="https://a.example"><img src="https://b.example/x.png"></a>')).toBe('')
  })

  it('[P42] only https and mail links keep their target', () => {
    expect(markdownFromHtml('<a href="https://example.org/a b">a</a>')).toBe('[a](https://example.org/a%20b)')
    expect(markdownFromHtml('<a href="mailto:ana@example.org">Ana</a>')).toBe('[Ana](mailto:ana@example.org)')
    expect(markdownFromHtml('<p>see <a href="http://example.org/a_b">this</a></p>')).toBe(
      'see this (http://example.org/a_b)',
    )
    for (const href of ['javascript:alert(1)', 'file:///etc/hosts', 'data:text/html,x', '/path', '#top']) {
      expect(markdownFromHtml(`<p>see <a href="${href}">this</a></p>`)).toBe('see this')
    }
  })

  it('[P43] what office suites say by style is read, and their wrapping is not', () => {
    const html = `<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:700">Bold</span> and
      <span style="font-style:italic">slanted</span></p></b>`
    expect(markdownFromHtml(html)).toBe('**Bold** and *slanted*')
  })

  it('[P43] HTML that says no more than its plain text is taken as plain text', () => {
    expect(saysMoreThanText('<div style="font-family:monospace"><span># one</span></div>')).toBe(false)
    expect(saysMoreThanText('<p>a <strong>b</strong></p>')).toBe(true)
  })

  it('[P44] letters that would be marks stay letters', () => {
    expect(markdownFromHtml('<p>2 * 3 * 4 <b>_x_</b> # 1</p>')).toContain('\\*')
    expect(markdownFromHtml('<p># no <b>heading</b></p>')).toBe('\\# no **heading**')
  })
})

describe('where pasted Markdown goes', () => {
  it('[P45] words go where the caret is, blocks stand apart from the words around', () => {
    expect(edited('one ‸ two', (state) => pasted(state, '**x**'))).toBe('one **x**‸ two')
    expect(edited('one‸', (state) => pasted(state, '- a\n- b'))).toBe('one\n\n- a\n- b‸')
    expect(edited('‸two', (state) => pasted(state, '## a'))).toBe('## a\n\n‸two')
    expect(edited('> one‸', (state) => pasted(state, 'a\n\nb'))).toBe('> onea\n> \n> b‸')
    expect(edited('one «two» three', (state) => pasted(state, 'x'))).toBe('one x‸ three')
  })

  const textPasted = (text: string) => (state: EditorState) => pasted(state, text, { ...range(state), isText: true })
  const range = ({ selection: { main } }: EditorState) => ({ from: main.from, to: main.to })

  it('[P268] a list pasted into an item without words takes its place, levels and numbers as they are', () => {
    for (const paste of [(text: string) => (state: EditorState) => pasted(state, text), textPasted]) {
      expect(edited('- [ ] ‸', paste('- [ ] b'))).toBe('- [ ] b‸')
      expect(edited('- a\n- ‸\n- z', paste('- b\n  - c\n- d'))).toBe('- a\n- b\n  - c\n- d‸\n- z')
      expect(edited('- a\n  - ‸', paste('- b\n  - c\n- d'))).toBe('- a\n  - b\n    - c\n  - d‸')
      expect(edited('> 1. ‸', paste('7. b\n9. c'))).toBe('> 7. b\n> 9. c‸')
      expect(edited('- ‸z', paste('- [x] b\n- c'))).toBe('- [x] b\n- c‸\n- z')
      expect(edited('1. a\n2. ‸', paste('   - b\n   - c'))).toBe('1. a\n- b\n- c‸')
    }
    const before = stateOf('- [ ] a\n- [ ] ‸z')
    const back = transactionOf(undo, before.update(pasted(before, '- b\n- c')).state)
    expect(back && marked(back.state)).toBe('- [ ] a\n- [ ] ‸z')
  })

  it('[P268] a list pasted into an item with words follows it, and what stood behind the caret follows the list', () => {
    expect(edited('- a‸', (state) => pasted(state, '- b\n- c'))).toBe('- a\n- b\n- c‸')
    expect(edited('- a‸', textPasted('- b'))).toBe('- a\n- b‸')
    expect(edited('  1. a‸z', (state) => pasted(state, '1. b\n2. c'))).toBe('  1. a\n  1. b\n  2. c‸\n  2. z')
    expect(edited('- [x] a‸z', textPasted('- b\n- c'))).toBe('- [x] a\n- b\n- c‸\n- [ ] z')
    expect(edited('- buy ‸ today', textPasted('- [ ] milk'))).toBe('- buy milk‸ today')
    expect(edited('- a\n  more‸', (state) => pasted(state, '- b\n- c'))).toBe('- a\n  more\n- b\n- c‸')
  })

  it('[P268] a list copied on a page from its first word on joins the list too', () => {
    expect(edited('- ‸', textPasted('a\n- b\n  - c'))).toBe('- a\n- b\n  - c‸')
    expect(edited('> - z\n>   - ‸', textPasted('a\n- b'))).toBe('> - z\n>   - a\n>   - b‸')
    expect(edited('- x‸', textPasted('\n- b'))).toBe('- x\n- b‸')
  })

  it('[P300] a number in a pasted text that counts on from nothing is words: none is lost, and its line stays in the item', () => {
    expect(edited('- am ‸ war schön', textPasted('14. April'))).toBe('- am 14. April‸ war schön')
    expect(edited('- am ‸', textPasted('14. April'))).toBe('- am 14. April‸')
    expect(edited('- ‸', textPasted('2024. What a year!'))).toBe('- 2024. What a year!‸')
    expect(edited('- a‸', textPasted('Hi\n14. April\nBye'))).toBe('- aHi\n  14. April\n  Bye‸')
    expect(edited('- ‸', textPasted('5. five\n9. nine'))).toBe('- 5. five\n  9. nine‸')
    expect(edited('- a ‸ c', textPasted('1. May'))).toBe('- a 1. May‸ c')
    expect(edited('1. a‸', textPasted('2. b'))).toBe('1. a\n2. b‸')
    expect(edited('- a‸', textPasted('5. b\n6. c'))).toBe('- a\n5. b\n6. c‸')
    expect(edited('- a‸', textPasted('5. [ ] b'))).toBe('- a\n5. [ ] b‸')
  })

  it('[P300] the item behind a pasted list counts on as Enter does, in its writing and to nine figures', () => {
    expect(edited('01. a‸z', textPasted('- b\n- c'))).toBe('01. a\n- b\n- c‸\n02. z')
    expect(edited('999999998. a\n999999999. b‸z', textPasted('- c\n- d'))).toBe(
      '999999998. a\n999999999. b\n- c\n- d‸\n999999999. z',
    )
  })

  it('[P537] a list pasted into a list, or as lines of their own below it, keeps its own numbers', () => {
    for (const before of ['5. a\n', '4. z\n5. a\n', '4. z\n5. a', '4. z\n5. a\n6. ', '1. a\n', '- a\n'])
      for (const isText of [false, true]) {
        const state = stateOf(`${before}‸`)
        const is = state.update(pasted(state, '1. b\n2. c', { from: before.length, to: before.length, isText })).state
        expect(is.doc.toString()).toBe(`${before.replace(/6\. $/, '').trimEnd()}\n1. b\n2. c`)
      }
  })

  it('[P269] what is pasted stays in the quote, the item or the code that is there', () => {
    expect(edited('- ‸', textPasted('x\n\ny'))).toBe('- x\n\n  y‸')
    expect(edited('001. a‸b', textPasted('x\ny'))).toBe('001. ax\n     y‸b')
    expect(edited('> a‸ b', textPasted('x\ny'))).toBe('> ax\n> y‸ b')
    expect(edited('> - a‸', textPasted('x\ny'))).toBe('> - ax\n>   y‸')
    expect(edited('- a‸', (state) => pasted(state, '## h\n\nb'))).toBe('- a\n\n  ## h\n\n  b‸')
    expect(edited('- a‸', (state) => pasted(state, 'To buy:\n\n- b'))).toBe('- aTo buy:\n\n  - b‸')
    expect(edited('```\na‸\n```', textPasted('- x\n> y'))).toBe('```\na- x\n> y‸\n```')
    expect(edited('> - ```\n>   a‸\n>   ```', textPasted('x\n\ny'))).toBe('> - ```\n>   ax\n>   \n>   y‸\n>   ```')
  })

  it('[P269] a quote pasted into a quote is one quote, and a heading one heading', () => {
    expect(edited('> ‸', (state) => pasted(state, '> b\n>\n> c'))).toBe('> b\n> \n> c‸')
    expect(edited('> ‸', textPasted('> b\n> > c'))).toBe('> b\n> > c‸')
    expect(edited('# ‸', (state) => pasted(state, '## b'))).toBe('## b‸')
    expect(edited('# a‸c', textPasted('x\ny'))).toBe('# ax\ny‸c')
  })

  it('[P269] text that lands among plain words stays what it was', () => {
    expect(edited('one ‸ two', textPasted('x\n- y\n> z'))).toBe('one x\n- y\n> z‸ two')
    expect(edited('«one»', textPasted('# x'))).toBe('# x‸')
  })
})
