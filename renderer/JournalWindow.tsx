import { useCallback, useRef, useState } from 'react'
import type { AppState } from '../shared/contract'
import type { EntrySummary } from '../shared/entry'
import type { RefusedMoment } from './EntryPane'
import { PartnerLine } from './features/partner/PartnerLine'
import { SecondTakerBanner } from './features/partner/SecondTakerBanner'
import { Sidebar, type SidebarProps } from './features/sidebar/Sidebar'
import { TimelinePane, type TimelinePaneHandle } from './features/timeline/TimelinePane'
import { JournalBanner } from './JournalBanner'
import styles from './JournalWindow.module.css'
import type { TwofoldApi } from './lib/api'
import type { ConnectionStore } from './lib/connection'
import { useLatestValue } from './lib/latest-store'
import type { PartnerStore } from './lib/partner-store'
import { hasSharedJournal } from './lib/shared-journal'
import { keysLabel } from './lib/shortcuts'
import { noFilters } from './lib/timeline-filters'
import { useKeptCaret } from './lib/use-kept-caret'
import { useActivity } from './lib/use-activity'
import { type JournalState, useJournal } from './lib/use-journal'
import { useLock } from './lib/use-lock'
import { useNarrow } from './lib/use-narrow'
import { useLook } from './lib/use-look'
import { useOpenEntry } from './lib/use-open-entry'
import { useToday } from './lib/use-today'
import { useWindowActions, type WindowActions } from './lib/use-window-actions'
import { OpenPage } from './OpenPage'
import { PartBoundary } from './PartBoundary'
import { useSaving } from './sync/use-saving'
import { WindowDialogs } from './WindowDialogs'

export interface JournalWindowProps {
  api: TwofoldApi
  connection: ConnectionStore
  state: AppState
  nonce: string
  /** Set-up has promised a first entry: a fresh page is open. */
  isFirst: boolean
}

/** The journal: sidebar, list and page, and what lies above them. */
export function JournalWindow({ api, connection, state, nonce, isFirst }: JournalWindowProps) {
  const list = useRef<TimelinePaneHandle>(null)
  const listPane = useRef<HTMLDivElement>(null)
  const journal = useJournal(api, connection)
  const { entries, partner } = journal
  const entry = useOpenEntry(api, journal)
  useLook(api, entry.open, journal.rows)
  const onSelection = useKeptCaret(api, entry.open?.entry.id ?? null)
  const { lock, failure } = useLock(api)
  const [refused, onRefused] = useState<RefusedMoment | null>(null)
  const today = useToday()
  const canShare = useCanShare(partner, entries.entries)
  const actions = useWindowActions({ state, journal, entry, list, today, lock, canShare, isFirst })
  const [day, setDay] = useState<string | null>(null)
  const isNarrow = useNarrow()
  useActivity(api)

  const { view, onView, onOpen, onWrite, onNew, onNewShared, onDialog, isPageShown, openings } = actions
  const { shared, saving } = useSaving({ api, connection, journal, openings, host: state.host })
  const selected = entry.open?.entry.id ?? null
  const reading = { view, onView, onNew, today, entries: entries.entries, selected, ...filtersOf(journal) }
  return (
    <div className={styles.window} data-narrow={isNarrow || undefined}>
      <aside className={styles.sidebar}>
        <JournalSidebar {...{ ...reading, day, state, journal, actions }} onLock={actions.onLock} />
      </aside>
      <main className={styles.content}>
        {/* Above list and page: where the two alternate, it is seen with either. */}
        <div className={styles.banners}>
          <JournalBanner {...{ journal, connection, saving, refused, onRefused }} lockFailure={failure} />
          <SecondTakerBanner {...{ api, partner }} onUndo={() => onDialog('unpair')} />
        </div>
        <div ref={listPane} className={styles.list} hidden={isNarrow && isPageShown}>
          <PartBoundary>
            <TimelinePane
              {...{ ...reading, partner, onOpen, onWrite, ref: list }}
              onSearch={journal.find}
              complete={entries.complete}
              onDay={setDay}
              onShowList={actions.onList}
              onRestore={journal.restore}
              onDeleteForever={entry.deleteForever}
            />
          </PartBoundary>
        </div>
        <OpenPage
          {...{ api, nonce, journal, shared, saving, canShare, onNew, onOpen, onRefused, openings, list: listPane }}
          isHidden={isNarrow && !isPageShown}
          control={entry}
          onBack={isNarrow ? actions.onList : null}
          onSelection={onSelection}
        />
      </main>
      <WindowDialogs
        {...{ api, state, partner, today, onDialog, list }}
        dialog={actions.dialog}
        onNewShared={onNewShared ?? onNew}
      />
    </div>
  )
}

const filtersOf = ({ settings, changeSettings }: JournalState) => ({
  filters: settings?.filters ?? noFilters,
  onFilters: (filters: typeof noFilters) => changeSettings({ filters }),
})

interface JournalSidebarProps extends Pick<
  SidebarProps,
  'view' | 'onView' | 'onNew' | 'today' | 'entries' | 'selected' | 'filters' | 'onFilters' | 'day' | 'onLock'
> {
  state: AppState
  journal: JournalState
  actions: WindowActions
}

/** The sidebar with what the journal and the partner put into it. */
function JournalSidebar({ state, journal, actions, ...props }: JournalSidebarProps) {
  const { onDialog } = actions
  return (
    <PartBoundary>
      <Sidebar
        {...props}
        onDay={actions.goTo}
        onChooseDate={actions.chooseDate}
        onNewShared={actions.onNewShared}
        newSharedKeys={keysLabel('new-shared-entry', state.host, state.platform)}
        complete={journal.entries.complete}
        idleMinutes={journal.settings?.idleMinutes ?? 0}
        partner={
          <PartnerLine
            partner={journal.partner}
            today={props.today}
            onPair={() => onDialog('partner')}
            onSettings={() => onDialog('partner-settings')}
          />
        }
        onSettings={() => onDialog('settings')}
      />
    </PartBoundary>
  )
}

function useCanShare(partner: PartnerStore, entries: readonly EntrySummary[]): boolean {
  return useLatestValue(
    partner,
    useCallback((status) => hasSharedJournal(status, entries), [entries]),
  )
}
