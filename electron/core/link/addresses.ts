import { z } from 'zod'
import { fromUtf8, utf8 } from '../vault/bytes'

/** How many addresses of one device are told at most. */
export const maxAddresses = 8
/** The largest list of addresses on a stream, in bytes. */
const maxListBytes = 2048
/** A host name's longest text (RFC 1035), the brackets of an IPv6 address included. */
const address = /^(?:\[([0-9a-fA-F:.]{2,45})\]|([^\s:[\]/@]{1,253})):(\d{1,5})$/u

/** Host and port of `host:port` or `[IPv6]:port`; null for anything else. */
export function parseAddress(text: string): { host: string; port: number } | null {
  const [, bracketed, plain, digits] = address.exec(text) ?? []
  const [host, port] = [bracketed ?? plain, Number(digits)]
  return host && port > 0 && port <= 65_535 ? { host, port } : null
}

/** `host:port`, an IPv6 address in brackets. */
export const formatAddress = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

const addressList = z.array(z.string().refine((text) => parseAddress(text) !== null)).max(maxAddresses)

/** A device's addresses as they are told to the partner's; no more than `maxAddresses` of them. */
export const writeAddresses = (addresses: readonly string[]): Uint8Array =>
  utf8(JSON.stringify(addresses.slice(0, maxAddresses)))

/** The addresses that were told, or null where these bytes are no such list. */
export function readAddresses(bytes: Uint8Array): string[] | null {
  if (bytes.length > maxListBytes) return null
  try {
    return addressList.parse(JSON.parse(fromUtf8(bytes)))
  } catch {
    return null
  }
}
