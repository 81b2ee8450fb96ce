import { z } from 'zod'

/** An entry's id: a UUIDv4 (RFC 9562), made where the entry is begun. */
export const entryId = z.uuidv4().brand<'EntryId'>()
export type EntryId = z.infer<typeof entryId>

/** A client id of Yjs: the name under which one session numbers what it writes. */
export const clientId = z.number().int().nonnegative()
