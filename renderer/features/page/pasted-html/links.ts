import { linkAddress } from '../link-address'
import { textBelow } from './node-order'

/** What a pasted link opens, or null where the page wouldn't open it. */
export function linkOf(element: Element): string | null {
  return linkAddress(element.getAttribute('href') ?? '')?.url ?? null
}

/**
 * What stands behind the words of a link that isn't opened, so that its address isn't lost: nothing where the words say
 * it already, or where it is none for people.
 */
export function closedAddress(element: Element): string {
  const written = (element.getAttribute('href') ?? '').trim()
  if (!/^(?:http:\/\/|tel:)/i.test(written)) return ''
  const address = /\s/.test(written) && URL.canParse(written) ? new URL(written).href : written
  const shown = address.replace(/^tel:/i, '')
  const bare = (text: string) => text.replace(/^(?:http:\/\/|tel:)|[\s/]/gi, '').toLowerCase()
  const words = bare(textBelow(element, () => false))
  return words === '' || words === bare(shown) ? '' : ` (${shown})`
}
