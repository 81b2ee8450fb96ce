import { z } from 'zod'
import { journals } from './entry'
import { entryId } from './ids'
import { wellFormedText } from './whole-characters'

/** Minutes without activity after which the vault locks itself. */
export const defaultIdleMinutes = 10
export const maxIdleMinutes = 240

/** What a person sets, kept in the vault because a name and a habit are personal. Unknown keys of a newer version stay. */
export const settings = z
  .object({
    name: wellFormedText.max(60),
    idleMinutes: z.number().int().min(1).max(maxIdleMinutes),
    recoveryKeyKept: z.boolean(),
    lastEntry: entryId.nullable(),
    filters: z.object({
      kinds: z.array(wellFormedText),
      tags: z.array(wellFormedText),
      journals: z.array(z.enum(journals)).default([]),
    }),
    /** Whether the partner may see this person's cursor in an entry both have open. */
    showCursor: z.boolean(),
  })
  .loose()
export type Settings = z.infer<typeof settings>

export const defaultSettings: Settings = {
  name: '',
  idleMinutes: defaultIdleMinutes,
  recoveryKeyKept: false,
  lastEntry: null,
  filters: { kinds: [], tags: [], journals: [] },
  showCursor: true,
}
