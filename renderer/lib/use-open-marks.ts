import { useMemo } from 'react'
import type { EntrySummary } from '../../shared/entry'
import type { EntryId } from '../../shared/ids'

/** What a row says of an entry that the entry itself doesn't. */
export interface EntryMarks {
  /** Who began it; null in the private journal. */
  readonly author: { readonly name: string; readonly isMe: boolean } | null
  /** When a private entry was shared, ms. */
  readonly sharedAt: number | null
  /** Begun here, and nothing is said in it: the partner may not be shown it. What they began is shown once it says something. */
  readonly isBlank: boolean
}

/** The marks of the open entry; the same object until one of them changes, so that a key draws nothing anew. */
export function useOpenMarks(entries: readonly EntrySummary[], id: EntryId | null): EntryMarks {
  const row = useMemo(() => entries.find((entry) => entry.id === id), [entries, id])
  const name = row?.author?.name ?? null
  const isMe = row?.author?.isMe ?? false
  const sharedAt = row?.sharedAt ?? null
  const isBlank = row !== undefined && row.author?.isMe !== false && saysNothing(row)
  return useMemo(
    () => ({ author: name === null ? null : { name, isMe }, sharedAt, isBlank }),
    [name, isMe, sharedAt, isBlank],
  )
}

const saysNothing = ({ title, excerpt, tags, mood }: EntrySummary) =>
  title === '' && excerpt === '' && tags.length === 0 && mood === null
