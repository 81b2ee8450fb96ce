import { useCallback, useRef, useState } from 'react'
import type { AppState } from '../shared/contract'
import { EntryPane } from './EntryPane'
import { Sidebar } from './features/sidebar/Sidebar'
import { TimelinePane, type TimelinePaneHandle } from './features/timeline/TimelinePane'
import { JournalBanner } from './JournalBanner'
import styles from './JournalWindow.module.css'
import type { TwofoldApi } from './lib/api'
import { noFilters } from './lib/timeline-filters'
import { useActivity } from './lib/use-activity'
import { useJournal } from './lib/use-journal'
import { useLock } from './lib/use-lock'
import { useNarrow } from './lib/use-narrow'
import { useOpenEntry } from './lib/use-open-entry'
import { useToday } from './lib/use-today'
import { useWindowActions } from './lib/use-window-actions'
import { WindowDialogs } from './WindowDialogs'

export interface JournalWindowProps {
  api: TwofoldApi
  state: AppState
  nonce: string
}

/** The journal: sidebar, list and page, and what lies above them. */
export function JournalWindow({ api, state, nonce }: JournalWindowProps) {
  const list = useRef<TimelinePaneHandle>(null)
  const journal = useJournal(api)
  const entry = useOpenEntry(api, journal.writer, journal.entries.entries)
  const { lock, failure } = useLock(api)
  const today = useToday()
  const actions = useWindowActions({ api, state, journal, entry, list, today, lock })
  const [day, setDay] = useState<string | null>(null)
  const isNarrow = useNarrow()
  useActivity(api)
  const onSearch = useCallback(async (text: string) => (await api.journal.search({ text })).matches, [api])

  const { settings, changeSettings, entries } = journal
  const { view, onView, onOpen, onNew, isPageShown } = actions
  const shared = {
    view,
    onView,
    onNew,
    today,
    entries: entries.entries,
    selected: entry.open?.entry.id ?? null,
    filters: settings?.filters ?? noFilters,
    onFilters: (filters: typeof noFilters) => changeSettings({ filters }),
  }
  return (
    <div className={styles.window} data-narrow={isNarrow || undefined}>
      <aside className={styles.sidebar}>
        <Sidebar
          {...shared}
          day={day}
          onDay={actions.goTo}
          onChooseDate={() => list.current?.chooseDate()}
          idleMinutes={settings?.idleMinutes ?? 0}
          onSettings={() => actions.onDialog('settings')}
          onLock={lock}
        />
      </aside>
      <main className={styles.content}>
        <div className={styles.list} hidden={isNarrow && isPageShown}>
          <TimelinePane
            ref={list}
            {...{ ...shared, onOpen, onSearch }}
            complete={entries.complete}
            onDay={setDay}
            onRestore={(id) => void api.journal.restore({ id }).catch(() => {})}
            onDeleteForever={(id) => void api.journal.deleteForever({ id }).catch(() => {})}
          />
        </div>
        <div className={styles.page} hidden={isNarrow && !isPageShown}>
          <JournalBanner status={journal.status} lockFailure={failure} />
          <EntryPane {...{ api, journal, nonce, onNew }} control={entry} onBack={isNarrow ? actions.onList : null} />
        </div>
      </main>
      <WindowDialogs {...{ api, state }} dialog={actions.dialog} onDialog={actions.onDialog} />
    </div>
  )
}
