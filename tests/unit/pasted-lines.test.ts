import { describe, expect, it } from 'vitest'
import { markdownFromHtml } from '../../renderer/features/page/html-to-markdown'

describe('blank lines and indents of pasted HTML', () => {
  const close = (words: string) => `<p style="margin:0cm">${words}</p>`

  it('[P400] a line without words is a blank line, as many as there were', () => {
    for (const blank of ['&nbsp;', '<o:p>&nbsp;</o:p>', '<span>&nbsp; </span>', '<br>', '&nbsp;<br>', '\u3000']) {
      expect(markdownFromHtml(`<div>a</div><div>${blank}</div><div>b</div>`), blank).toBe('a\n\nb')
      expect(markdownFromHtml(close('a') + close(blank).repeat(3) + close('b')), blank).toBe('a\n\n\n\nb')
      expect(markdownFromHtml(`<p>a</p><p>${blank}</p><p>b</p>`), blank).toBe('a\n\n\nb')
      expect(markdownFromHtml(`<p>a</p><p>${blank}</p><p>${blank}</p><p>b</p>`), blank).toBe('a\n\n\n\nb')
      expect(markdownFromHtml(`<p>${blank}</p><p>a</p><p>${blank}</p>`), blank).toBe('a')
    }
    expect(markdownFromHtml('a<br>&nbsp;<br>b<br><br><br>c')).toBe('a\n\nb\n\n\nc')
    expect(markdownFromHtml('<blockquote><p>a</p><p>&nbsp;</p><p>b</p></blockquote><p>&nbsp;</p><p>c</p>')).toBe(
      '> a\n>\n>\n> b\n\n\nc',
    )
    expect(markdownFromHtml('<ul><li>a</li></ul><p>&nbsp;</p><p>b</p>')).toBe('- a\n\n\nb')
  })

  it('[P400] what nobody saw as a line is none', () => {
    expect(markdownFromHtml('<p>a</p> <p></p>\n<p> </p><p><span></span></p><p>b</p>')).toBe('a\n\nb')
    expect(markdownFromHtml('<div style="white-space:pre-wrap">\n<div>a</div> <div>b</div>\n</div>')).toBe('a\nb')
    expect(markdownFromHtml('<p>a<br></p><p>b&nbsp;</p><ul><li>c<br>&nbsp;</li><li>&nbsp;</li><li>d</li></ul>')).toBe(
      'a\n\nb\n\n- c\n- d',
    )
    expect(
      markdownFromHtml(
        '<table><tr><td>&nbsp;</td><td>a</td><td>&nbsp;</td></tr><tr><td><b>&nbsp;</b></td></tr><tr><td>b</td></tr></table>',
      ),
    ).toBe('a\nb')
  })

  it('[P401] an indent stays, in spaces that are no block of code', () => {
    const [two, four] = ['\u00A0'.repeat(2), '\u00A0'.repeat(4)]
    for (const space of ['&nbsp;&nbsp;&nbsp;&nbsp;', '&nbsp; &nbsp; ', '<span>&nbsp;</span>&nbsp;<i>&nbsp; </i>']) {
      expect(markdownFromHtml(`<p>a<br>${space}b<br>\n c</p>`), space).toBe(`a\n${four}b\nc`)
      expect(markdownFromHtml(`<p>${space}a</p><p>${space}<b>b</b></p>`), space).toBe(`${four}a\n\n${four}**b**`)
      expect(markdownFromHtml(`<blockquote>a<br>${space}<a href="https://b.example/">b</a></blockquote>`), space).toBe(
        `> a\n> ${four}[b](https://b.example/)`,
      )
      expect(markdownFromHtml(`<ul><li>${space}a<br>${space}b</li></ul>`), space).toBe(`- a\n  ${four}b`)
      expect(markdownFromHtml(`<h2>${space}a</h2>${space}`), space).toBe('## a')
    }
    for (const words of ['- b', '# b', '1. b', '> b', '---']) {
      expect(markdownFromHtml(`a<br>&nbsp; ${words}`)).toBe(`a\n${two}${words.replace(/[-#.>]/, '\\$&')}`)
    }
    expect(markdownFromHtml('a<br>&nbsp;b')).toBe('a\n\u00A0b')
    expect(markdownFromHtml('a<br>&nbsp; <code>b</code>')).toBe(`a\n${two}\`b\``)
    const kept = (words: string) => markdownFromHtml(`<span style="white-space:pre-wrap">${words}</span>`)
    expect(kept('a\n    b\n\tc\n  <b>d</b>\n&nbsp; e')).toBe(`a\n${four}b\n${four}c\n${two}**d**\n${two}e`)
  })

  it('[P401] one space before everything is how a browser begins what was selected', () => {
    expect(markdownFromHtml('<span>&nbsp;a</span>')).toBe('a')
    expect(markdownFromHtml('<p><input type="checkbox">&nbsp;a</p>')).toBe('☐ a')
    expect(markdownFromHtml('<table><tr><td>&nbsp;a</td><td>b</td></tr></table>')).toBe('| a | b |\n| --- | --- |')
  })

  it('[P402] paragraphs that a style sheet sets close are lines, and blank lines between them are theirs', () => {
    const word = (margins: string) =>
      `<style><!-- @page {size:a4} /* Styles */ p.MsoNormal, li.MsoNormal\n\t{mso-style-parent:""; ${margins}} --></style>`
    const paragraph = (words: string, style = '') => `<p class=MsoNormal style='${style}'>${words}<o:p></o:p></p>\n`
    const mail = `${paragraph('a')}${paragraph('b')}${paragraph('<o:p>&nbsp;</o:p>')}${paragraph('c')}`
    for (const margins of ['margin:0cm;', 'margin:0in; margin-bottom:.0pt;', 'margin-top:0; margin-bottom:0']) {
      expect(markdownFromHtml(word(margins) + mail), margins).toBe('a\nb\n\nc')
    }
    for (const margins of ['margin:0cm 0cm 8.0pt 0cm', 'margin-top:0cm;margin-bottom:8.0pt', 'color:red']) {
      expect(markdownFromHtml(word(margins) + mail), margins).toBe('a\n\nb\n\n\nc')
    }
    const sheet = word('margin-top:0cm;margin-bottom:8.0pt')
    expect(markdownFromHtml(sheet + paragraph('a', 'margin-bottom:0cm') + paragraph('b'))).toBe('a\n\nb')
    expect(markdownFromHtml(sheet + paragraph('a', 'margin-bottom:0cm') + paragraph('b', 'margin-bottom:0cm'))).toBe(
      'a\nb',
    )
    expect(markdownFromHtml(word('margin:0cm') + paragraph('a', 'margin:6pt 0') + paragraph('b', 'margin:6pt'))).toBe(
      'a\n\nb',
    )
    const cocoa = '<style>p.p1 {margin: 0.0px 0.0px 0.0px 0.0px}\np.p2 {margin: 0.0px; min-height: 13px}</style>'
    expect(markdownFromHtml(`${cocoa}<p class="p1">a</p><p class="p2"><br></p><p class="p1">b</p>`)).toBe('a\n\nb')
  })
})
