import { CalendarHeart, Lock, type LucideIcon, PenLine, ScrollText, Settings, Trash2, Users } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { Button as NavButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { EntrySummary } from '../../../shared/entry'
import type { EntryId } from '../../../shared/ids'
import { writtenDays } from '../../lib/timeline-days'
import { filterEntries, type Filters, toggleTag, trashedEntries, type View } from '../../lib/timeline-filters'
import { Button } from '../../ui/Button'
import { IconButton } from '../../ui/IconButton'
import { MonthCalendar } from './MonthCalendar'
import { TagList } from './TagList'
import { useAfterPaint } from './use-after-paint'
import styles from './Sidebar.module.css'

export interface SidebarProps {
  view: View
  onView(view: View): void
  /** All of them, newest first, those in the trash included. */
  entries: readonly EntrySummary[]
  /** False while more entries are on their way. */
  complete: boolean
  selected: EntryId | null
  /** `YYYY-MM-DD` */
  today: string
  /** The day gone to last (`YYYY-MM-DD`), which the calendar turns to. */
  day: string | null
  filters: Filters
  onFilters(filters: Filters): void
  onNew(): void
  /** Begins a shared entry; null while there is no shared journal. */
  onNewShared: (() => void) | null
  /** The keys that do the same, as they are shown to a person. */
  newSharedKeys: string
  /** A day of the calendar was chosen (`YYYY-MM-DD`). */
  onDay(date: string): void
  onChooseDate(): void
  idleMinutes: number
  /** What is to be said of the partner. */
  partner: ReactNode
  onSettings(): void
  onLock(): void
}

/** Where one chooses what to read: views, tags, the month; and the ways to write, set and lock. */
export function Sidebar(props: SidebarProps) {
  const { view, onView, filters, onFilters } = props
  const { t } = useTranslation('timeline')
  const { t: tCommon } = useTranslation('common')
  // The timeline's rows come first on the screen; what is counted and drawn here follows them.
  const isKnown = props.complete || props.entries.length > 0
  const entries = useAfterPaint(isKnown ? props.entries : noEntries, noEntries)
  const trashed = useMemo(() => trashedEntries(entries).length, [entries])
  const days = useDays(entries, filters)
  const selectedDate = useMemo(
    () => entries.find((entry) => entry.id === props.selected)?.date ?? null,
    [entries, props.selected],
  )
  return (
    <div className={styles.sidebar}>
      <div className={styles.top}>
        <h1 className={styles.name}>{tCommon('appName')}</h1>
        <Beginnings {...props} />
      </div>
      <div className={styles.middle}>
        <Views view={view} onView={onView} trashed={trashed} />
        <TagList
          entries={entries}
          filters={filters}
          onTag={(tag) => {
            onView('timeline')
            onFilters(toggleTag(filters, tag))
          }}
        />
        {entries === noEntries ? null : (
          <MonthCalendar
            days={days}
            selected={selectedDate}
            day={props.day}
            today={props.today}
            onDay={props.onDay}
            onChooseDate={props.onChooseDate}
          />
        )}
      </div>
      <div className={styles.bottom}>
        {props.partner}
        <NavButton className={styles.view ?? ''} onPress={props.onSettings}>
          <Settings size={16} strokeWidth={1.75} aria-hidden />
          {t('sidebar.settings')}
        </NavButton>
        <NavButton className={styles.view ?? ''} onPress={props.onLock} aria-describedby="sidebar-idle-note">
          <Lock size={16} strokeWidth={1.75} aria-hidden />
          {t('sidebar.lock')}
        </NavButton>
        <p id="sidebar-idle-note" className={styles.note}>
          {t('sidebar.idle', { count: props.idleMinutes })}
        </p>
      </div>
    </div>
  )
}

/** The ways to begin an entry; the private one is the one at hand. */
function Beginnings({
  onNew,
  onNewShared,
  newSharedKeys,
}: Pick<SidebarProps, 'onNew' | 'onNewShared' | 'newSharedKeys'>) {
  const { t } = useTranslation('timeline')
  return (
    <div className={styles.begin}>
      <Button variant="primary" onPress={onNew}>
        <PenLine size={15} aria-hidden />
        {t('newEntry')}
      </Button>
      {onNewShared ? (
        <div data-journal="shared" className={styles.beginShared}>
          <IconButton icon={Users} label={t('newSharedEntry')} keys={newSharedKeys} onPress={onNewShared} />
        </div>
      ) : null}
    </div>
  )
}

const noEntries: readonly EntrySummary[] = []

/** The written days; the same set until another day is written, so that a key doesn't draw the month anew. */
function useDays(entries: readonly EntrySummary[], filters: Filters): ReadonlySet<string> {
  const now = useMemo(() => writtenDays(filterEntries(entries, filters)), [entries, filters])
  const [kept, setKept] = useState({ days: now, set: new Set(now) })
  const isSame = kept.days.length === now.length && kept.days.every((day, index) => day === now[index])
  if (isSame) return kept.set
  const next = { days: now, set: new Set(now) }
  setKept(next)
  return next.set
}

function Views({ view, onView, trashed }: Pick<SidebarProps, 'view' | 'onView'> & { trashed: number }) {
  const { t } = useTranslation('timeline')
  return (
    <nav aria-label={t('views')} className={styles.views}>
      <ViewButton icon={ScrollText} isCurrent={view === 'timeline'} onPress={() => onView('timeline')}>
        {t('timeline')}
      </ViewButton>
      <ViewButton icon={CalendarHeart} isCurrent={view === 'on-this-day'} onPress={() => onView('on-this-day')}>
        {t('onThisDay')}
      </ViewButton>
      <ViewButton icon={Trash2} isCurrent={view === 'trash'} count={trashed} onPress={() => onView('trash')}>
        {t('trash')}
      </ViewButton>
    </nav>
  )
}

interface ViewButtonProps {
  icon: LucideIcon
  isCurrent: boolean
  count?: number
  onPress(): void
  children: string
}

function ViewButton({ icon: Icon, isCurrent, count = 0, onPress, children }: ViewButtonProps) {
  return (
    <NavButton className={styles.view ?? ''} aria-current={isCurrent ? 'page' : 'false'} onPress={onPress}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <span className={styles.word}>{children}</span>
      {count > 0 ? <span className={styles.count}>{count}</span> : null}
    </NavButton>
  )
}
