import { type RefObject, useEffect } from 'react'
import type { Entry, EntryFields, EntrySummary } from '../../shared/entry'
import type { TwofoldApi } from './api'
import { describedFields } from './descriptions'
import type { OpenEntry } from './open-entry'
import type { Writer } from './writer'

/** What may change of the open entry besides its body. */
export type Alteration = Partial<Entry> & { isReadOnly?: boolean; isGone?: boolean }

interface Followed {
  api: TwofoldApi
  /** What is open now, whatever has been rendered of it. */
  latestRef: RefObject<{ readonly open: OpenEntry | null }>
  /** Knows what this window has said of the entry and the vault hasn't answered yet. */
  writer: Pick<Writer, 'waiting' | 'onDescribed'>
  alter(alteration: Alteration): void
  /** The entry was deleted for ever. */
  onDeleted(): void
}

/**
 * Trash, restore, deletion and the partner's changes come from elsewhere: the open entry follows what the vault says of
 * it, each time it says something. What was said before the entry was read is older, so nothing is looked up again.
 */
export function useFollow({ api, latestRef, writer, alter, onDeleted }: Followed): void {
  useEffect(() => {
    const follow = (open: OpenEntry, said: Said) => {
      const alteration = alterationOf(open, said, writer.waiting(open.entry.id))
      if (Object.keys(alteration).length > 0) alter(alteration)
    }
    const stops = [
      api.journal.onChanged(({ entries, deleted }) => {
        const { open } = latestRef.current
        if (!open) return
        const row = entries.find(({ id }) => id === open.entry.id)
        if (row) follow(open, row)
        else if (deleted.includes(open.entry.id)) onDeleted()
      }),
      writer.onDescribed((id, fields) => {
        const { open } = latestRef.current
        if (open?.entry.id === id) follow(open, fields)
      }),
    ]
    return () => stops.forEach((stop) => stop())
  }, [api, latestRef, writer, alter, onDeleted])
}

/** What the vault says of an entry: its row, or the fields alone. */
type Said = EntryFields & Partial<Pick<EntrySummary, 'trashedAt' | 'isReadOnly'>>

/**
 * How the open entry differs from what is said of it. Of a shared one that doesn't count of the fields that wait for an
 * answer: a letter of the title that is on its way must not be taken back by what was said a moment ago.
 */
export function alterationOf(
  { entry, journal, isReadOnly }: Pick<OpenEntry, 'entry' | 'journal' | 'isReadOnly'>,
  said: Said,
  waiting: ReadonlySet<string>,
): Alteration {
  const { trashedAt = entry.trashedAt } = said
  const trashed = trashedAt === entry.trashedAt ? {} : { trashedAt }
  if (journal === 'private') return trashed
  const followed = describedFields.filter(
    (field) => !waiting.has(field) && JSON.stringify(said[field]) !== JSON.stringify(entry[field]),
  )
  return {
    ...trashed,
    ...(said.isReadOnly === true && !isReadOnly ? { isReadOnly: true } : {}),
    ...Object.fromEntries(followed.map((field) => [field, said[field]])),
  }
}
