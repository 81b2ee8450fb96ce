import { type Ref, useImperativeHandle, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { EntrySummary } from '../../../shared/entry'
import type { EntryId } from '../../../shared/ids'
import type { PartnerStore } from '../../lib/partner-store'
import { neighbourDay, placeOfDate } from '../../lib/timeline-days'
import { filterEntries, type Filters, type View } from '../../lib/timeline-filters'
import { GoToDateDialog } from './GoToDateDialog'
import { OnThisDay } from './OnThisDay'
import { Timeline, type TimelineHandle } from './Timeline'
import { Trash } from './Trash'
import type { FindEntries } from './use-search'
import styles from './Timeline.module.css'

export interface TimelinePaneHandle {
  /** To a day (`YYYY-MM-DD`): in the timeline to its entries or the nearest, in 'on this day' to that day's. */
  goTo(date: string): void
  /** Opens the first entry of the nearest written day before (`-1`) or after (`1`) the open one. */
  stepDay(step: -1 | 1): void
  /** Asks for the date to go to. */
  chooseDate(): void
  focusSearch(): void
  /** The rows where there are any to move in, else the pane. */
  focusList(): void
}

export interface TimelinePaneProps {
  view: View
  onView(view: View): void
  /** All of them, newest first, those in the trash included. */
  entries: readonly EntrySummary[]
  /** False while more are on their way. */
  complete: boolean
  selected: EntryId | null
  /** `YYYY-MM-DD` */
  today: string
  filters: Filters
  onFilters(filters: Filters): void
  /** Shows an entry, to be read. */
  onOpen(id: EntryId): void
  /** Opens an entry to write in it. */
  onWrite(id: EntryId): void
  onNew(): void
  /** Finds what holds a text, in any entry and any order; keeps its reference between renders. */
  onSearch: FindEntries
  /** A day was gone to, by whatever way; for the calendar. */
  onDay(date: string): void
  /** A day was asked for: where list and page alternate, the list is to be shown now. */
  onShowList(): void
  onRestore(id: EntryId): void
  onDeleteForever(id: EntryId): void
  partner: PartnerStore
  ref?: Ref<TimelinePaneHandle>
}

/** The list pane: the timeline, what was written on this day, or the trash. */
export function TimelinePane({ ref, ...props }: TimelinePaneProps) {
  const { view, onView, entries, complete, selected, today, onOpen } = props
  const { t } = useTranslation('timeline')
  const timeline = useRef<TimelineHandle>(null)
  const pane = useRef<HTMLElement>(null)
  const [day, setDay] = useState<string | null>(null)
  const [isChoosing, setChoosing] = useState(false)
  const openDate = entries.find((entry) => entry.id === selected)?.date ?? today

  // The timeline must stand before it can be moved, and these are only called from a person's keys and clicks.
  const inTimeline = (act: (handle: TimelineHandle) => void) => {
    if (view !== 'timeline') flushSync(() => onView('timeline'))
    if (timeline.current) act(timeline.current)
  }
  const goTo = (date: string) => {
    props.onDay(date)
    if (view === 'on-this-day') setDay(date)
    else inTimeline((handle) => handle.goTo(date))
  }
  const stepDay = (step: -1 | 1) => {
    const written = filterEntries(entries, props.filters)
    const date = neighbourDay(written, openDate, step)
    const entry = date === null ? undefined : written[placeOfDate(written, date)]
    if (entry) onOpen(entry.id)
  }
  useImperativeHandle(ref, () => ({
    goTo,
    stepDay,
    chooseDate: () => setChoosing(true),
    focusSearch: () => inTimeline((handle) => handle.focusSearch()),
    focusList: () => focusInOrder(pane.current, timeline.current),
  }))

  return (
    <section ref={pane} tabIndex={-1} aria-label={t(viewNames[view])} className={styles.pane}>
      {view === 'timeline' ? <Timeline {...props} ref={timeline} /> : null}
      {view === 'on-this-day' ? (
        <OnThisDay
          {...{ entries, complete, selected, today, onOpen }}
          date={day ?? today}
          onDate={setDay}
          onChooseDate={() => setChoosing(true)}
        />
      ) : null}
      {view === 'trash' ? <Trash {...props} onLeave={() => onView('timeline')} /> : null}
      <GoToDateDialog
        isOpen={isChoosing}
        date={view === 'on-this-day' ? (day ?? today) : openDate}
        hint={view === 'on-this-day' ? null : t('goTo.hint')}
        onClose={() => setChoosing(false)}
        onGo={(date) => {
          // The list must be on the screen to be scrolled.
          flushSync(() => {
            setChoosing(false)
            props.onShowList()
          })
          goTo(date)
        }}
      />
    </section>
  )
}

/** An empty timeline has no list that could take the focus: then the pane keeps it. */
function focusInOrder(pane: HTMLElement | null, timeline: TimelineHandle | null): void {
  pane?.focus()
  timeline?.focus()
}

const viewNames = { timeline: 'timeline', 'on-this-day': 'onThisDay', trash: 'trash' } as const
