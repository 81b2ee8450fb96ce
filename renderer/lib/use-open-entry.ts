import { background, bestEffort, reporting } from '../../shared/background'
import { type RefObject, useCallback, useMemo, useRef, useState } from 'react'
import type { Journal } from '../../shared/entry'
import type { EntryId } from '../../shared/ids'
import type { TwofoldApi } from './api'
import { freshEntry } from './fresh-entry'
import type { Latest, OpenEntry } from './open-entry'
import { type Alteration, useFollow } from './use-follow'
import type { JournalState } from './use-journal'
import { useWriting, type Writing } from './use-writing'

export interface OpenEntryControl extends Writing {
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
  /** Deletes an entry of the trash for ever; where it is open, its page goes with it. */
  deleteForever(id: EntryId): void
  /** Begins a private entry with what stands on the page of one that is gone: `body`, and what is said of it. */
  keep(body: string): void
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
  { writer, unsaved }: Pick<JournalState, 'writer' | 'unsaved'>,
): OpenEntryControl {
  const latest = useRef<Latest>({ ...nothing })
  const { open, place, alter } = usePlace(api, latest)
  const { deleteForever, onDeleted } = useDeletion(api, { latestRef: latest, place, alter })
  const { edit, describe } = useWriting({ writer, unsaved, latestRef: latest, alter })
  useFollow({ api, latestRef: latest, writer, alter, onDeleted })

  const show = useShow(api, latest, place)
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
  const keep = useCallback(
    (body: string) => {
      const gone = latest.current.open
      if (!gone) return
      const { kind, title, date, time, zone, mood, tags } = gone.entry
      const entry = { ...freshEntry(new Date()), kind, title, date, time, zone, mood, tags, body }
      writer.add(entry)
      unsaved.wrote(entry, () => body)
      place({ entry, journal: 'private', isReadOnly: false, caret: null, ...opened })
    },
    [writer, unsaved, place],
  )
  return useMemo(
    () => ({ open, show, begin, close: () => place(null), edit, describe, deleteForever, keep }),
    [open, show, begin, place, edit, describe, deleteForever, keep],
  )
}

function useShow(api: TwofoldApi, latestRef: RefObject<Latest>, place: (next: OpenEntry) => void) {
  return useCallback(
    async (id: EntryId) => {
      const wish = ++latestRef.current.wish
      if (latestRef.current.open?.entry.id === id) return true
      const read = await api.journal.read({ id })
      if (latestRef.current.wish !== wish) return false
      place({ ...read, ...opened })
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
    ({ isReadOnly, isGone, ...fields }: Alteration) => {
      const before = latestRef.current.open
      if (!before) return
      latestRef.current.open = {
        ...before,
        isNew: false,
        isReadOnly: isReadOnly ?? before.isReadOnly,
        isGone: isGone ?? before.isGone,
        entry: { ...before.entry, ...fields },
      }
      setOpen(latestRef.current.open)
    },
    [latestRef],
  )
  return { open, place, alter }
}

/**
 * A page closes only where its person asked for that. One whose entry the partner deletes for ever stays, with all that
 * stands on it.
 */
function useDeletion(
  api: TwofoldApi,
  { latestRef, place, alter }: { latestRef: RefObject<Latest> } & Pick<ReturnType<typeof usePlace>, 'place' | 'alter'>,
) {
  const asked = useRef(new Set<EntryId>())
  const deleteForever = useCallback(
    (id: EntryId) => {
      asked.current.add(id)
      // What can't be done now is seen: the row stays as it is.
      background(api.journal.deleteForever({ id }).catch(reporting(() => asked.current.delete(id))))
    },
    [api],
  )
  const onDeleted = useCallback(() => {
    const { open } = latestRef.current
    if (open && asked.current.has(open.entry.id)) place(null)
    else alter({ isGone: true })
  }, [latestRef, place, alter])
  return { deleteForever, onDeleted }
}

/** How an entry is open that the vault has. */
const opened = { isNew: false, isBegun: false, isGone: false } as const

const freshPage = (journal: Journal, words: string): OpenEntry => ({
  entry: { ...freshEntry(new Date()), body: words },
  journal,
  isReadOnly: false,
  caret: { anchor: words.length, head: words.length },
  isNew: journal === 'private' && words === '',
  isBegun: true,
  isGone: false,
})

/**
 * Begun here, and nothing was said in it after all. A shared one that held a word for a moment stays: the partner may
 * have seen it, and their words must never go with it.
 */
function isBlank({ entry, journal, isNew, isBegun, isGone }: OpenEntry, { length, isTouched }: Latest): boolean {
  if (!isBegun || isNew || isGone) return false
  if (journal === 'shared') return !isTouched
  const { title, tags, mood } = entry
  // A mood alone says something.
  return length === 0 && title === '' && tags.length === 0 && mood === null
}

function removeBlank(api: TwofoldApi, id: EntryId): void {
  // One that can't be removed stays, and can be thrown away like any other.
  background(bestEffort(api.journal.trash({ id }).then(() => api.journal.deleteForever({ id }))))
}
