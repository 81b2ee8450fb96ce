import { useEffect, useRef } from 'react'
import type { Entry, EntryFields, EntrySummary } from '../../shared/entry'
import type { EntryId } from '../../shared/ids'
import type { EntriesStore } from './entries-store'
import type { SavingSource } from './saving-source'
import type { OpenEntry } from './open-entry'

/** What may change of the open entry besides its body. */
export type Alteration = Partial<Entry> & { isReadOnly?: boolean }

interface Followed {
  open: OpenEntry | null
  rows: EntriesStore
  /** Says whether this window has described the entry in a way that its row doesn't tell yet. */
  writer: SavingSource
  alter(alteration: Alteration): void
  /** The entry was deleted for ever. */
  onGone(): void
}

/** Trash, restore, removal and the partner's changes come from elsewhere: the open entry follows what its row says. */
export function useFollow({ open, rows, writer, alter, onGone }: Followed): void {
  const known = useRef<EntryId | null>(null)
  useEffect(() => {
    if (!open) return
    const { entry } = open
    const follow = () => {
      const row = rows.snapshot().entries.find(({ id }) => id === entry.id)
      if (row) {
        known.current = row.id
        const alteration = alterationOf(open, row, writer.snapshot().state === 'saved')
        if (Object.keys(alteration).length > 0) alter(alteration)
      } else if (known.current === entry.id) {
        known.current = null
        onGone()
      }
    }
    follow()
    const stops = [rows.subscribe(follow), writer.subscribe(follow)]
    return () => stops.forEach((stop) => stop())
  }, [open, rows, writer, alter, onGone])
}

const fields = ['kind', 'title', 'date', 'time', 'zone', 'mood', 'tags'] as const satisfies (keyof EntryFields)[]

/**
 * How the open entry differs from its row. Of what is said about a shared entry the row counts only where `isSaved`:
 * a letter of the title that is on its way must not be taken back by the row of a moment ago.
 */
export function alterationOf(
  { entry, journal, isReadOnly }: Pick<OpenEntry, 'entry' | 'journal' | 'isReadOnly'>,
  row: EntrySummary,
  isSaved: boolean,
): Alteration {
  const trashed = row.trashedAt === entry.trashedAt ? {} : { trashedAt: row.trashedAt }
  if (journal === 'private') return trashed
  const followed = isSaved ? fields.filter((field) => JSON.stringify(row[field]) !== JSON.stringify(entry[field])) : []
  return {
    ...trashed,
    ...(row.isReadOnly === true && !isReadOnly ? { isReadOnly: true } : {}),
    ...Object.fromEntries(followed.map((field) => [field, row[field]])),
  }
}
