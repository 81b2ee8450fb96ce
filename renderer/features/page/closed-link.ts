import { guarded, longestAddress } from './link-address'

/** Ways to reach somebody or something that are never opened, but that one may want to keep when they are pasted. */
const readable = new Set(['http:', 'ftp:', 'tel:', 'sms:', 'sip:', 'sips:', 'xmpp:', 'geo:'])

/**
 * The text that a pasted link becomes which may not be opened: its words with the address in brackets, or one of both
 * where the words are the address. Only the words where the address says nothing to a reader, as of a script or of a
 * place within the page it comes from.
 */
export function addressAsText({ words, href }: { words: string; href: string }): string {
  const address = addressToRead(href)
  if (address === null || words.trim() === '') return words
  if (bareForm(words) !== bareForm(address)) return `${words} (${address})`
  return /^[a-z]+:/i.test(words.trim()) || address.startsWith('tel:') ? words : address
}

function addressToRead(href: string): string | null {
  const written = href.trim()
  if (written.length > longestAddress || !URL.canParse(written)) return null
  const url = new URL(written)
  return readable.has(url.protocol) ? guarded(url.href) : null
}

/** By which words count as the address itself: without scheme, `www.`, last slash and the spaces of a number. */
const bareForm = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/^(?:[a-z]+:)?(?:\/\/)?(?:www\.)?/, '')
    .replace(/^\+?[\d\s()/.-]+$/, (number) => number.replace(/[^+\d]/g, ''))
    .replace(/\/$/, '')
