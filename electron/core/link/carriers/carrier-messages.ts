import { maxFile } from '../../exchange/format/file-head'
import { z } from 'zod'
import { writerId } from '../../exchange/format/writer-id'
import { concat, fromUtf8, utf8, viewOf } from '../../vault/bytes'

/** How many announcements one message holds: well below the largest message. */
export const maxHaves = 200
/** How many numbers are asked for at once. */
export const maxWanted = 4096
/** How many bytes of a file one message carries at most. */
export const maxChunk = 48 * 1024

const number = z.number().int().positive()
const chain = { writer: writerId, class: z.enum(['journal', 'coverage']) }
const name = z.string().regex(/^[0-9a-f]{32}$/u)

/** A run of files without a gap, and the hash of the last. */
const have = z
  .strictObject({ ...chain, from: number, to: number, head: z.string().regex(/^[0-9a-f]{1,128}$/u) })
  .refine(({ from, to }) => from <= to)
export type Have = z.infer<typeof have>

const message = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('have'), haves: z.array(have).max(maxHaves) }),
  /** Asks for the files of these numbers; `resume` says how much of the first one is here. */
  z
    .strictObject({
      type: z.literal('want'),
      ...chain,
      from: number,
      to: number,
      resume: z.strictObject({ name, offset: number }).optional(),
    })
    .refine(({ from, to }) => from <= to && to - from < maxWanted),
  /** Answers a want: so many files of so many bytes follow, and then `done`. */
  z.strictObject({
    type: z.literal('offer'),
    files: z.number().int().nonnegative(),
    bytes: z.number().int().nonnegative(),
  }),
  z.strictObject({ type: z.literal('done') }),
  /** So many bytes of files have been taken: as many more may come. */
  z.strictObject({ type: z.literal('credit'), bytes: number }),
  z.strictObject({
    type: z.literal('chunk'),
    name,
    number,
    offset: z.number().int().nonnegative(),
    total: number.max(maxFile),
  }),
])

/** What two carriers say to each other; a chunk is followed by bytes of its file. */
export type CarrierMessage = z.infer<typeof message>
export type Want = Extract<CarrierMessage, { type: 'want' }>
export type Chunk = Extract<CarrierMessage, { type: 'chunk' }>

/** A message as bytes: the length of its JSON (u16 LE), the JSON, and the bytes of the file. */
export function writeCarrierMessage(head: CarrierMessage, bytes: Uint8Array = new Uint8Array()): Uint8Array {
  const json = utf8(JSON.stringify(head))
  const length = new Uint8Array(2)
  viewOf(length).setUint16(0, json.length, true)
  return concat(length, json, bytes)
}

/** What was said, or null for what no carrier says. */
export function readCarrierMessage(whole: Uint8Array): { head: CarrierMessage; bytes: Uint8Array } | null {
  try {
    const end = 2 + viewOf(whole).getUint16(0, true)
    const head = message.parse(JSON.parse(fromUtf8(whole.subarray(2, end))))
    const bytes = whole.subarray(end)
    const fits = head.type === 'chunk' ? bytes.length > 0 && bytes.length <= maxChunk : bytes.length === 0
    return fits && end <= whole.length ? { head, bytes } : null
  } catch {
    return null
  }
}
