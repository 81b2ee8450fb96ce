import { parser } from '@lezer/markdown'
import { bareAddresses } from '../bare-address'

/** Reads addresses as the page does, and nothing else: in words that are no Markdown yet. */
const reader = parser.configure([
  { remove: ['Escape', 'Entity', 'InlineCode', 'HTMLTag', 'Emphasis', 'HardBreak', 'Link', 'Image', 'LinkEnd'] },
  bareAddresses,
])
const mayHoldAddress = /www\.|:\/\/|@|mailto:|xmpp:/i

/** Where the addresses in these words are that the page takes for such, in UTF-16 code units. */
export function addressSpans(text: string): { from: number; to: number }[] {
  if (!mayHoldAddress.test(text)) return []
  // No address holds white space, so that most of a long text needn't be read.
  return Array.from(text.matchAll(/\S+/g)).flatMap(({ 0: word, index }) => {
    const found = mayHoldAddress.test(word) ? reader.parseInline(word, index) : []
    return found.flatMap(({ type, from, to }) => (reader.nodeSet.types[type]?.name === 'URL' ? [{ from, to }] : []))
  })
}
