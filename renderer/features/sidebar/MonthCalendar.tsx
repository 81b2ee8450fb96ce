import type { CalendarDate } from '@internationalized/date'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
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
export function MonthCalendar({ days, selected, day, today, onDay, onChooseDate }: MonthCalendarProps) {
  const { t } = useTranslation('timeline')
  const { locale } = useLocale()
  const [focused, setFocused] = useState(() => onCalendar(selected ?? today))
  const [followed, setFollowed] = useState({ selected, day })
  if (followed.selected !== selected || followed.day !== day) {
    const next = followed.day === day ? selected : day
    setFollowed({ selected, day })
    if (next !== null) setFocused(onCalendar(next))
  }
  const month = formatDate(locale, focused.toString(), 'month')
  return (
    <Calendar
      aria-label={t('calendar.label')}
      value={selected === null ? null : onCalendar(selected)}
      onChange={(date: CalendarDate) => onDay(date.toString())}
      focusedValue={focused}
      onFocusChange={setFocused}
      className={styles.calendar ?? ''}
    >
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
      <CalendarGrid weekdayStyle="narrow" className={styles.grid ?? ''}>
        <CalendarGridHeader>
          {(day) => <CalendarHeaderCell className={styles.weekday ?? ''}>{day}</CalendarHeaderCell>}
        </CalendarGridHeader>
        <CalendarGridBody>{(date) => <Day date={date} isWritten={days.has(date.toString())} />}</CalendarGridBody>
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

function Day({ date, isWritten }: { date: CalendarDate; isWritten: boolean }) {
  const { t } = useTranslation('timeline')
  return (
    <CalendarCell
      date={date}
      className={isWritten ? `${styles.day} ${styles.written}` : (styles.day ?? '')}
      render={(props) => {
        const label = props['aria-label'] ?? ''
        return <div {...props} aria-label={isWritten ? t('calendar.written', { date: label }) : label} />
      }}
    />
  )
}
