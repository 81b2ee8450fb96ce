/** A place in the network where a device listens; an IPv6 host without its brackets. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** The longest address as text: a host name of RFC 1035, a colon and a port. */
export const maxAddress = 253 + 1 + 5
/** The longest web or mail address that may be opened, in UTF-16 code units of its ASCII form. */
export const maxLinkLength = 4096
/** Longest text in which an address is looked for, with all that may have been copied along. */
const maxText = 4 * maxAddress

// Both sides have the WHATWG parser under this name, and neither's types are known here.
declare const URL: { canParse(url: string): boolean; new (url: string): { readonly hostname: string } }

/** What comes along unseen when an address is copied: white space, and characters that have no width or turn a line. */
const unseen = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu
const form =
  /^(?:\[(?<v6>[\da-f:.]{2,45})(?:%(?<zone>[\w.-]{1,32}))?\]|(?<name>[^\s\p{Cc}/?#@\\%[\]:]{1,253}))\s*:\s*(?<digits>\d{1,5})$/iu
const labels = /^(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?$/u
const isLinkLocal = /^fe[89ab]/u

/**
 * The one reading of an address, for the window, the vault process, an invite and who dials alike: `host:port`,
 * `[IPv6]:port`, or with a zone `[fe80::1%eth0]:port`, as a person writes or pastes it. The host comes as it is looked
 * up: in lower case, a name in other letters than ASCII by its Punycode (UTS 46). Null for anything else. What
 * `formatAddress` makes of it is read as the same again.
 */
export function parseAddress(text: string): Address | null {
  if (text.length > maxText) return null
  const { v6, zone, name, digits } = form.exec(text.normalize('NFKC').replace(unseen, ''))?.groups ?? {}
  const port = Number(digits)
  const host = v6 ? hostOfV6(v6, zone) : hostOfName(name ?? '')
  return host && port >= 1 && port <= 65_535 ? { host, port } : null
}

/** The address as it is kept, told and shown, an IPv6 host in brackets. */
export const formatAddress = ({ host, port }: Address): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

function hostOfV6(v6: string, zone: string | undefined): string | null {
  const host = hostOf(`[${v6}]`)?.slice(1, -1)
  // A zone is an interface of this machine: it says something of link-local addresses alone.
  if (!host || (zone && !isLinkLocal.test(host))) return null
  return zone ? `${host}%${zone}` : host
}

function hostOfName(name: string): string | null {
  const host = hostOf(name)
  return host && host.length <= 253 && labels.test(host) ? host : null
}

function hostOf(text: string): string | null {
  const url = `http://${text}/`
  return URL.canParse(url) ? new URL(url).hostname : null
}
