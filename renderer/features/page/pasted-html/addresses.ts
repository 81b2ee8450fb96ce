import { bareAddressEnd, bracketedAddressEnd } from '../../../../shared/markdown/inline-constructs'
import { isBracketedAddress } from '../inline-parser'

const mayHoldAddress = /www\.|:\/\/|@|mailto:|xmpp:/i

/** Where the addresses in these words are that the page takes for such, in UTF-16 code units: in words that are no Markdown yet. */
export function addressSpans(text: string): { from: number; to: number }[] {
  if (!mayHoldAddress.test(text)) return []
  // No address holds white space, so that most of a long text needn't be read.
  return Array.from(text.matchAll(/\S+/g)).flatMap(({ 0: word, index }) =>
    mayHoldAddress.test(word) ? addressesIn(word).map(({ from, to }) => ({ from: from + index, to: to + index })) : [],
  )
}

function addressesIn(word: string): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  for (let at = 0; at < word.length;) {
    const bracketed = word.charAt(at) === '<' ? bracketedAddressEnd(word, at, isBracketedAddress) : -1
    const to = bracketed < 0 ? bareAddressEnd(word, at) : -1
    if (to > at) found.push({ from: at, to })
    at = Math.max(at + 1, bracketed, to)
  }
  return found
}
