import { z } from 'zod'
import { parseAddress } from '../../../../shared/address'
import { fromUtf8, utf8 } from '../../vault/bytes'

/** How many addresses of one device are told at most. */
export const maxAddresses = 8
/** The largest list of addresses on a stream, in bytes. */
const maxListBytes = 2048

const addressList = z.array(z.string()).max(maxAddresses)

/** A device's addresses as they are told to the partner's; no more than `maxAddresses` of them. */
export const writeAddresses = (addresses: readonly string[]): Uint8Array =>
  utf8(JSON.stringify(addresses.slice(0, maxAddresses)))

/** The addresses that were told, without those that only a newer version can dial; null where these bytes are no list. */
export function readAddresses(bytes: Uint8Array): string[] | null {
  if (bytes.length > maxListBytes) return null
  try {
    return addressList.parse(JSON.parse(fromUtf8(bytes))).filter((text) => parseAddress(text) !== null)
  } catch {
    return null
  }
}
