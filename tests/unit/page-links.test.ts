import { describe, expect, it } from 'vitest'
import { linkAddress, typedAddress } from '../../renderer/features/page/link-address'
import { linkAt, linkedTo, unlinked } from '../../renderer/features/page/link-commands'
import { edited, stateOf } from '../support/marked-text'

const address = { url: 'https://example.org/a', host: 'example.org' }

describe('addresses a page may open', () => {
  it('[P30] https and mail addresses have a host to show', () => {
    expect(linkAddress('https://example.org/a')).toEqual(address)
    expect(linkAddress('www.example.org')).toEqual({ url: 'https://www.example.org/', host: 'www.example.org' })
    expect(linkAddress('mailto:ana@example.org')).toEqual({ url: 'mailto:ana@example.org', host: 'ana@example.org' })
    expect(linkAddress('ben@example.org')?.url).toBe('mailto:ben@example.org')
    expect(linkAddress('https://user@example.org:444/')?.host).toBe('example.org:444')
    expect(linkAddress('https://bücher.example/')).toEqual({
      url: 'https://xn--bcher-kva.example/',
      host: 'bücher.example',
    })
  })

  it('[P30] nothing else is an address', () => {
    for (const target of [
      'http://example.org',
      'javascript:alert(1)',
      ' JavaScript:alert(1)',
      'java\nscript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'vbscript:x',
      '//example.org',
      '/path',
      '#top',
      'mailto:',
      'https://',
      `https://example.org/${'a'.repeat(3000)}`,
      '',
    ]) {
      expect(linkAddress(target), target).toBeNull()
    }
  })

  it('[P31] a typed address may leave https out', () => {
    expect(typedAddress(' example.org/a ')).toEqual(address)
    expect(typedAddress('ana@example.org')?.url).toBe('mailto:ana@example.org')
    expect(typedAddress('example.org:8443/x')?.host).toBe('example.org:8443')
    expect(typedAddress('http://example.org')).toBeNull()
    expect(typedAddress('just words')).toBeNull()
    expect(typedAddress('word')).toBeNull()
    expect(typedAddress('')).toBeNull()
  })
})

describe('links by command', () => {
  it('[P32] the selected words become a link', () => {
    expect(edited('see «this» now', (state) => linkedTo(state, address))).toBe('see [this](https://example.org/a)‸ now')
    expect(edited('see« this »now', (state) => linkedTo(state, address))).toBe('see [this](https://example.org/a)‸ now')
  })

  it('[P32] a link beside the selected words stays what it is', () => {
    const linked = (text: string) => edited(text, (state) => linkedTo(state, address))
    const made = '[this](https://example.org/a)‸'
    expect(linked('https://old.example/b» this‸')).toBe(`https://old.example/b ${made}`)
    expect(linked('«this »https://old.example/b')).toBe(`${made} https://old.example/b`)
    expect(linked('[that](https://old.example/b)» this‸')).toBe(`[that](https://old.example/b) ${made}`)
    expect(edited('[that](https://old.example/b)» this‸', unlinked)).toBeNull()
  })

  it('[P490] words that no way of writing makes a link of, and words in code, are refused, and not passed by', () => {
    for (const text of ['«`)]`\\»', '«a`]`»', '```\n«code»\n```'])
      expect(linkedTo(stateOf(text), address), text).toBeNull()
    expect(linkedTo(stateOf('«a] b»'), address)).not.toBeNull()
  })

  it('[P32] with no words the host stands for them', () => {
    expect(edited('see ‸', (state) => linkedTo(state, address))).toBe('see [example.org](https://example.org/a)‸')
  })

  it('[P32] a link gets another address without its words being touched', () => {
    const changed = edited('[th‸is](https://old.example)', (state) => linkedTo(state, address))
    expect(changed).toBe('[th‸is](https://example.org/a)')
  })

  it('[P32] brackets among the words and in the address do not end the link', () => {
    const odd = { url: 'https://example.org/(a)', host: 'example.org' }
    const text = edited('«a [b] c»', (state) => linkedTo(state, odd))
    expect(text).toBe('[a \\[b\\] c](https://example.org/%28a%29)‸')
    expect(linkAt(stateOf(text ?? ''), 3)?.address?.url).toBe('https://example.org/%28a%29')
  })

  it('[P33] a link taken away leaves its words', () => {
    expect(edited('[th‸is](https://old.example "title")', unlinked)).toBe('th‸is')
    expect(edited('th‸is', unlinked)).toBeNull()
  })

  it('[P34] words in brackets are no link, and a picture is only the link to it', () => {
    expect(linkAt(stateOf('[laughs]'), 3)).toBeNull()
    expect(linkAt(stateOf('![us](https://example.org/a)'), 3)?.address).toEqual(address)
    expect(linkAt(stateOf('[a](javascript:x)'), 1)?.address).toBeNull()
  })
})
