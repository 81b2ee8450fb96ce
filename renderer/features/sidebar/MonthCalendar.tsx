import { type CalendarDate, toCalendarDate } from '@internationalized/date'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { memo, useState } from 'react'
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  useLocale,
} from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { formatDate, onCalendar } from '../../lib/timeline-format'
import { InDateLocale } from '../../ui/DateLocale'
import styles from './MonthCalendar.module.css'

export interface MonthCalendarProps {
  /** The days (`YYYY-MM-DD`) that get a dot. */
  days: ReadonlySet<string>
  /** The open entry's day; the calendar turns to it. */
  selected: string | null
  /** The day gone to last; the calendar turns to it as well. */
  day: string | null
  today: string
  onDay(date: string): void
  onChooseDate(): void
}

/** One month, with a dot on each day that something was written; choosing a day goes to it. */
export const MonthCalendar = memo(function MonthCalendar(props: MonthCalendarProps) {
  return (
    <InDateLocale>
      <Month {...props} />
    </InDateLocale>
  )
})

function Month(props: MonthCalendarProps) {
  const { days, selected, day, today, onDay, onChooseDate } = props
  const { t } = useTranslation('timeline')
  const { locale, direction } = useLocale()
  const [focused, setFocused] = useState(() => onCalendar(selected ?? today))
  const [followed, setFollowed] = useState({ selected, day })
  const [turns, setTurns] = useState(0)
  if (followed.selected !== selected || followed.day !== day) {
    const next = followed.day === day ? selected : day
    setFollowed({ selected, day })
    if (next !== null) setFocused(onCalendar(next))
    if (next !== null && !next.startsWith(focused.toString().slice(0, 7))) setTurns(turns + 1)
  }
  const month = formatDate(locale, focused.toString(), 'month')
  return (
    <Calendar
      // A calendar says aloud which month it is turned to and which day is selected. Where that comes from opening an
      // entry elsewhere it must be silent: it begins anew, and no day of it is selected.
      key={turns}
      dir={direction}
      aria-label={t('calendar.label')}
      value={null}
      onChange={(date) => onDay(toCalendarDate(date).toString())}
      focusedValue={focused}
      onFocusChange={setFocused}
      className={styles.calendar ?? ''}
    >
      <Header month={month} onChooseDate={onChooseDate} />
      <CalendarGrid weekdayStyle="narrow" className={styles.grid ?? ''}>
        <CalendarGridHeader>
          {(day) => <CalendarHeaderCell className={styles.weekday ?? ''}>{day}</CalendarHeaderCell>}
        </CalendarGridHeader>
        <CalendarGridBody>
          {(date) => <Day date={date} isWritten={days.has(date.toString())} isOpen={date.toString() === selected} />}
        </CalendarGridBody>
      </CalendarGrid>
      <Button
        slot={null}
        className={styles.today ?? ''}
        onPress={() => {
          setFocused(onCalendar(today))
          onDay(today)
        }}
      >
        {t('today')}
      </Button>
    </Calendar>
  )
}

function Day({ date, isWritten, isOpen }: { date: CalendarDate; isWritten: boolean; isOpen: boolean }) {
  const { t } = useTranslation('timeline')
  return (
    <CalendarCell
      date={date}
      className={isWritten ? `${styles.day} ${styles.written}` : (styles.day ?? '')}
      render={(props) => {
        const label = props['aria-label'] ?? ''
        const spoken = isWritten ? t('calendar.written', { date: label }) : label
        return <div {...props} aria-label={spoken} aria-current={isOpen || undefined} />
      }}
    />
  )
}

function Header({ month, onChooseDate }: { month: string; onChooseDate(): void }) {
  const { t } = useTranslation('timeline')
  return (
    <div className={styles.header}>
      <Button
        slot={null}
        className={styles.month ?? ''}
        aria-label={t('calendar.jump', { month })}
        onPress={onChooseDate}
      >
        {month}
      </Button>
      <Button slot="previous" aria-label={t('calendar.previous')} className={styles.step ?? ''}>
        <ChevronLeft size={16} aria-hidden />
      </Button>
      <Button slot="next" aria-label={t('calendar.next')} className={styles.step ?? ''}>
        <ChevronRight size={16} aria-hidden />
      </Button>
    </div>
  )
}
