import { maxLinkLength } from '../../../shared/address'
import { asciiHost, shownHost } from './shown-host'

/** An address a page may open, and what a person is shown of it: the host, or whom a mail goes to. */
export interface LinkAddress {
  url: string
  host: string
}

/** The longest address that is read, as it is written, in UTF-16 code units. */
export const longestAddress = 2048

/**
 * The address behind a link's target as written in an entry, or null for all but https and mailto. A bare `www.` and a
 * bare mail address are read as what they mean. What is a link here is one for the page, a click and the dialog.
 */
export function linkAddress(target: string): LinkAddress | null {
  const written = target.trim().replace(/^<(.*)>$/, '$1')
  if (written.length > longestAddress) return null
  const parsed = parse(withScheme(written))
  if (!parsed || parsed.href.length > maxLinkLength) return null
  if (parsed.protocol === 'https:' && parsed.host !== '') return { url: parsed.href, host: shownHostAndPort(parsed) }
  if (parsed.protocol !== 'mailto:' || !decoded(parsed.pathname).includes('@')) return null
  return { url: parsed.href, host: parsed.pathname.split(/,|%2c/i).map(shownRecipient).join(', ') }
}

/** The same for an address that a person types, where `example.org/page` means https; null when it can't be one. */
export function typedAddress(typed: string): LinkAddress | null {
  const written = typed.trim()
  if (/\s/.test(written)) return null
  if (hasScheme(written) || written.includes('@')) return linkAddress(written)
  return /^[^/?#]+\.[^/?#.]{2,}/.test(written) ? linkAddress(`https://${written}`) : null
}

/** The address as it is written between a link's brackets, where a bracket or a space would end it. */
export function asLinkTarget({ url }: LinkAddress): string {
  return guarded(url)
}

/** A URL without the signs that could end it in a text. */
export const guarded = (url: string): string =>
  url.replace(/[()<>\s\\]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)

function withScheme(written: string): string {
  if (/^www\./i.test(written)) return `https://${written}`
  return !hasScheme(written) && /^[^\s@/]+@[^\s@/]+$/.test(written) ? `mailto:${written}` : written
}

function hasScheme(written: string): boolean {
  return /^[a-z][a-z\d+.-]*:(?!\d)/i.test(written)
}

function parse(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null
}

const shownHostAndPort = ({ hostname, port }: URL) => shownHost(hostname) + (port === '' ? '' : `:${port}`)

/** Of a recipient the host counts, which is shown as any; before it every letter but those that are not to be seen. */
function shownRecipient(written: string): string {
  const at = written.lastIndexOf('@')
  if (at < 0) return written
  const host = asciiHost(decoded(written.slice(at + 1)))
  return host === null ? written : `${seen(decoded(written.slice(0, at)))}@${shownHost(host)}`
}

const seen = (text: string) =>
  text.replace(/[\p{C}\p{Z}\p{Default_Ignorable_Code_Point},@]/gu, (sign) => encodeURIComponent(sign))

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
