import { z } from 'zod'

/** Who writes one chain of exchange files: 16 bytes of device id, then 8 of a random tag, as 48 lower-case hex digits. */
export const writerId = z
  .string()
  .regex(/^[0-9a-f]{48}$/)
  .brand<'WriterId'>()
export type WriterId = z.infer<typeof writerId>
