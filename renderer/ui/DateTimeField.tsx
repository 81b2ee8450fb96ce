import { type CalendarDate, type Time } from '@internationalized/date'
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import { type FocusEvent, type KeyboardEvent, type ReactNode, useState } from 'react'
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
} from 'react-aria-components'
import styles from './DateTimeField.module.css'
import { typedDate, typedTime } from './typed-date'

export interface DateTimeFieldProps {
  date: CalendarDate
  time: Time
  onDate(date: CalendarDate): void
  onTime(time: Time): void
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
 * with Enter; a day that doesn't exist, or half a one, is refused with a sentence and the former one stands again.
 */
export function DateTimeField(props: DateTimeFieldProps) {
  return (
    <div className={styles.row}>
      <DayField {...props} />
      <TimeOfDayField {...props} />
    </div>
  )
}

function DayField({ date, onDate, words, isReadOnly = false }: DateTimeFieldProps) {
  const draft = useDraft(date, onDate)
  return (
    <>
      <div className={styles.group}>
        <DateField aria-label={words.date} value={draft.value} onChange={draft.onChange} isReadOnly={isReadOnly}>
          {({ state }) => (
            <Parts onFinish={() => draft.finish(typedDate(state.calendar, state.segments))} onEdit={draft.edit} />
          )}
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
                    draft.finish(day)
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

function TimeOfDayField({ time, onTime, words, isReadOnly = false }: DateTimeFieldProps) {
  const draft = useDraft(time, onTime)
  return (
    <>
      <TimeField
        aria-label={words.time}
        value={draft.value}
        onChange={draft.onChange}
        isReadOnly={isReadOnly}
        hourCycle={24}
      >
        {({ state }) => <Parts onFinish={() => draft.finish(typedTime(state.segments))} onEdit={draft.edit} />}
      </TimeField>
      <Refusal isShown={draft.isRefused}>{words.noSuchTime}</Refusal>
    </>
  )
}

interface Draft<T> {
  readonly value: T
  readonly isRefused: boolean
  onChange(next: T | null): void
  /** Another key was pressed: what was said about the last try no longer holds. */
  edit(): void
  finish(typed: T | null): void
}

/** What is being typed, apart from the value until it is finished. */
function useDraft<T extends CalendarDate | Time>(value: T, onValue: (value: T) => void): Draft<T> {
  const [draft, setDraft] = useState(value)
  const [followed, setFollowed] = useState(value)
  const [isRefused, setRefused] = useState(false)
  if (followed.toString() !== value.toString()) {
    setFollowed(value)
    setDraft(value)
  }
  return {
    value: draft,
    isRefused,
    onChange(next) {
      if (next) setDraft(next)
    },
    edit: () => setRefused(false),
    finish(typed) {
      setRefused(typed === null)
      // React Aria puts another day in the place of one that doesn't exist; another object makes it show this one.
      setDraft(typed ?? copyOf(value))
      if (typed && typed.toString() !== value.toString()) onValue(typed)
    },
  }
}

const copyOf = <T extends CalendarDate | Time>(value: T) => value.copy() as T

/** The parts one types in: `onFinish` when the focus leaves them and on Enter. */
function Parts({ onFinish, onEdit }: { onFinish(): void; onEdit(): void }) {
  const onBlur = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) onFinish()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onFinish()
    else onEdit()
  }
  return (
    // Hears what its parts, which have roles of their own, let pass.
    <div role="presentation" onBlur={onBlur} onKeyDownCapture={onKeyDown}>
      <DateInput className={styles.input ?? ''}>
        {(segment) => <DateSegment segment={segment} className={styles.segment ?? ''} />}
      </DateInput>
    </div>
  )
}

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
