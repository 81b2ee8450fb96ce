import { addressAsText } from '../closed-link'
import { linkAddress } from '../link-address'
import { withoutMark } from './inert-document'
import { textBelow } from './node-order'

const hrefOf = (link: Element) => withoutMark(link.getAttribute('href') ?? '')

/** What a pasted link opens, or null where the page wouldn't open it. */
export function linkOf(element: Element): string | null {
  return linkAddress(hrefOf(element))?.url ?? null
}

/**
 * What a link that isn't opened leaves of its address: text that stands behind its words, or in their place where they
 * are a part of it.
 */
export function closedAddress(element: Element): { behind: string } | { instead: string } {
  const words = withoutMark(textBelow(element, () => false))
    .replace(/\s+/g, ' ')
    .trim()
  const said = addressAsText({ words, href: hrefOf(element) })
  return said.startsWith(words) ? { behind: said.slice(words.length) } : { instead: said }
}
