import { maxFile } from '../../exchange/format/file-head'
import { z } from 'zod'
import { writerId } from '../../exchange/format/writer-id'
import { concat, utf8, viewOf } from '../../vault/bytes'
import { readGrowing } from '../streams/growing-messages'

/** How many announcements one message holds: well below the largest message. */
export const maxHaves = 200
/** How many numbers are asked for at once. */
export const maxWanted = 4096
/** How many bytes of a file one message carries at most. */
export const maxChunk = 48 * 1024
/** Up to this size a new file travels with its announcement, in bytes. */
export const maxHaveFile = 16 * 1024

const number = z.number().int().positive()
const chain = { writer: writerId, class: z.enum(['journal', 'coverage']) }
const name = z.string().regex(/^[0-9a-f]{32}$/u)

/** A run of files without a gap, and the hash of the last. */
const have = z
  .object({ ...chain, from: number, to: number, head: z.string().regex(/^[0-9a-f]{1,128}$/u) })
  .refine(({ from, to }) => from <= to)
export type Have = z.infer<typeof have>

const schemas = {
  /** `file` names the last file of the only run, and all its bytes are behind it. */
  have: z
    .object({ type: z.literal('have'), haves: z.array(have).max(maxHaves), file: name.optional() })
    .refine(({ haves, file }) => file === undefined || haves.length === 1),
  /** Asks for the files of these numbers; `resume` says how much of the first one is here. */
  want: z
    .object({
      type: z.literal('want'),
      ...chain,
      from: number,
      to: number,
      resume: z.object({ name, offset: number }).optional(),
    })
    .refine(({ from, to }) => from <= to && to - from < maxWanted),
  /** Answers a want: so many files of so many bytes follow, and then `done`. */
  offer: z.object({
    type: z.literal('offer'),
    files: z.number().int().nonnegative(),
    bytes: z.number().int().nonnegative(),
  }),
  done: z.object({ type: z.literal('done') }),
  /** So many bytes of files have been taken: as many more may come. */
  credit: z.object({ type: z.literal('credit'), bytes: number }),
  chunk: z.object({
    type: z.literal('chunk'),
    name,
    number,
    offset: z.number().int().nonnegative(),
    total: number.max(maxFile),
  }),
}

/** What two carriers say to each other; a chunk is followed by bytes of its file, as is a have that names one. */
export type CarrierMessage = z.infer<(typeof schemas)[keyof typeof schemas]>
type MessageOf<T extends CarrierMessage['type']> = Extract<CarrierMessage, { type: T }>
export type Haves = MessageOf<'have'>
export type Want = MessageOf<'want'>
export type Chunk = MessageOf<'chunk'>

/** A message as bytes: the length of its JSON (u16 LE), the JSON, and the bytes of the file. */
export function writeCarrierMessage(head: CarrierMessage, bytes: Uint8Array = new Uint8Array()): Uint8Array {
  const json = utf8(JSON.stringify(head))
  const length = new Uint8Array(2)
  viewOf(length).setUint16(0, json.length, true)
  return concat(length, json, bytes)
}

/** What was said; `unknown` for what only a newer version says, null for what no carrier says. */
export function readCarrierMessage(whole: Uint8Array): { head: CarrierMessage; bytes: Uint8Array } | 'unknown' | null {
  if (whole.length < 2) return null
  const end = 2 + viewOf(whole).getUint16(0, true)
  const head = end <= whole.length ? readGrowing(schemas, whole.subarray(2, end)) : null
  if (!head || head === 'unknown') return head
  const bytes = whole.subarray(end)
  return bytes.length <= maxBytesOf(head) && bytes.length > 0 === maxBytesOf(head) > 0 ? { head, bytes } : null
}

/** How many bytes of a file are behind this message at most; at least one, where it isn't 0. */
function maxBytesOf(head: CarrierMessage): number {
  if (head.type === 'chunk') return maxChunk
  return head.type === 'have' && head.file !== undefined ? maxHaveFile : 0
}
