import { useRef, useState } from 'react'
import type { AppState } from '../shared/contract'
import { EntryPane } from './EntryPane'
import { Sidebar } from './features/sidebar/Sidebar'
import { TimelinePane, type TimelinePaneHandle } from './features/timeline/TimelinePane'
import { JournalBanner } from './JournalBanner'
import styles from './JournalWindow.module.css'
import type { TwofoldApi } from './lib/api'
import { noFilters } from './lib/timeline-filters'
import { useKeptCaret } from './lib/use-kept-caret'
import { useKnownTags } from './lib/use-known-tags'
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
  /** Set-up has promised a first entry: a fresh page is open. */
  isFirst: boolean
}

/** The journal: sidebar, list and page, and what lies above them. */
export function JournalWindow({ api, state, nonce, isFirst }: JournalWindowProps) {
  const list = useRef<TimelinePaneHandle>(null)
  const journal = useJournal(api)
  const entry = useOpenEntry(api, journal.writer, journal.entries.entries)
  const caret = useKeptCaret(api, entry.open?.entry.id ?? null)
  const { lock, failure } = useLock(api, caret.keep)
  const today = useToday()
  const actions = useWindowActions({ state, journal, entry, list, today, lock, isFirst })
  const [day, setDay] = useState<string | null>(null)
  const isNarrow = useNarrow()
  useActivity(api)

  const { settings, entries } = journal
  const { view, onView, onOpen, onNew, isPageShown } = actions
  const knownTags = useKnownTags(entries.entries)
  const filters = settings?.filters ?? noFilters
  const onFilters = (next: typeof noFilters) => journal.changeSettings({ filters: next })
  const selected = entry.open?.entry.id ?? null
  const shared = { view, onView, onNew, today, entries: entries.entries, selected, filters, onFilters }
  return (
    <div className={styles.window} data-narrow={isNarrow || undefined}>
      <aside className={styles.sidebar}>
        <Sidebar
          {...shared}
          day={day}
          onDay={actions.goTo}
          onChooseDate={actions.chooseDate}
          complete={entries.complete}
          idleMinutes={settings?.idleMinutes ?? 0}
          onSettings={() => actions.onDialog('settings')}
          onLock={lock}
        />
      </aside>
      <main className={styles.content}>
        <div className={styles.list} hidden={isNarrow && isPageShown}>
          <TimelinePane
            {...{ ...shared, onOpen, ref: list }}
            onSearch={journal.find}
            complete={entries.complete}
            onDay={setDay}
            onShowList={actions.onList}
            onRestore={journal.restore}
            onDeleteForever={journal.deleteForever}
          />
        </div>
        <div className={styles.page} hidden={isNarrow && !isPageShown}>
          <JournalBanner status={journal.status} lockFailure={failure} />
          <EntryPane
            {...{ api, nonce, onNew, knownTags }}
            writer={journal.writer}
            isReadOnly={journal.status?.damage != null}
            control={entry}
            onBack={isNarrow ? actions.onList : null}
            onSelection={caret.moved}
          />
        </div>
      </main>
      <WindowDialogs {...{ api, state }} dialog={actions.dialog} onDialog={actions.onDialog} />
    </div>
  )
}
