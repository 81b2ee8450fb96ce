import { ensureSyntaxTree, syntaxTree } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { excerptOf } from '../../electron/core/journals/excerpt'
import { addressAsText } from '../../renderer/features/page/closed-link'
import { journalMarkdown } from '../../renderer/features/page/dialect'
import { linkAddress, typedAddress } from '../../renderer/features/page/link-address'
import { linkAt, linkedTo } from '../../renderer/features/page/link-commands'
import { addressEnd } from '../../shared/address-end'
import { edited, stateOf } from '../support/marked-text'

/** What of a text is an address for the page, as it is written there. */
function written(text: string): string[] {
  const state = EditorState.create({ doc: text, extensions: journalMarkdown() })
  ensureSyntaxTree(state, text.length, 60_000)
  const found: string[] = []
  syntaxTree(state).iterate({
    enter: ({ name, from, to }) => {
      if (name === 'URL' || name === 'BareAddress') found.push(state.sliceDoc(from, to))
    },
  })
  return found
}

const address = 'https://example.com/x'

describe('an address that stands in a text', () => {
  it('[P250] ends before the sign that closes or ends what it stands in, of whatever script', () => {
    for (const sign of `” ’ » › 」 』 】 〉 》 ） ］ ｝ 。 、 ， ！ ？ ； ： … ․ ‥ — ― “ „ « ‹ 《 ؟ ، ؛ । ॥ ። ။ ៖ ｡ ､ ｣ ﹂ ︶ ‼ " ' ) ] } > , . : ; ! ? * _ ~`.split(
      ' ',
    )) {
      expect(written(`see ${address}${sign}`), sign).toEqual([address])
      expect(written(`see ${address}${sign}${sign} then`), sign).toEqual([address])
    }
  })

  it('[P250] which need not be followed by a space', () => {
    for (const [open, close] of [
      '「」',
      '『』',
      '（）',
      '“”',
      '«»',
      '»«',
      '„“',
      '‘’',
      '《》',
      '()',
      '[]',
      '""',
      "''",
      '**',
    ].map((pair) => Array.from(pair)))
      expect(written(`彼は${open}${address}${close}と言った`), open).toEqual([address])
    expect(written(`看${address}。很好，${address}/y；`)).toEqual([address, `${address}/y`])
    expect(written(`there (${address}), “${address}”, ‘${address}’s.`)).toEqual([address, address, address])
    expect(written(`**${address}**です`)).toEqual([address])
  })

  it('[P310] ends before an ornament or a full-width sign that closes what it stands in', () => {
    for (const [open, close] of ['❝❞', '❛❜', '❮❯', '🙶🙷', '🙸🙷', '＜＞', '≪≫', '⟪⟫'].map((pair) => Array.from(pair))) {
      expect(written(`see ${open}${address}${close}と言った`), open).toEqual([address])
      expect(written(`see ${open}${address}?q=1${close}.`), open).toEqual([`${address}?q=1`])
    }
  })

  it('[P310] ends at the words that join it to the next one, where no space does', () => {
    for (const joint of ['と', '《一尺闲梦》亚马逊', 'و', '（続き）は'])
      expect(written(`看${address}${joint}${address}/y?q=1${joint}${address}`), joint).toEqual([
        address,
        `${address}/y?q=1`,
        address,
      ])
    expect(written(`${address}/2020/${address}`)).toEqual([`${address}/2020/${address}`])
    expect(written(`${address}/東京/${address}`)).toEqual([`${address}/東京/${address}`])
  })

  it('[P310] may begin after an underscore, as after any mark of emphasis', () => {
    for (const mark of ['_', '__', '*', '**', '~~', '***', '_**'])
      expect(written(`see ${mark}${address}${Array.from(mark).toReversed().join('')} then`), mark).toEqual([address])
    expect(written(`_www.example.com/some_page_`)).toEqual(['www.example.com/some_page'])
    expect(written(`9https://example.com xhttps://example.com`)).toEqual([])
  })

  it('[P250] holds letters of any script, and brackets that it both opens and closes', () => {
    for (const one of [
      'https://ja.wikipedia.org/wiki/東京',
      'https://zh.wikipedia.org/wiki/东京（消歧义）',
      'https://en.wikipedia.org/wiki/Rust_(film)',
      'https://fr.wikipedia.org/wiki/L’Étranger',
      'https://example.com/a;b=1?c=[d]&e=f#g',
      'https://example.com?q=1',
      'https://fa.example.com/می‌خواهم',
      'https://example.com/日本/x.html',
      'HTTPS://Example.com/A',
      'www.example.com/a_b',
      'https://127.0.0.1:8443/x',
    ])
      expect(written(`（${one}）と「${one}」`), one).toEqual([one, one])
    expect(written('見てhttps://example.com/xを')).toEqual(['https://example.com/xを'])
  })

  it('[P250] may be a host of any script, which ends where a text goes on without a space', () => {
    for (const one of [
      'https://münchen.example/',
      'https://例え.テスト',
      'https://пример.испытание/x',
      'www.bücher.example',
    ]) {
      expect(written(`to ${one}, there`)).toEqual([one])
      expect(linkAddress(one)?.url).toMatch(/^https:\/\/[ -~]+$/)
    }
    expect(written('見てhttps://example.comを')).toEqual(['https://example.com'])
    expect(written('https://example.com。あ')).toEqual(['https://example.com'])
    expect(written('https://localhost nor https:// nor https://a_b.c_d/')).toEqual([])
  })

  it('[P250] between angle brackets leads where it says, and is a link without them', () => {
    const text = '<https://example.com/a>'
    expect(written(text)).toEqual(['https://example.com/a'])
    expect(linkAt(stateOf(text), 5)?.address?.url).toBe('https://example.com/a')
    expect(linkAt(stateOf(text), 0)).toMatchObject({ from: 0, to: text.length })
    expect(excerptOf(`see ${text} \\<https://a.b> <http://a.b> <b>`)).toBe(
      'see https://example.com/a <https://a.b> <http://a.b> <b>',
    )
    expect(written('<ana@example.org> <mailto:用户@例子.广告>')).toEqual(['ana@example.org', 'mailto:用户@例子.广告'])
    expect(written('<http://example.com/a_b> <b>x</b> <javascript:alert(1)>')).toEqual(['http://example.com/a_b'])
    expect(
      edited('<https://exam‸ple.com/a>', (state) => linkedTo(state, { url: 'https://b.example/', host: 'b.example' })),
    ).toBe('[https://example.com/a](https://b.example/)‸')
  })

  it('[P250] of mail is taken whole or not at all', () => {
    for (const one of [
      'ana@example.org',
      'josé@example.org',
      'a.zoë@bücher.example',
      'анна@пример.испытание',
      'mailto:用户@例子.广告',
    ])
      expect(written(`(${one}).`), one).toEqual([one])
    expect(written('メールはana@example.orgへ')).toEqual(['ana@example.org'])
    expect(written("o'brien@example.org")).toEqual(["o'brien@example.org"])
    expect(written('https://ana:x@example.org/y')).toEqual(['https://ana:x@example.org/y'])
  })

  it('[P250] that can’t be opened stays one text, in which nothing is a mark', () => {
    expect(written('http://example.com/a_b_c')).toEqual(['http://example.com/a_b_c'])
    expect(linkAt(stateOf('http://example.com/a'), 3)?.address).toBeNull()
  })

  it('[P330] is found in time that grows with the text, whatever brackets each of many opens', () => {
    const line = 'https://a.example/（b「'.repeat(40_000)
    let [at, found] = [0, 0]
    for (; at >= 0; at = line.indexOf('https', at + 1)) if (addressEnd(line, at) > at) found++
    expect(found).toBe(40_000)
    const within = `https://example.com/「${'あ'.repeat(200)}」/x`
    expect(written(`${within}」`)).toEqual([within])
  })

  it('[P250] is found in time that grows with the text', () => {
    const signs = [
      'www.',
      'a.',
      'https://',
      '(',
      '（',
      ')',
      'x@',
      '&a;',
      "'",
      '…',
      '_',
      '東',
      '.',
      'example.com',
      '/',
      '?',
      '<',
      '>',
    ]
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...signs), { maxLength: 40 }).map((parts) => parts.join('')),
        (text) => {
          for (const found of written(text)) expect(text).toContain(found)
        },
      ),
    )
    for (const sign of [
      ...signs.filter((each) => each !== '>'),
      'www.a.',
      'https://a.b/((',
      'https://a.b/）',
      'https://a.b/&a;',
    ])
      expect(written(sign.repeat(20_000)).join('').length, sign).toBeLessThanOrEqual(20_000 * sign.length)
  })
})

describe('what a person is shown of where an address leads', () => {
  it('[P251] is the host in its own letters where they are of one script, else Punycode', () => {
    for (const host of [
      'münchen.example',
      '例え.テスト',
      'пример.испытание',
      'παράδειγμα.example',
      'مثال.إختبار',
      'भारत.example',
      '한국.example',
      'tiếngviệt.example',
      '東京タワー.example',
    ])
      expect(linkAddress(`https://${host}/`)?.host, host).toBe(host)
    // Cyrillic among Latin, Cyrillic alone that looks like Latin, a sign of phonetics, Greek, and invisible ones.
    for (const host of [
      'аpple.com',
      'аррӏе.com',
      'ɡoogle.com',
      'gοοgle.com',
      'ԁехо.example',
      'νικον.example',
      'i❤.example',
    ])
      expect(linkAddress(`https://${host}/`)?.host, host).toMatch(/^xn--/)
    expect(linkAddress('https://ＥＸＡＭＰＬＥ.com/')?.host).toBe('example.com')
    expect(linkAddress('https://xn--mnchen-3ya.example:444/')?.host).toBe('münchen.example:444')
    expect(linkAddress('https://xn--a.example/')?.host ?? '').not.toMatch(/[^ -~]/)
  })

  it('[P251] is of a mail address its host likewise, and nothing that can’t be seen', () => {
    expect(linkAddress('mailto:josé@bücher.example')).toEqual({
      url: 'mailto:jos%C3%A9@b%C3%BCcher.example',
      host: 'josé@bücher.example',
    })
    expect(linkAddress('ana@аpple.com')?.host).toMatch(/^ana@xn--/)
    expect(linkAddress('mailto:ana%E2%80%AE@example.org')?.host).toBe('ana%E2%80%AE@example.org')
    expect(linkAddress('mailto:ana@example.org,ben@example.org')?.host).toBe('ana@example.org, ben@example.org')
  })

  it('[P251] and never turns around', () => {
    for (const sign of ['\u202e', '\u2066', '\u200f', '\u200b', '\u2028', '\u0000'])
      for (const target of [
        `https://example.com/a${sign}b`,
        `mailto:a${sign}b@example.com`,
        `https://exa${sign}mple.com/`,
      ]) {
        const found = linkAddress(target)
        expect(JSON.stringify(found)).not.toContain(JSON.stringify(sign).slice(1, -1))
        expect(`${found?.url}${found?.host}`).not.toContain(sign)
      }
  })

  it('[P252] is shown only of what the host opens, however long it becomes in ASCII', () => {
    expect(linkAddress(`https://example.com/${'a'.repeat(2000)}`)).not.toBeNull()
    expect(linkAddress(`https://example.com/${'東'.repeat(2000)}`)).toBeNull()
    expect(typedAddress('münchen.example')?.host).toBe('münchen.example')
  })
})

describe('a pasted link that may not be opened', () => {
  it('[P253] keeps its address as text', () => {
    const text = (words: string, href: string) => addressAsText({ words, href })
    expect(text('our photos', 'http://example.com/a_b')).toBe('our photos (http://example.com/a_b)')
    expect(text('call Ana', 'tel:+49-30-1234')).toBe('call Ana (tel:+49-30-1234)')
    expect(text('http://example.com', 'http://example.com/')).toBe('http://example.com')
    expect(text('example.com', 'http://www.example.com/')).toBe('http://www.example.com/')
    expect(text('+49 30 1234', 'tel:+49301234')).toBe('+49 30 1234')
    expect(text('a', 'http://example.com/(b) c\u202e')).toBe('a (http://example.com/%28b%29%20c%E2%80%AE)')
    for (const href of [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      '/path',
      '#top',
      '',
      'http://',
    ])
      expect(text('this', href)).toBe('this')
  })
})
