import { background } from '../../shared/background'
import { flushSync } from 'react-dom'
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppState } from '../../shared/contract'
import type { Journal } from '../../shared/entry'
import type { EntryId } from '../../shared/ids'
import { createOpenings, type Openings } from './openings'
import { noFilters, type View } from './timeline-filters'
import type { JournalState } from './use-journal'
import { useLastEntry } from './use-last-entry'
import type { OpenEntryControl } from './use-open-entry'
import { type ShortcutHandlers, useShortcuts } from './use-shortcuts'

/** What the list pane can be asked to do. */
export interface ListHandle {
  goTo(date: string): void
  stepDay(step: -1 | 1): void
  chooseDate(): void
  focusSearch(): void
  focusList(): void
}

export type WindowDialog = 'settings' | 'partner-settings' | 'shortcuts' | 'help' | 'partner' | 'unpair'

export interface WindowActions {
  readonly view: View
  onView(view: View): void
  /** Where list and page alternate: whether the page is shown. */
  readonly isPageShown: boolean
  onList(): void
  /** Shows an entry to be read. */
  onOpen(id: EntryId): void
  /** Opens an entry to be written in. */
  onWrite(id: EntryId): void
  onLock(): void
  readonly openings: Openings
  onNew(): void
  /** Begins an entry that both will read; null while there is no shared journal. */
  readonly onNewShared: (() => void) | null
  goTo(date: string): void
  /** Asks for the date to go to. */
  chooseDate(): void
  readonly dialog: WindowDialog | null
  onDialog(dialog: WindowDialog | null): void
}

interface WindowActionsOptions {
  state: AppState
  journal: JournalState
  entry: OpenEntryControl
  list: RefObject<ListHandle | null>
  today: string
  lock(): void
  /** There is a shared journal to write in. */
  canShare: boolean
  /** The window begins with a fresh page. */
  isFirst: boolean
}

/** Where one is in the journal's window, and the ways from there by button and by key. */
export function useWindowActions(options: WindowActionsOptions): WindowActions {
  const { journal, entry, list, today, lock } = options
  const [view, setView] = useState<View>('timeline')
  const [isPageShown, setPageShown] = useState(false)
  const [dialog, onDialog] = useDialog(journal.reread)

  const openings = useOpenings(entry, setPageShown)
  const { show, write, afterWords } = openings
  const onOpen = useCallback((id: EntryId) => background(show(id)), [show])
  const { onNew, onNewShared } = useBeginning(options, openings, setView)
  const goTo = useGoing(list, setPageShown)
  // What was typed for a page that isn't there yet must not be locked out.
  const onLock = () => afterWords(lock)
  const onList = useCallback(() => {
    flushSync(() => setPageShown(false))
    list.current?.focusList()
  }, [list])
  useLastEntry(journal, entry.open, show)
  useFirstEntry(options.isFirst, onNew)
  useShortcuts(
    {
      ...listShortcuts(list),
      'new-entry': onNew,
      ...(onNewShared ? { 'new-shared-entry': onNewShared } : {}),
      lock: onLock,
      'page-or-list': () => {
        if (openings.hasFocus()) onList()
        else if (entry.open) write(entry.open.entry.id)
      },
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
    onList,
    onOpen,
    onWrite: write,
    onLock,
    openings,
    onNew,
    onNewShared,
    goTo,
    chooseDate: useCallback(() => list.current?.chooseDate(), [list]),
    dialog,
    onDialog,
  }
}

function useOpenings({ show, begin }: OpenEntryControl, setPageShown: (isShown: boolean) => void): Openings {
  const { t } = useTranslation('app')
  const label = t('entry.opening')
  return useMemo(
    () => createOpenings({ show, begin, onShown: () => setPageShown(true), label }),
    [show, begin, setPageShown, label],
  )
}

/** The two ways to begin an entry. */
function useBeginning(
  { journal: { changeSettings }, canShare }: WindowActionsOptions,
  openings: Openings,
  setView: (view: View) => void,
): Pick<WindowActions, 'onNew' | 'onNewShared'> {
  const begin = useCallback(
    (journal: Journal) => {
      openings.begin(journal)
      // What is written now must be seen in the list.
      setView('timeline')
      changeSettings({ filters: noFilters })
    },
    [openings, changeSettings, setView],
  )
  const onNew = useCallback(() => begin('private'), [begin])
  const beginShared = useCallback(() => begin('shared'), [begin])
  return { onNew, onNewShared: canShare ? beginShared : null }
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
