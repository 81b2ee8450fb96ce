import { type CalendarDate, type Time } from '@internationalized/date'
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  Group,
  Heading,
  Popover,
  TimeField,
} from 'react-aria-components'
import styles from './DateTimeField.module.css'

export interface DateTimeFieldProps {
  date: CalendarDate
  time: Time
  onDate(date: CalendarDate): void
  onTime(time: Time): void
  dateLabel: string
  timeLabel: string
  isReadOnly?: boolean
}

/** A calendar date and a time of day, typed or picked from a month. */
export function DateTimeField(props: DateTimeFieldProps) {
  const { date, time, onDate, onTime, dateLabel, timeLabel, isReadOnly = false } = props
  return (
    <div className={styles.row}>
      <DatePicker aria-label={dateLabel} value={date} onChange={(next) => next && onDate(next)} isReadOnly={isReadOnly}>
        <Group className={styles.group ?? ''}>
          <DateInput className={styles.input ?? ''}>
            {(segment) => <DateSegment segment={segment} className={styles.segment ?? ''} />}
          </DateInput>
          <Button className={styles.open ?? ''}>
            <CalendarDays size={14} aria-hidden />
          </Button>
        </Group>
        <Popover className={styles.popover ?? ''}>
          <Dialog className={styles.dialog ?? ''}>
            <MonthCalendar />
          </Dialog>
        </Popover>
      </DatePicker>
      <TimeField
        aria-label={timeLabel}
        value={time}
        onChange={(next) => next && onTime(next)}
        isReadOnly={isReadOnly}
        hourCycle={24}
      >
        <DateInput className={styles.input ?? ''}>
          {(segment) => <DateSegment segment={segment} className={styles.segment ?? ''} />}
        </DateInput>
      </TimeField>
    </div>
  )
}

function MonthCalendar() {
  return (
    <Calendar>
      <header className={styles.header}>
        <Button slot="previous" className={styles.turn ?? ''}>
          <ChevronLeft size={16} aria-hidden />
        </Button>
        <Heading className={styles.month ?? ''} />
        <Button slot="next" className={styles.turn ?? ''}>
          <ChevronRight size={16} aria-hidden />
        </Button>
      </header>
      <CalendarGrid className={styles.grid ?? ''}>
        {(day) => <CalendarCell date={day} className={styles.day ?? ''} />}
      </CalendarGrid>
    </Calendar>
  )
}
