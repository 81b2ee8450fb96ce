import { useCallback, useEffect, useRef, useState } from 'react'
import type { AppState } from '../shared/contract'
import type { EntryId } from '../shared/ids'
import { noFilters, type View } from './lib/timeline-filters'
import { EntryPane } from './EntryPane'
import { Sidebar } from './features/sidebar/Sidebar'
import { TimelinePane, type TimelinePaneHandle } from './features/timeline/TimelinePane'
import { JournalBanner } from './JournalBanner'
import styles from './JournalWindow.module.css'
import type { TwofoldApi } from './lib/api'
import { useActivity } from './lib/use-activity'
import { useJournal } from './lib/use-journal'
import { useLock } from './lib/use-lock'
import { useNarrow } from './lib/use-narrow'
import { useOpenEntry } from './lib/use-open-entry'
import { useShortcuts } from './lib/use-shortcuts'
import { useToday } from './lib/use-today'
import { type OpenDialog, WindowDialogs } from './WindowDialogs'

export interface JournalWindowProps {
  api: TwofoldApi
  state: AppState
  nonce: string
}

/** The journal: sidebar, list and page, and what lies above them. */
export function JournalWindow({ api, state, nonce }: JournalWindowProps) {
  const journal = useJournal(api)
  const { entries, settings, changeSettings } = journal
  const entry = useOpenEntry(api, journal.writer, entries.entries)
  const [view, setView] = useState<View>('timeline')
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const [isPageShown, setPageShown] = useState(false)
  const pane = useRef<TimelinePaneHandle>(null)
  const isNarrow = useNarrow()
  const today = useToday()
  const { lock, failure } = useLock(api)
  useActivity(api)

  const { show, begin } = entry
  const onOpen = useCallback(
    (id: EntryId) => {
      // An entry that has just gone from the vault goes from the list as well, with the next signal.
      show(id).then(
        () => {
          setPageShown(true)
          changeSettings({ lastEntry: id })
        },
        () => {},
      )
    },
    [show, changeSettings],
  )
  const onNew = useCallback(() => {
    begin()
    setPageShown(true)
  }, [begin])
  const onSearch = useCallback(async (text: string) => (await api.journal.search({ text })).matches, [api])
  useLastEntry(settings?.lastEntry ?? null, settings !== null, onOpen)

  const goTo = (date: string) => {
    setPageShown(false)
    pane.current?.goTo(date)
  }
  useShortcuts(
    {
      'new-entry': onNew,
      lock,
      settings: () => setDialog('settings'),
      shortcuts: () => setDialog('shortcuts'),
      'search-all': () => {
        setPageShown(false)
        requestAnimationFrame(() => pane.current?.focusSearch())
      },
      today: () => goTo(today),
      'go-to-date': () => pane.current?.chooseDate(),
      'previous-day': () => pane.current?.stepDay(-1),
      'next-day': () => pane.current?.stepDay(1),
    },
    state,
  )

  const filters = settings?.filters ?? noFilters
  const shared = {
    view,
    onView: (next: View) => {
      setView(next)
      setPageShown(false)
    },
    entries: entries.entries,
    selected: entry.open?.entry.id ?? null,
    today,
    filters,
    onFilters: (next: typeof filters) => changeSettings({ filters: next }),
    onNew,
  }
  const showsPage = !isNarrow || isPageShown
  return (
    <div className={styles.window} data-narrow={isNarrow || undefined}>
      <aside className={styles.sidebar}>
        <Sidebar
          {...shared}
          onDay={goTo}
          onChooseDate={() => pane.current?.chooseDate()}
          idleMinutes={settings?.idleMinutes ?? 0}
          onSettings={() => setDialog('settings')}
          onLock={lock}
        />
      </aside>
      <div className={styles.list} hidden={isNarrow && isPageShown}>
        <TimelinePane
          ref={pane}
          {...shared}
          complete={entries.complete}
          onOpen={onOpen}
          onSearch={onSearch}
          onRestore={(id) => void api.journal.restore({ id }).catch(() => {})}
          onDeleteForever={(id) => void api.journal.deleteForever({ id }).catch(() => {})}
        />
      </div>
      <main className={styles.page} hidden={!showsPage}>
        <JournalBanner status={journal.status} lockFailure={failure} />
        <EntryPane
          {...{ api, journal, nonce }}
          control={entry}
          onNew={onNew}
          onBack={isNarrow ? () => setPageShown(false) : null}
        />
      </main>
      <WindowDialogs
        {...{ api, state, dialog }}
        onDialog={(next) => {
          setDialog(next)
          // The settings dialog keeps what it changes in the vault itself.
          if (next === null) journal.reread()
        }}
      />
    </div>
  )
}

/** Opens the entry that was open when the vault was locked, once. */
function useLastEntry(last: EntryId | null, isKnown: boolean, onOpen: (id: EntryId) => void): void {
  const isDone = useRef(false)
  useEffect(() => {
    if (!isKnown || isDone.current) return
    isDone.current = true
    if (last) onOpen(last)
  }, [last, isKnown, onOpen])
}
