import { background, bestEffort } from '../../shared/background'
import { type RefObject, useCallback, useMemo, useRef, useState } from 'react'
import type { EntryFields, Journal } from '../../shared/entry'
import type { EntryId } from '../../shared/ids'
import type { TextChange } from '../../shared/text-change'
import type { TwofoldApi } from './api'
import type { EntriesStore } from './entries-store'
import { freshEntry } from './fresh-entry'
import type { OpenEntry } from './open-entry'
import { type Alteration, useFollow } from './use-follow'
import type { Writer } from './writer'

export interface OpenEntryControl {
  readonly open: OpenEntry | null
  /**
   * Opens an entry; resolves with false where another was opened or begun meanwhile, which then stays. Fails with
   * `entry-missing`.
   */
  show(id: EntryId): Promise<boolean>
  /** A fresh page. A private one becomes an entry with its first letter; a shared one is begun in the vault at once. */
  begin(journal: Journal): void
  /** Puts the page away. */
  close(): void
  /**
   * Changes just made on the page by the person; `body` gives the whole body after them. Those of a shared entry go to
   * the vault by the replica: here they only say that it is blank no more.
   */
  edit(changes: readonly TextChange[], body: () => string): void
  /** Fields of the entry that is open or was until just now: what is finished while it goes still reaches it. */
  describe(id: EntryId, fields: Partial<EntryFields>): void
}

/** What can't wait for the next rendering: two keys may come before it. */
interface Latest {
  open: OpenEntry | null
  /** What was open before. */
  former: OpenEntry | null
  /** The body's length now, in UTF-16 code units; of a private entry alone. */
  length: number
  /** Something was written or described since it was opened. */
  isTouched: boolean
  /** Counts what was asked for: an answer to an earlier wish must not take the place of a later one. */
  wish: number
}

/** Which entry is open, and the way of its words to the writer. */
export function useOpenEntry(api: TwofoldApi, writer: Writer, rows: EntriesStore): OpenEntryControl {
  const latest = useRef<Latest>({ open: null, former: null, length: 0, isTouched: false, wish: 0 })
  const { open, place, alter } = usePlace(api, latest)
  useFollow({ open, rows, writer, alter, onGone: useCallback(() => place(null), [place]) })

  const written = useCallback(() => {
    const current = latest.current.open
    latest.current.isTouched = true
    if (current?.isNew) {
      writer.add(current.entry)
      alter({})
    }
    return current
  }, [writer, alter])

  const show = useCallback(
    async (id: EntryId) => {
      const wish = ++latest.current.wish
      if (latest.current.open?.entry.id === id) return true
      const read = await api.journal.read({ id })
      if (latest.current.wish !== wish) return false
      place({ ...read, isNew: false, isBegun: false })
      return true
    },
    [api, place],
  )
  const edit = useCallback(
    (changes: readonly TextChange[], body: () => string) => {
      const current = written()
      if (current?.journal !== 'private') return
      writer.edit(current.entry.id, latest.current.length, changes, body)
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
    const begin = (journal: Journal) => {
      const page = freshPage(journal)
      // The page of a shared entry is bound to its text in the replica, so the vault must know it from the start; the
      // partner isn't shown one without a word.
      if (journal === 'shared') writer.add(page.entry, journal)
      place(page)
    }
    return { open, show, begin, close: () => place(null), edit, describe }
  }, [writer, open, show, place, edit, describe])
}

/** What is on the page, to be replaced or altered; a blank one that is replaced goes. */
function usePlace(api: TwofoldApi, latestRef: RefObject<Latest>) {
  const [open, setOpen] = useState<OpenEntry | null>(null)
  const place = useCallback(
    (next: OpenEntry | null) => {
      const { open: before, wish } = latestRef.current
      if (before && isBlank(before, latestRef.current)) removeBlank(api, before.entry.id)
      const length = next?.entry.body.length ?? 0
      latestRef.current = { open: next, former: before, length, isTouched: false, wish: wish + 1 }
      setOpen(next)
    },
    [api, latestRef],
  )
  const alter = useCallback(
    ({ isReadOnly, ...fields }: Alteration) => {
      const before = latestRef.current.open
      if (!before) return
      const entry = { ...before.entry, ...fields }
      latestRef.current.open = { ...before, isNew: false, isReadOnly: isReadOnly ?? before.isReadOnly, entry }
      setOpen(latestRef.current.open)
    },
    [latestRef],
  )
  return { open, place, alter }
}

/** A tag that was half typed on a fresh page makes it an entry even as it goes. */
function describeFormer(writer: Writer, former: OpenEntry | null, id: EntryId, fields: Partial<EntryFields>): void {
  if (former?.isNew && former.entry.id === id) writer.add(former.entry)
  writer.describe(id, fields)
}

const freshPage = (journal: Journal): OpenEntry => ({
  entry: freshEntry(new Date()),
  journal,
  isReadOnly: false,
  caret: null,
  isNew: journal === 'private',
  isBegun: true,
})

/**
 * Begun here, and nothing was said in it after all. A shared one that held a word for a moment stays: the partner may
 * have seen it, and their words must never go with it.
 */
function isBlank({ entry, journal, isNew, isBegun }: OpenEntry, { length, isTouched }: Latest): boolean {
  if (!isBegun || isNew) return false
  if (journal === 'shared') return !isTouched
  const { title, tags, mood } = entry
  // A mood alone says something.
  return length === 0 && title === '' && tags.length === 0 && mood === null
}

function removeBlank(api: TwofoldApi, id: EntryId): void {
  // One that can't be removed stays, and can be thrown away like any other.
  background(bestEffort(api.journal.trash({ id }).then(() => api.journal.deleteForever({ id }))))
}
