import { useCallback, useEffect, useRef, useState } from 'react'
import type { Entry, EntryFields, EntrySummary } from '../../shared/entry'
import { entryId, type EntryId } from '../../shared/ids'
import type { TextChange } from '../../shared/text-change'
import type { TwofoldApi } from './api'
import type { Writer } from './writer'

/** The entry on the page. `entry.body` is what the page began with; what it holds now, the page itself knows. */
export interface OpenEntry {
  readonly entry: Entry
  readonly caret: { anchor: number; head: number } | null
}

export interface OpenEntryControl {
  readonly open: OpenEntry | null
  /** Fails with `entry-missing`. */
  show(id: EntryId): Promise<void>
  /** A fresh page; it becomes an entry with its first letter. */
  begin(): void
  close(): void
  edit(changes: readonly TextChange[], body: () => string): void
  describe(fields: Partial<EntryFields>): void
}

/** Which entry is open, and the way of its words to the writer. */
export function useOpenEntry(api: TwofoldApi, writer: Writer, entries: readonly EntrySummary[]): OpenEntryControl {
  const [open, setOpen] = useState<OpenEntry | null>(null)
  const written = useRef({ isNew: false, length: 0 })
  const latest = useRef(open)
  latest.current = open

  const place = useCallback((next: OpenEntry | null, isNew: boolean) => {
    written.current = { isNew, length: next?.entry.body.length ?? 0 }
    latest.current = next
    setOpen(next)
  }, [])

  useFollowTrash(open, entries, setOpen, () => place(null, false))

  const begun = () => {
    const current = latest.current
    if (current && written.current.isNew) {
      written.current.isNew = false
      writer.add(current.entry)
    }
    return current
  }

  return {
    open,
    show: useCallback(
      async (id) => {
        if (latest.current?.entry.id === id) return
        const { entry, caret } = await api.journal.read({ id })
        place({ entry, caret }, false)
      },
      [api, place],
    ),
    begin: useCallback(() => place({ entry: freshEntry(new Date()), caret: null }, true), [place]),
    close: useCallback(() => place(null, false), [place]),
    edit(changes, body) {
      const current = begun()
      if (!current) return
      writer.edit(current.entry.id, written.current.length, changes, body)
      for (const { from, to, insert } of changes) written.current.length += insert.length - (to - from)
    },
    describe(fields) {
      const current = begun()
      if (!current) return
      writer.describe(current.entry.id, fields)
      const next = { ...current, entry: { ...current.entry, ...fields } }
      latest.current = next
      setOpen(next)
    },
  }
}

/** Trash, restore and removal may come from the list: the open entry follows what the journal says. */
function useFollowTrash(
  open: OpenEntry | null,
  entries: readonly EntrySummary[],
  setOpen: (open: OpenEntry) => void,
  onRemoved: () => void,
): void {
  const seen = useRef<EntryId | null>(null)
  useEffect(() => {
    if (!open) return
    const summary = entries.find((candidate) => candidate.id === open.entry.id)
    if (summary) {
      seen.current = summary.id
      if (summary.trashedAt !== open.entry.trashedAt) {
        setOpen({ ...open, entry: { ...open.entry, trashedAt: summary.trashedAt } })
      }
    } else if (seen.current === open.entry.id) {
      seen.current = null
      onRemoved()
    }
  })
}

/** An empty entry of this moment, on this computer's calendar. */
export function freshEntry(now: Date): Entry {
  const two = (number: number) => String(number).padStart(2, '0')
  return {
    id: entryId.parse(crypto.randomUUID()),
    kind: 'reflection',
    title: '',
    body: '',
    date: `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`,
    time: `${two(now.getHours())}:${two(now.getMinutes())}`,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    mood: null,
    tags: [],
    createdAt: now.getTime(),
    trashedAt: null,
  }
}
