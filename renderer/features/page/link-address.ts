/** An address a page may open, and what a person is shown of it: the host, or whom a mail goes to. */
export interface LinkAddress {
  url: string
  host: string
}

const longestAddress = 2048

/**
 * The address behind a link's target as written in an entry, or null for all but https and mailto. A bare `www.` and a
 * bare mail address are read as what they mean.
 */
export function linkAddress(target: string): LinkAddress | null {
  const written = target.trim().replace(/^<(.*)>$/, '$1')
  if (written.length > longestAddress) return null
  const parsed = parse(withScheme(written))
  if (parsed?.protocol === 'https:' && parsed.host !== '') return { url: parsed.href, host: parsed.host }
  if (parsed?.protocol !== 'mailto:') return null
  const to = decoded(parsed.pathname)
  return to.includes('@') ? { url: parsed.href, host: to } : null
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
  return url.replace(/[()<>\s\\]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
}

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

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
