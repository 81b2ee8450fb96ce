import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
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
  /** Begun in this window: should it be left without a word, it goes without a trace. */
  readonly isBegun: boolean
}

export interface OpenEntryControl {
  readonly open: OpenEntry | null
  /**
   * Opens an entry; resolves with false where another was opened or begun meanwhile, which then stays. Fails with
   * `entry-missing`.
   */
  show(id: EntryId): Promise<boolean>
  /** A fresh page; it becomes an entry with its first letter. */
  begin(): void
  /** Puts the page away. */
  close(): void
  /** Changes just made on the page; `body` gives the whole body after them. */
  edit(changes: readonly TextChange[], body: () => string): void
  /** Fields of the entry that is open or was until just now: what is finished while it goes still reaches it. */
  describe(id: EntryId, fields: Partial<EntryFields>): void
}

/** What can't wait for the next rendering: two keys may come before it. */
interface Latest {
  open: OpenEntry | null
  /** What was open before. */
  former: OpenEntry | null
  /** The body's length now, in UTF-16 code units. */
  length: number
  /** Counts what was asked for: an answer to an earlier wish must not take the place of a later one. */
  wish: number
}

/** Which entry is open, and the way of its words to the writer. */
export function useOpenEntry(api: TwofoldApi, writer: Writer, entries: readonly EntrySummary[]): OpenEntryControl {
  const [open, setOpen] = useState<OpenEntry | null>(null)
  const latest = useRef<Latest>({ open: null, former: null, length: 0, wish: 0 })

  const place = useCallback(
    (next: OpenEntry | null) => {
      const { open: before, length, wish } = latest.current
      if (before && isBlank(before, length)) removeBlank(api, before.entry.id)
      latest.current = { open: next, former: before, length: next?.entry.body.length ?? 0, wish: wish + 1 }
      setOpen(next)
    },
    [api],
  )
  const alter = useCallback((fields: Partial<Entry>) => {
    const before = latest.current.open
    if (!before) return
    latest.current.open = { ...before, isNew: false, entry: { ...before.entry, ...fields } }
    setOpen(latest.current.open)
  }, [])
  useFollow(open, entries, alter, place)

  const written = useCallback(() => {
    const current = latest.current.open
    if (current?.isNew) {
      writer.add(current.entry)
      alter({})
    }
    return current?.entry.id
  }, [writer, alter])

  const show = useCallback(
    async (id: EntryId) => {
      const wish = ++latest.current.wish
      if (latest.current.open?.entry.id === id) return true
      const { entry, caret } = await api.journal.read({ id })
      if (latest.current.wish !== wish) return false
      place({ entry, caret, isNew: false, isBegun: false })
      return true
    },
    [api, place],
  )
  const edit = useCallback(
    (changes: readonly TextChange[], body: () => string) => {
      const id = written()
      if (id) writer.edit(id, latest.current.length, changes, body)
      for (const { from, to, insert } of changes) latest.current.length += insert.length - (to - from)
    },
    [writer, written],
  )
  const describe = useCallback(
    (id: EntryId, fields: Partial<EntryFields>) => {
      if (latest.current.open?.entry.id !== id) return describeFormer(writer, latest.current.former, id, fields)
      written()
      writer.describe(id, fields)
      alter(fields)
    },
    [writer, written, alter],
  )
  return useMemo(() => {
    const begin = () => place(freshPage())
    return { open, show, begin, close: () => place(null), edit, describe }
  }, [open, show, place, edit, describe])
}

/** A tag that was half typed on a fresh page makes it an entry even as it goes. */
function describeFormer(writer: Writer, former: OpenEntry | null, id: EntryId, fields: Partial<EntryFields>): void {
  if (former?.isNew && former.entry.id === id) writer.add(former.entry)
  writer.describe(id, fields)
}

const freshPage = (): OpenEntry => ({ entry: freshEntry(new Date()), caret: null, isNew: true, isBegun: true })

/** Begun here, and nothing was said in it after all. */
function isBlank({ entry, isNew, isBegun }: OpenEntry, length: number): boolean {
  const { title, tags, mood } = entry
  // A mood alone says something.
  return isBegun && !isNew && length === 0 && title === '' && tags.length === 0 && mood === null
}

function removeBlank(api: TwofoldApi, id: EntryId): void {
  // One that can't be removed stays, and can be thrown away like any other.
  api.journal
    .trash({ id })
    .then(() => api.journal.deleteForever({ id }))
    .catch(() => {})
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
