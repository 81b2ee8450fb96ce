import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { markdownFromHtml, saysMoreThanText } from '../../renderer/features/page/html-to-markdown'

/** HTML as one program puts it on the clipboard, and the Markdown that says the same. */
const copied = (name: string) => ({
  html: readFileSync(new URL(`../support/pastes/${name}.html`, import.meta.url), 'utf8'),
  markdown: readFileSync(new URL(`../support/pastes/${name}.md`, import.meta.url), 'utf8').replace(/\n$/, ''),
})

describe('pasted HTML, as programs write it', () => {
  it.each([
    'apple-notes',
    'chromium-page',
    'gmail',
    'google-docs',
    'newsletter',
    'outlook-table',
    'task-lists',
    'whatsapp',
    'word',
  ])('[P260] %s', (name) => {
    const { html, markdown } = copied(name)
    expect(saysMoreThanText(html)).toBe(true)
    expect(markdownFromHtml(html)).toBe(markdown)
  })
})

describe('addresses in pasted HTML', () => {
  it('[P261] one among words is what it was, whatever signs it holds', () => {
    for (const address of [
      'https://text.com/some_page',
      'https://text.com/_a_/b*c*d~~e~~f',
      'https://text.com/a?b[]=1&c[]=2',
      'www.text.com/some_page_x',
      'ana_maria_b@example.org',
    ]) {
      expect(markdownFromHtml(`<p>see ${address.replace('&', '&amp;')} <b>now</b></p>`)).toBe(`see ${address} **now**`)
    }
    expect(markdownFromHtml('<p>some_page, _so_ <code>https://a.example/b_c*d</code></p>')).toBe(
      'some_page, \\_so\\_ `https://a.example/b_c*d`',
    )
  })

  it('[P261] a link whose words are its address is the address alone, wherever it would be read as that', () => {
    const link = (href: string, words = href) => `<a href="${href}">${words}</a>`
    expect(
      markdownFromHtml(`${link('https://a.example/b_c_d')}, ${link('mailto:ana_b@a.example', 'ana_b@a.example')}`),
    ).toBe('https://a.example/b_c_d, ana_b@a.example')
    expect(markdownFromHtml(`${link('https://a.example/b')}を見て`)).toBe(
      '[https://a.example/b](https://a.example/b)を見て',
    )
    expect(markdownFromHtml(link('https://b.example/', 'https://a.example/'))).toBe(
      '[https://a.example/](https://b.example/)',
    )
    expect(markdownFromHtml('<b>https://a.example/b_c</b>more')).toBe('**<https://a.example/b_c>**&zwnj;more')
    expect(markdownFromHtml('*https://a.example/b*, so')).toBe('\\*<https://a.example/b>\\*, so')
  })

  it('[P261] a link opens what it opened, with whatever signs its target is written', () => {
    const target = (href: string) => /^\[x\]\((.*)\)$/.exec(markdownFromHtml(`<a href="${href}">x</a>`))?.[1]
    expect(target('https://a.example/b_(c)?d=1&amp;e=2')).toBe('https://a.example/b_%28c%29?d=1&e=2')
    expect(target('https://a.example/zwei Wörter')).toBe('https://a.example/zwei%20W%C3%B6rter')
    expect(markdownFromHtml('<p>so!<a href="https://a.example/">[x]</a></p>')).toBe(
      'so\\![\\[x\\]](https://a.example/)',
    )
  })
})

describe('how pasted words are set', () => {
  it('[P262] bold is bold once, line by line, and never around nothing', () => {
    for (const [html, markdown] of [
      ['<b>a <span style="font-weight:700">b</span> c</b>', '**a b c**'],
      ['<strong><b>a</b></strong><b>b</b> <b>c</b>', '**ab c**'],
      ['<b>a<br>b</b>', '**a**\n**b**'],
      ['<b><p>a</p><p>b</p></b>', '**a**\n\n**b**'],
      ['<b><ul><li>a</li><li>b</li></ul></b>', '- **a**\n- **b**'],
      ['<div style="font-weight:bold"><div>a</div><div>b</div></div>', '**a**\n**b**'],
      ['a<b> b </b>c<b> </b><i></i>d', 'a **b** c d'],
      ['<b style="font-weight:normal">a <b style="mso-bidi-font-weight:normal">b</b></b>', 'a **b**'],
      ['<h2><b>a</b></h2>', '## a'],
      ['<i>a <b>b</b> c</i>', '*a **b** c*'],
      ['<b>a</b><i>b</i>', '**a**&zwnj;*b*'],
      ['<p style="text-decoration: line-through">a</p><u>b</u><mark>c</mark><sub>d</sub>', '~~a~~\n\nbcd'],
      ['<b>see <a href="https://a.example/">this</a> now</b>', '**see [this](https://a.example/) now**'],
    ] as const) {
      expect(markdownFromHtml(html), html).toBe(markdown)
    }
  })

  it('[P262] marks beside punctuation mean what they are for', () => {
    expect(markdownFromHtml('彼は<b>「こんにちは」</b>と言った')).toBe('彼は&zwnj;**「こんにちは」**&zwnj;と言った')
    expect(markdownFromHtml('<p>about<i>$5</i> for <b>😘</b>!</p>')).toBe('about&zwnj;*$5* for **😘**!')
  })

  it('[P262] letters that would be marks stay letters, and as few as may be get a backslash', () => {
    for (const [html, markdown] of [
      ['snake_case, 5 &lt; 6, a &amp; b, C:\\Users', 'snake_case, 5 < 6, a & b, C:\\Users'],
      ['__init__ &lt;b&gt; &amp;zwnj; \\*', '\\_\\_init\\_\\_ \\<b> \\&zwnj; \\\\\\*'],
      ['14. April', '14\\. April'],
      ['- a<br>+ b<br>+1', '\\- a\n\\+ b\n+1'],
      ['a | b<br>--- | ---', 'a | b\n\\--- | ---'],
    ] as const) {
      expect(markdownFromHtml(`<p>${html}</p>`), html).toBe(markdown)
    }
  })
})

describe('pasted pictures', () => {
  it('[P263] a picture that draws an emoji becomes it, whoever drew it', () => {
    for (const sign of ['😘', '❤️', '👍🏽', '👨‍👩‍👧', '🇩🇪', '1️⃣', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '☺']) {
      expect(markdownFromHtml(`<p>so <img class="x" src="https://a.example/1.png" alt="${sign}"> there</p>`)).toBe(
        `so ${sign} there`,
      )
      expect(saysMoreThanText(`<span>so</span><img alt="${sign}">`)).toBe(true)
    }
    expect(markdownFromHtml('<img data-emoji="😘" aria-hidden="true" alt="😘"><img alt=":tada:">')).toBe('😘:tada:')
  })

  it('[P263] any other leaves what it is described as in brackets, an ornament nothing', () => {
    expect(markdownFromHtml('<p>a <img alt="The\n river, at dawn"> (so)</p>')).toBe('a \\[The river, at dawn\\] (so)')
    expect(markdownFromHtml('<a href="https://a.example/"><img alt="Map"></a>')).toBe('[\\[Map\\]](https://a.example/)')
    expect(
      markdownFromHtml('<picture><source><img alt="Map"></picture><svg role="img"><title>Chart</title></svg>'),
    ).toBe('\\[Map\\]\\[Chart\\]')
    for (const html of [
      '<img>',
      '<img alt="">',
      '<img alt="x" width="1" height="1">',
      '<img alt="x" role="presentation">',
      '<img alt="x" aria-hidden="true">',
      '<svg><title>Icon</title></svg>',
    ]) {
      expect(markdownFromHtml(`<p>a ${html}</p>`), html).toBe('a')
    }
  })
})

describe('pasted lists', () => {
  it('[P301] a number by which Word counts stays in the figures and signs of any script', () => {
    const paragraph = (sign: string) =>
      `<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>${sign}<span>&nbsp; </span></span>x</p>`
    for (const sign of ['7-', '(7)', '７．', '٧.', '۷-', '७.', '⑦', '7、', '7º', '第7条', '1.7.']) {
      expect(markdownFromHtml(paragraph(sign))).toBe('7. x')
    }
    expect(markdownFromHtml(paragraph('一、') + paragraph('二、'))).toBe('1. x\n2. x')
    expect(markdownFromHtml(paragraph('أ-') + paragraph('ب-'))).toBe('1. x\n2. x')
    for (const sign of ['·', 'o', '§', 'Ø', '-', '•', '–']) expect(markdownFromHtml(paragraph(sign))).toBe('- x')
  })

  it('[P264] a list straight within a list keeps its level', () => {
    expect(markdownFromHtml('<ul><li>a</li><ul><li>b</li><ol><li>c</li></ol></ul><li>d</li></ul>')).toBe(
      '- a\n  - b\n    1. c\n- d',
    )
    expect(
      markdownFromHtml('<ul><ul><li>a</li></ul><li>b</li><li style="list-style:none"><ul><li>c</li></ul></li></ul>'),
    ).toBe('- a\n- b\n  - c')
    expect(markdownFromHtml('<li>a</li><li>b</li>')).toBe('- a\n- b')
    const indented = (indent: number, words: string) => `<ul data-indent="${indent}"><li>${words}</li></ul>`
    expect(markdownFromHtml([0, 1, 2, 0].map((indent, at) => indented(indent, `${at}`)).join(''))).toBe(
      '- 0\n  - 1\n    - 2\n- 3',
    )
  })

  it('[P264] numbers are those that were shown', () => {
    expect(markdownFromHtml('<ol start="3"><li>a</li><li value="9">b</li><li>c</li></ol>')).toBe('3. a\n9. b\n10. c')
    expect(markdownFromHtml('<ol reversed><li>a</li><li>b</li></ol>')).toBe('2. a\n1. b')
    expect(markdownFromHtml('<ol type="a" start="2"><li>a</li><li>b</li></ol>')).toBe('2. a\n3. b')
  })

  it('[P264] what an item holds stays in it', () => {
    expect(
      markdownFromHtml('<ul><li><p>a</p><p>b</p><ul><li>c</li></ul>d</li><li><blockquote>e</blockquote></li></ul>'),
    ).toBe('- a\n\n  b\n  - c\n\n  d\n- > e')
    expect(markdownFromHtml('<ol><li>a<br>b<pre>c\n\nd </pre></li></ol>')).toBe(
      '1. a\n   b\n\n   ```\n   c\n\n   d \n   ```',
    )
  })
})

describe('pasted tables', () => {
  it('[P265] rows and columns of words are a table, in which a bar is escaped once', () => {
    expect(
      markdownFromHtml(
        '<table><tr><td>a|b</td><td>c<br>d</td></tr><tr><td><p>e</p></td><td><code>f|g</code></td></tr></table>',
      ),
    ).toBe('| a\\|b | c d |\n| --- | --- |\n| e | `f\\|g` |')
    expect(
      markdownFromHtml(
        '<table><tr><th colspan="2">a</th><th>b</th></tr><tr><td rowspan="2">c</td><td>d</td><td>e</td></tr><tr><td>f</td><td>g</td></tr></table>',
      ),
    ).toBe('| a |  | b |\n| --- | --- | --- |\n| c | d | e |\n|  | f | g |')
  })

  it('[P265] one cell is its text, and what only lays out a page is its lines', () => {
    expect(markdownFromHtml('<table><tr><td>only a | cell</td></tr></table>')).toBe('only a | cell')
    expect(markdownFromHtml('<table role="presentation"><tr><td>a</td><td>b</td></tr></table>')).toBe('a\nb')
    expect(markdownFromHtml('<table><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></table>')).toBe('a\nb\nc')
    expect(
      markdownFromHtml(
        '<table><tr><td><p>a</p><p>b</p></td><td><table><tr><td>c</td><td>d</td></tr></table></td></tr></table>',
      ),
    ).toBe('a\n\nb\n\nc\nd')
  })
})

describe('spaces and lines of pasted HTML', () => {
  it('[P266] a no-break space that somebody wrote stays, one that a program wrote is a space', () => {
    const shown = (html: string) => markdownFromHtml(`<p>${html}</p>`)
    expect(shown('Bonjour&nbsp;! «&nbsp;oui&nbsp;» 10&nbsp;000&nbsp;€')).toBe(
      'Bonjour\u00A0! «\u00A0oui\u00A0» 10\u00A0000\u00A0€',
    )
    expect(shown('<b>Attention</b>&nbsp;: 5\u202F000')).toBe('**Attention**\u00A0: 5\u202F000')
    expect(shown('a&nbsp; b<span>&nbsp;</span><b>c</b>&nbsp;')).toBe('a b **c**')
    expect(shown('\u3000彼\u3000<b>\u3000は</b>')).toBe('\u3000彼\u3000\u3000**は**')
  })

  it('[P266] what only looks like a style is what it was', () => {
    expect(markdownFromHtml('<p>&lt;p style="x" STYLE = y></p><pre>a style="b"</pre>')).toBe(
      '\\<p style="x" STYLE = y>\n\n```\na style="b"\n```',
    )
    expect(markdownFromHtml('<a href="https://a.example/? style=1" STYLE = "font-weight:700">x</a>')).toBe(
      '[**x**](https://a.example/?%20style=1)',
    )
  })

  it('[P266] lines are those that were seen', () => {
    expect(markdownFromHtml('<div>a</div><div>b<br></div><div><br></div><div>c</div>')).toBe('a\nb\n\nc')
    expect(markdownFromHtml('<span style="white-space: pre-wrap">a\r\n b\n\nc</span>')).toBe('a\nb\n\nc')
    expect(markdownFromHtml('<p>a\n  b\u000Bc\0\uFEFFd</p>')).toBe('a b\ncd')
    expect(markdownFromHtml('<div style="display:none">x</div><p hidden>y</p><p>a</p>')).toBe('a')
  })
})

describe('HTML beyond measure', () => {
  it('[P267] keeps its words, however deep and however many they are', () => {
    const deep = (open: string, words = 'words') => markdownFromHtml(open.repeat(1000) + words)
    expect(deep('<div>')).toBe('words')
    expect(deep('<b>')).toContain('words')
    expect(deep('<table><tr><td>')).toBe('words')
    expect(deep('<blockquote>').length).toBeLessThan(100)
    expect(deep('<ul><li>a').length).toBeLessThan(200_000)
    const long = markdownFromHtml(`<b>${'a<i>b</i>'.repeat(40_000)}</b>`)
    expect(long.replaceAll(/\*|&zwnj;/g, '')).toBe('ab'.repeat(40_000))
  })

  it('[P331] is read in time that grows with its length, whatever stands in a row in it', () => {
    const row = (sign: string) => sign.repeat(1_000_000)
    const read = (html: string) => markdownFromHtml(html).length
    expect(read(`<p>${row('-')}x</p>`)).toBe(1_000_001)
    expect(read(`<h1>${row('#')}x</h1>`)).toBe(1_000_003)
    expect(read(`<p style="white-space: pre">a${row(' ')}x<br>b</p>`)).toBe(1_000_004)
    expect(read(`<pre>a${row('\n')}x</pre>`)).toBe(1_000_010)
    expect(read(`<p style="white-space: pre">${row(' ')}x`)).toBe(1_000_001)
    expect(read(`<p style="white-space: pre">${row('\n')}x`)).toBe(1)
    expect(read(`a${'<div>&nbsp;</div>'.repeat(100_000)}b`)).toBe(100_003)
    expect(read(`<style>${row('p')}{${row('{')}</style><style>${row(',')}${row('/')}</style>x`)).toBe(1)
    expect(read(`<pre>${`<div>${'word '.repeat(20)}</div>`.repeat(40_000)}</pre>`)).toBe(40_000 * 101 + 7)
    expect(markdownFromHtml('<h1>C# #</h1><h1>C \\##</h1>')).toBe('# C# \\#\n\n# C \\\\##')
  })
})
