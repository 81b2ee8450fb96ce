import { describe, expect, it } from 'vitest'
import { markdownFromHtml, saysMoreThanText } from '../../renderer/features/page/html-to-markdown'
import { pasted } from '../../renderer/features/page/paste'
import { edited } from '../support/marked-text'

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

  it('[P41] pictures, scripts and styles are left out', () => {
    const html = `<p>before<img src="https://track.example/x.png" alt="x" onerror="alert(1)"> <b>after</b></p><script>alert(1)</script>
      <style>p{}</style><svg><text>drawn</text></svg><iframe src="https://evil.example"></iframe>`
    const markdown = markdownFromHtml(html)
    expect(markdown).toBe('before **after**')
    expect(markdownFromHtml('<a href="https://a.example"><img src="https://b.example/x.png"></a>')).toBe('')
  })

  it('[P42] only https and mail links keep their target', () => {
    expect(markdownFromHtml('<a href="https://example.org/a b">a</a>')).toBe('[a](https://example.org/a%20b)')
    expect(markdownFromHtml('<a href="mailto:ana@example.org">Ana</a>')).toBe('[Ana](mailto:ana@example.org)')
    for (const href of ['http://example.org', 'javascript:alert(1)', 'data:text/html,x', '/path', '#top']) {
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
})
