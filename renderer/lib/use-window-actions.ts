import { flushSync } from 'react-dom'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { AppState } from '../../shared/contract'
import type { EntryId } from '../../shared/ids'
import type { TwofoldApi } from './api'
import type { View } from './timeline-filters'
import type { JournalState } from './use-journal'
import type { OpenEntry, OpenEntryControl } from './use-open-entry'
import { type ShortcutHandlers, useShortcuts } from './use-shortcuts'

/** What the list pane can be asked to do. */
export interface ListHandle {
  goTo(date: string): void
  stepDay(step: -1 | 1): void
  chooseDate(): void
  focusSearch(): void
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
  readonly dialog: WindowDialog | null
  onDialog(dialog: WindowDialog | null): void
}

/** Where one is in the journal's window, and the ways from there by button and by key. */
export function useWindowActions(options: {
  api: TwofoldApi
  state: AppState
  journal: JournalState
  entry: OpenEntryControl
  list: RefObject<ListHandle | null>
  today: string
  lock(): void
}): WindowActions {
  const { journal, entry, list, today, lock, state } = options
  const { show, begin } = entry
  const { reread } = journal
  const [view, setView] = useState<View>('timeline')
  const [isPageShown, setPageShown] = useState(false)
  const [dialog, setDialog] = useState<WindowDialog | null>(null)

  const onOpen = useOpening(show, setPageShown)
  const onNew = useCallback(() => {
    begin()
    setPageShown(true)
  }, [begin])
  const goTo = (date: string) => {
    setPageShown(false)
    list.current?.goTo(date)
  }
  useLastEntry(journal, entry.open, onOpen)
  useShortcuts(
    {
      ...listShortcuts(list),
      'new-entry': onNew,
      lock,
      settings: () => setDialog('settings'),
      shortcuts: () => setDialog('shortcuts'),
      today: () => goTo(today),
      'search-all': () => {
        // The list must be on the screen to take the focus, and at once: the next letter belongs to the search.
        flushSync(() => setPageShown(false))
        list.current?.focusSearch()
      },
    },
    state,
  )

  return {
    view,
    onView(next) {
      setView(next)
      setPageShown(false)
    },
    isPageShown,
    onList: () => setPageShown(false),
    onOpen: useCallback((id: EntryId) => void onOpen(id), [onOpen]),
    onNew,
    goTo,
    dialog,
    onDialog(next) {
      setDialog(next)
      // The settings dialog keeps what it changes in the vault itself.
      if (next === null) reread()
    },
  }
}

function useOpening(show: OpenEntryControl['show'], setPageShown: (isShown: boolean) => void) {
  return useCallback(
    async (id: EntryId) => {
      // An entry that has just gone from the vault goes from the list as well, with the next signal.
      const isShown = await show(id).then(
        () => true,
        () => false,
      )
      if (isShown) setPageShown(true)
    },
    [show, setPageShown],
  )
}

const listShortcuts = (list: RefObject<ListHandle | null>): ShortcutHandlers => ({
  'go-to-date': () => list.current?.chooseDate(),
  'previous-day': () => list.current?.stepDay(-1),
  'next-day': () => list.current?.stepDay(1),
})

/** Opens the entry that was open when the vault was locked, once; from then on remembers which one is. */
function useLastEntry(
  { settings, changeSettings }: JournalState,
  open: OpenEntry | null,
  onOpen: (id: EntryId) => Promise<void>,
): void {
  const isDone = useRef(false)
  const last = settings?.lastEntry
  const current = open && !open.isNew ? open.entry.id : null
  useEffect(() => {
    if (last === undefined || isDone.current) return
    isDone.current = true
    if (last) void onOpen(last)
  }, [last, onOpen])
  useEffect(() => {
    if (current && current !== last) changeSettings({ lastEntry: current })
  }, [current, last, changeSettings])
}
