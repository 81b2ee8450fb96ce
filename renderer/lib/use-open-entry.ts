import { useCallback, useEffect, useRef, useState } from 'react'
import type { Entry, EntryFields, EntrySummary } from '../../shared/entry'
import type { EntryId } from '../../shared/ids'
import type { TextChange } from '../../shared/text-change'
import type { TwofoldApi } from './api'
import { freshEntry } from './fresh-entry'
import type { Writer } from './writer'

/** The entry on the page. `entry.body` is what the page began with; what it holds now, the page itself knows. */
export interface OpenEntry {
  readonly entry: Entry
  readonly caret: { anchor: number; head: number } | null
  /** True until its first letter: the vault doesn't know it yet. */
  readonly isNew: boolean
}

export interface OpenEntryControl {
  readonly open: OpenEntry | null
  /** Opens an entry; fails with `entry-missing`. */
  show(id: EntryId): Promise<void>
  /** A fresh page; it becomes an entry with its first letter. */
  begin(): void
  /** Changes just made on the page; `body` gives the whole body after them. */
  edit(changes: readonly TextChange[], body: () => string): void
  describe(fields: Partial<EntryFields>): void
}

/** What can't wait for the next rendering: two keys may come before it. */
interface Latest {
  open: OpenEntry | null
  /** The body's length now, in UTF-16 code units. */
  length: number
}

/** Which entry is open, and the way of its words to the writer. */
export function useOpenEntry(api: TwofoldApi, writer: Writer, entries: readonly EntrySummary[]): OpenEntryControl {
  const [open, setOpen] = useState<OpenEntry | null>(null)
  const latest = useRef<Latest>({ open: null, length: 0 })

  const place = useCallback((next: OpenEntry | null) => {
    latest.current = { open: next, length: next?.entry.body.length ?? 0 }
    setOpen(next)
  }, [])
  const alter = useCallback((fields: Partial<Entry>) => {
    const before = latest.current.open
    if (!before) return
    latest.current.open = { ...before, isNew: false, entry: { ...before.entry, ...fields } }
    setOpen(latest.current.open)
  }, [])
  useFollow(open, entries, alter, place)

  const written = () => {
    const current = latest.current.open
    if (current?.isNew) {
      writer.add(current.entry)
      alter({})
    }
    return current?.entry.id
  }

  return {
    open,
    show: useCallback(
      async (id) => {
        if (latest.current.open?.entry.id === id) return
        const { entry, caret } = await api.journal.read({ id })
        place({ entry, caret, isNew: false })
      },
      [api, place],
    ),
    begin: useCallback(() => place({ entry: freshEntry(new Date()), caret: null, isNew: true }), [place]),
    edit(changes, body) {
      const id = written()
      if (!id) return
      writer.edit(id, latest.current.length, changes, body)
      for (const { from, to, insert } of changes) latest.current.length += insert.length - (to - from)
    },
    describe(fields) {
      const id = written()
      if (!id) return
      writer.describe(id, fields)
      alter(fields)
    },
  }
}

/** Trash, restore and removal may come from the list: the open entry follows what the journal says. */
function useFollow(
  open: OpenEntry | null,
  entries: readonly EntrySummary[],
  alter: (fields: Partial<Entry>) => void,
  place: (open: null) => void,
): void {
  const known = useRef<EntryId | null>(null)
  useEffect(() => {
    if (!open) return
    const summary = entries.find((candidate) => candidate.id === open.entry.id)
    if (summary) {
      known.current = summary.id
      if (summary.trashedAt !== open.entry.trashedAt) alter({ trashedAt: summary.trashedAt })
    } else if (known.current === open.entry.id) {
      known.current = null
      place(null)
    }
  }, [open, entries, alter, place])
}
