import { background, bestEffort } from '../../shared/background'
import { type RefObject, useCallback, useMemo, useRef, useState } from 'react'
import type { EntryFields, Journal } from '../../shared/entry'
import type { EntryId } from '../../shared/ids'
import type { TextChange } from '../../shared/text-change'
import type { TwofoldApi } from './api'
import { freshEntry } from './fresh-entry'
import type { OpenEntry } from './open-entry'
import { type Alteration, useFollow } from './use-follow'
import type { UnsavedWords } from './unsaved-words'
import type { JournalState } from './use-journal'
import type { Writer } from './writer'

export interface OpenEntryControl {
  readonly open: OpenEntry | null
  /**
   * Opens an entry; resolves with false where another was opened or begun meanwhile, which then stays. Fails with
   * `entry-missing`.
   */
  show(id: EntryId): Promise<boolean>
  /**
   * A fresh page, empty or with these words. A private one becomes an entry with its first letter; a shared one is begun
   * in the vault at once.
   */
  begin(journal: Journal, words?: string): EntryId
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
  /** The bodies of both as they stand now. */
  body: () => string
  formerBody: () => string
  /** The body's length now, in UTF-16 code units; of a private entry alone. */
  length: number
  /** Something was written or described since it was opened. */
  isTouched: boolean
  /** Counts what was asked for: an answer to an earlier wish must not take the place of a later one. */
  wish: number
}

const nothing: Readonly<Latest> = {
  open: null,
  former: null,
  body: () => '',
  formerBody: () => '',
  length: 0,
  isTouched: false,
  wish: 0,
}

/** Which entry is open, and the way of its words to the writer. */
export function useOpenEntry(
  api: TwofoldApi,
  { writer, unsaved, rows }: Pick<JournalState, 'writer' | 'unsaved' | 'rows'>,
): OpenEntryControl {
  const latest = useRef<Latest>({ ...nothing })
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

  const show = useShow(api, latest, place)
  const edit = useCallback(
    (changes: readonly TextChange[], body: () => string) => {
      const current = written()
      latest.current.body = body
      if (current) unsaved.wrote(current.entry, body)
      if (current?.journal !== 'private') return
      writer.edit(current.entry.id, latest.current.length, changes, body)
      for (const { from, to, insert } of changes) latest.current.length += insert.length - (to - from)
    },
    [writer, unsaved, written],
  )
  const describe = useCallback(
    (id: EntryId, fields: Partial<EntryFields>) => {
      const isOpen = latest.current.open?.entry.id === id
      noteDescription(unsaved, latest.current, { id, fields })
      if (!isOpen) return describeFormer(writer, latest.current.former, id, fields)
      written()
      writer.describe(id, fields)
      alter(fields)
    },
    [writer, unsaved, written, alter],
  )
  const begin = useCallback(
    (journal: Journal, words = '') => {
      const page = freshPage(journal, words)
      // The page of a shared entry is bound to its text in the replica, so the vault must know it from the start; the
      // partner isn't shown one without a word.
      if (!page.isNew) writer.add(page.entry, journal)
      if (words !== '') unsaved.wrote(page.entry, () => words)
      place(page)
      return page.entry.id
    },
    [writer, unsaved, place],
  )
  return useMemo(
    () => ({ open, show, begin, close: () => place(null), edit, describe }),
    [open, show, begin, place, edit, describe],
  )
}

function useShow(api: TwofoldApi, latestRef: RefObject<Latest>, place: (next: OpenEntry) => void) {
  return useCallback(
    async (id: EntryId) => {
      const wish = ++latestRef.current.wish
      if (latestRef.current.open?.entry.id === id) return true
      const read = await api.journal.read({ id })
      if (latestRef.current.wish !== wish) return false
      place({ ...read, isNew: false, isBegun: false })
      return true
    },
    [api, latestRef, place],
  )
}

/** What is on the page, to be replaced or altered; a blank one that is replaced goes. */
function usePlace(api: TwofoldApi, latestRef: RefObject<Latest>) {
  const [open, setOpen] = useState<OpenEntry | null>(null)
  const place = useCallback(
    (next: OpenEntry | null) => {
      const { open: before, body: formerBody, wish } = latestRef.current
      if (before && isBlank(before, latestRef.current)) removeBlank(api, before.entry.id)
      const length = next?.entry.body.length ?? 0
      const body = () => next?.entry.body ?? ''
      latestRef.current = { open: next, former: before, body, formerBody, length, isTouched: false, wish: wish + 1 }
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

/** What is said of the open entry, or of the one before, is unsaved from now on. */
function noteDescription(
  unsaved: UnsavedWords,
  { open, former, body, formerBody }: Latest,
  { id, fields }: { id: EntryId; fields: Partial<EntryFields> },
): void {
  if (open?.entry.id === id) unsaved.wrote({ ...open.entry, ...fields }, body)
  else if (former?.entry.id === id) unsaved.wrote({ ...former.entry, ...fields }, formerBody)
}

/** A tag that was half typed on a fresh page makes it an entry even as it goes. */
function describeFormer(writer: Writer, former: OpenEntry | null, id: EntryId, fields: Partial<EntryFields>): void {
  if (former?.isNew && former.entry.id === id) writer.add(former.entry)
  writer.describe(id, fields)
}

const freshPage = (journal: Journal, words: string): OpenEntry => ({
  entry: { ...freshEntry(new Date()), body: words },
  journal,
  isReadOnly: false,
  caret: { anchor: words.length, head: words.length },
  isNew: journal === 'private' && words === '',
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
