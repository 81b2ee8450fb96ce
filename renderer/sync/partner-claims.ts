import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { z } from 'zod'
import type { LiveSession } from '../../shared/partner'
import { entryId } from '../../shared/ids'

/** Longest message about where the partner is, in bytes, and the most windows that one may speak of. */
const longestClaim = 1024
const mostWindows = 10

const itemId = z.object({ client: z.number().int().nonnegative(), clock: z.number().int().nonnegative() })

/** A place in an entry's text, as Yjs writes it; never by a root name, which reading alone would bring into being. */
const place = z.object({
  type: itemId.nullish(),
  tname: z.null().optional(),
  item: itemId.nullish(),
  assoc: z.number().int().optional(),
})
export type Place = z.infer<typeof place>

const cursor = z.object({ anchor: place, head: place })
export type Cursor = z.infer<typeof cursor>

/** What a window tells of itself: which entry is open, and the caret in it. */
export const presenceClaim = z.object({ entry: entryId.optional(), cursor: cursor.optional() })
export type PresenceClaim = z.infer<typeof presenceClaim>

/** What stands in the awareness of one's own window for the partner's: claims of theirs, name and colour certified. */
export type PartnerPresence = PresenceClaim & { readonly user: LiveSession['partner'] }

/**
 * An awareness message (y-protocols 1.0) with nothing left in it but well-formed claims, and the certified partner's
 * name and colour whatever it said of those. Throws for a message out of bounds. Of this window itself nothing is heard.
 */
export function certifiedClaims(
  update: Uint8Array,
  { partner, self }: { partner: LiveSession['partner']; self: number },
): Uint8Array {
  if (update.length > longestClaim) throw new Error('an awareness message too long')
  const decoder = decoding.createDecoder(update)
  const count = decoding.readVarUint(decoder)
  if (count > mostWindows) throw new Error('too many windows')
  const kept: { client: number; clock: number; state: PartnerPresence | null }[] = []
  for (let index = 0; index < count; index++) {
    const client = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    // lib0 reads infinity behind enough bytes of nothing, and would never finish to write it.
    if (!Number.isSafeInteger(client) || !Number.isSafeInteger(clock)) throw new Error('no number of a window')
    const state: unknown = JSON.parse(decoding.readVarString(decoder))
    if (client === self) continue
    const claim = state === null ? null : presenceClaim.parse(state)
    kept.push({ client, clock, state: claim && { ...claim, user: partner } })
  }
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, kept.length)
  for (const { client, clock, state } of kept) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, JSON.stringify(state))
  }
  return encoding.toUint8Array(encoder)
}
