import { type CalendarDate, type Time } from '@internationalized/date'
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import { type FocusEvent, type KeyboardEvent, type ReactNode, useLayoutEffect } from 'react'
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  DateField,
  DateInput,
  DateSegment,
  Dialog,
  DialogTrigger,
  Heading,
  Popover,
  TimeField,
  useLocale,
} from 'react-aria-components'
import { InDateLocale } from './DateLocale'
import styles from './DateTimeField.module.css'
import { typedDate, typedTime } from './typed-date'
import { type Draft, useDraft } from './use-draft'

export interface DateTimeFieldProps {
  date: CalendarDate
  time: Time
  onDate(date: CalendarDate): void
  onTime(time: Time): void
  /** What was typed last is no such thing, and the field that says so goes away. */
  onRefusedAway(part: 'date' | 'time'): void
  words: DateTimeWords
  isReadOnly?: boolean
}

/** What the field says: its names, and a sentence for what it can't take. */
export interface DateTimeWords {
  readonly date: string
  readonly time: string
  readonly chooseDay: string
  readonly noSuchDay: string
  readonly noSuchTime: string
}

/**
 * A calendar date and a time of day, typed or picked from a month. What is typed is given on when the field is left or
 * with Enter, and when the field itself goes away; a day that doesn't exist, or half a one, is refused with a sentence and
 * the former one stands again.
 */
export function DateTimeField(props: DateTimeFieldProps) {
  return (
    <div className={styles.row}>
      <InDateLocale>
        <DayField {...props} />
        <TimeOfDayField {...props} />
      </InDateLocale>
    </div>
  )
}

function DayField({ date, onDate, onRefusedAway, words, isReadOnly = false }: DateTimeFieldProps) {
  const { direction } = useLocale()
  const draft = useDraft(date, { onValue: onDate, onRefusedAway: () => onRefusedAway('date') })
  return (
    <>
      <div className={styles.group}>
        <DateField aria-label={words.date} value={draft.value} onChange={draft.onChange} isReadOnly={isReadOnly}>
          {({ state }) => <Parts {...draft} typed={typedDate(state.calendar, state.segments)} direction={direction} />}
        </DateField>
        <DialogTrigger>
          <Button className={styles.open ?? ''} aria-label={words.chooseDay} isDisabled={isReadOnly}>
            <CalendarDays size={14} aria-hidden />
          </Button>
          <Popover className={styles.popover ?? ''}>
            <Dialog className={styles.dialog ?? ''} aria-label={words.chooseDay}>
              {({ close }) => (
                <MonthCalendar
                  date={date}
                  onDate={(day) => {
                    draft.choose(day)
                    close()
                  }}
                />
              )}
            </Dialog>
          </Popover>
        </DialogTrigger>
      </div>
      <Refusal isShown={draft.isRefused}>{words.noSuchDay}</Refusal>
    </>
  )
}

function TimeOfDayField({ time, onTime, onRefusedAway, words, isReadOnly = false }: DateTimeFieldProps) {
  const draft = useDraft(time, { onValue: onTime, onRefusedAway: () => onRefusedAway('time') })
  return (
    <>
      <TimeField
        aria-label={words.time}
        value={draft.value}
        onChange={draft.onChange}
        isReadOnly={isReadOnly}
        hourCycle={24}
      >
        {({ state }) => <Parts {...draft} typed={typedTime(state.segments)} direction="ltr" />}
      </TimeField>
      <Refusal isShown={draft.isRefused}>{words.noSuchTime}</Refusal>
    </>
  )
}

interface PartsProps<T> extends Pick<Draft<T>, 'hear' | 'edit' | 'finish'> {
  typed: T | null
  /** A date runs as the person reads, a time from left to right in every script. */
  direction: 'ltr' | 'rtl'
}

/** The parts one types in; what they name is given on when the focus leaves them and on Enter. */
function Parts<T>({ typed, direction, hear, edit, finish }: PartsProps<T>) {
  useLayoutEffect(() => hear(typed))
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
    if (currentTarget.contains(relatedTarget)) return
    const isLeft = !currentTarget.closest('section')?.contains(relatedTarget)
    finish({ isLeft })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') finish({ isLeft: false })
    else if (changes(event)) edit()
  }
  return (
    // Hears what its parts, which have roles of their own, let pass.
    <div role="presentation" onBlur={onBlur} onKeyDownCapture={onKeyDown}>
      <DateInput dir={direction} className={styles.input ?? ''}>
        {(segment) => <DateSegment segment={segment} className={styles.segment ?? ''} />}
      </DateInput>
    </div>
  )
}

/** Keys that type, count up or down, or delete. */
const changes = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) =>
  !ctrlKey && !metaKey && !altKey && !['Tab', 'Shift', 'ArrowLeft', 'ArrowRight', 'Escape'].includes(key)

function Refusal({ isShown, children }: { isShown: boolean; children: ReactNode }) {
  return (
    <p role="alert" className={isShown ? styles.refusal : styles.silent}>
      {isShown ? children : null}
    </p>
  )
}

function MonthCalendar({ date, onDate }: { date: CalendarDate; onDate(date: CalendarDate): void }) {
  return (
    <Calendar value={date} onChange={onDate}>
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
