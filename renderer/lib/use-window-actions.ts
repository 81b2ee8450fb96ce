import { flushSync } from 'react-dom'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { AppState } from '../../shared/contract'
import type { EntryId } from '../../shared/ids'
import { noFilters, type View } from './timeline-filters'
import type { JournalState } from './use-journal'
import type { OpenEntry, OpenEntryControl } from './use-open-entry'
import { type ShortcutHandlers, useShortcuts } from './use-shortcuts'

/** What the list pane can be asked to do. */
export interface ListHandle {
  goTo(date: string): void
  stepDay(step: -1 | 1): void
  chooseDate(): void
  focusSearch(): void
  focusList(): void
}

export type WindowDialog = 'settings' | 'shortcuts' | 'help'

export interface WindowActions {
  readonly view: View
  onView(view: View): void
  /** Where list and page alternate: whether the page is shown. */
  readonly isPageShown: boolean
  onList(): void
  onOpen(id: EntryId): void
  onNew(): void
  goTo(date: string): void
  /** Asks for the date to go to. */
  chooseDate(): void
  readonly dialog: WindowDialog | null
  onDialog(dialog: WindowDialog | null): void
}

/** Where one is in the journal's window, and the ways from there by button and by key. */
export function useWindowActions(options: {
  state: AppState
  journal: JournalState
  entry: OpenEntryControl
  list: RefObject<ListHandle | null>
  today: string
  lock(): void
  /** The window begins with a fresh page. */
  isFirst: boolean
}): WindowActions {
  const { journal, entry, list, today, lock } = options
  const { changeSettings } = journal
  const [view, setView] = useState<View>('timeline')
  const [isPageShown, setPageShown] = useState(false)
  const [dialog, onDialog] = useDialog(journal.reread)

  const onOpen = useOpening(entry.show, setPageShown)
  const onNew = useCallback(() => {
    entry.begin()
    setPageShown(true)
    // What is written now must be seen in the list.
    setView('timeline')
    changeSettings({ filters: noFilters })
  }, [entry, changeSettings])
  const goTo = useGoing(list, setPageShown)
  useLastEntry(journal, entry.open, onOpen)
  useFirstEntry(options.isFirst, onNew)
  useShortcuts(
    {
      ...listShortcuts(list),
      'new-entry': onNew,
      lock,
      settings: () => onDialog('settings'),
      shortcuts: () => onDialog('shortcuts'),
      today: () => goTo(today),
      'search-all': () => {
        // The list must be on the screen to take the focus, and at once: the next letter belongs to the search.
        flushSync(() => setPageShown(false))
        list.current?.focusSearch()
      },
    },
    options.state,
  )

  return {
    view,
    onView(next) {
      setView(next)
      setPageShown(false)
    },
    isPageShown,
    onList: useCallback(() => {
      flushSync(() => setPageShown(false))
      list.current?.focusList()
    }, [list]),
    onOpen,
    onNew,
    goTo,
    chooseDate: useCallback(() => list.current?.chooseDate(), [list]),
    dialog,
    onDialog,
  }
}

/** The dialog that is open. What the settings dialog changed in the vault is read when it closes. */
function useDialog(reread: () => void): [WindowDialog | null, (dialog: WindowDialog | null) => void] {
  const [dialog, setDialog] = useState<WindowDialog | null>(null)
  const onDialog = (next: WindowDialog | null) => {
    setDialog(next)
    if (next === null) reread()
  }
  return [dialog, onDialog]
}

function useGoing(listRef: RefObject<ListHandle | null>, setPageShown: (isShown: boolean) => void) {
  return useCallback(
    (date: string) => {
      setPageShown(false)
      listRef.current?.goTo(date)
    },
    [listRef, setPageShown],
  )
}

function useOpening(show: OpenEntryControl['show'], setPageShown: (isShown: boolean) => void) {
  return useCallback(
    (id: EntryId) =>
      // An entry that has just gone from the vault goes from the list as well, with the next signal.
      void show(id).then(
        (isShown) => isShown && setPageShown(true),
        () => {},
      ),
    [show, setPageShown],
  )
}

const listShortcuts = (list: RefObject<ListHandle | null>): ShortcutHandlers => ({
  'go-to-date': () => list.current?.chooseDate(),
  'previous-day': () => list.current?.stepDay(-1),
  'next-day': () => list.current?.stepDay(1),
})

/** Begins the entry that set-up has promised, once. */
function useFirstEntry(isFirst: boolean, onNew: () => void): void {
  const isDone = useRef(false)
  useEffect(() => {
    if (!isFirst || isDone.current) return
    isDone.current = true
    onNew()
  }, [isFirst, onNew])
}

/** Opens the entry that was open when the vault was locked, once; from then on remembers which one is. */
function useLastEntry(
  { settings, changeSettings }: JournalState,
  open: OpenEntry | null,
  onOpen: (id: EntryId) => void,
): void {
  const isDone = useRef(false)
  const last = settings?.lastEntry
  // From the trash nobody wants to be greeted by what they threw away.
  const current = open && !open.isNew && open.entry.trashedAt === null ? open.entry.id : null
  useEffect(() => {
    if (last === undefined || isDone.current) return
    isDone.current = true
    if (last && !open) onOpen(last)
  }, [last, open, onOpen])
  useEffect(() => {
    if (open && !open.isNew && current !== last) changeSettings({ lastEntry: current })
  }, [open, current, last, changeSettings])
}
