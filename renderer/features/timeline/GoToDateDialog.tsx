import type { CalendarDate } from '@internationalized/date'
import { useRef, useState } from 'react'
import { DateField, DateInput, DateSegment, Form, Label, Text, useLocale } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { onCalendar } from '../../lib/timeline-format'
import { Button } from '../../ui/Button'
import { InDateLocale } from '../../ui/DateLocale'
import { Actions, Dialog } from '../../ui/Dialog'
import { typedDate } from '../../ui/typed-date'
import styles from './GoToDateDialog.module.css'

export interface GoToDateDialogProps {
  isOpen: boolean
  /** `YYYY-MM-DD`, where the field begins. */
  date: string
  /** What happens with the date, where that needs saying. */
  hint: string | null
  onGo(date: string): void
  onClose(): void
}

/** Asks for a date of the years 1000 to 2999. */
export function GoToDateDialog({ isOpen, onClose, ...form }: GoToDateDialogProps) {
  const { t } = useTranslation('timeline')
  return (
    <Dialog title={t('goTo.title')} isOpen={isOpen} onClose={onClose}>
      <InDateLocale>
        <DateForm {...form} onClose={onClose} />
      </InDateLocale>
    </Dialog>
  )
}

function DateForm({ date, hint, onGo, onClose }: Omit<GoToDateDialogProps, 'isOpen'>) {
  const { t } = useTranslation('timeline')
  const { t: tCommon } = useTranslation('common')
  const [value, setValue] = useState<CalendarDate | null>(() => onCalendar(date))
  const [isRefused, setRefused] = useState(false)
  const field = useRef<HTMLDivElement>(null)
  const go = (typed: CalendarDate | null) => {
    setRefused(typed === null)
    if (typed) onGo(typed.toString())
    else field.current?.querySelector<HTMLElement>('[role="spinbutton"]')?.focus()
  }
  // Left with a day that doesn't exist, the field would put another in its place; emptied, it takes none by itself.
  const leave = (typed: CalendarDate | null) => {
    setRefused(typed === null)
    if (!typed) setValue(null)
  }
  // A dialog that asks for one thing begins there.
  /* oxlint-disable jsx-a11y/no-autofocus */
  return (
    <DateField autoFocus value={value} onChange={setValue} granularity="day" isInvalid={isRefused}>
      {({ state }) => (
        <Form
          className={styles.form ?? ''}
          onSubmit={(event) => {
            event.preventDefault()
            go(typedDate(state.calendar, state.segments))
          }}
        >
          <div
            ref={field}
            role="presentation"
            className={styles.field}
            onBlur={(event) => {
              if (!event.currentTarget.contains(event.relatedTarget)) leave(typedDate(state.calendar, state.segments))
            }}
            // The parts of a date are no inputs, so Enter doesn't submit the form by itself.
            onKeyDownCapture={(event) => {
              if (event.key === 'Enter') go(typedDate(state.calendar, state.segments))
              else setRefused(false)
            }}
          >
            <Parts hint={hint} isRefused={isRefused} />
          </div>
          <Actions>
            <Button onPress={onClose}>{tCommon('cancel')}</Button>
            <Button type="submit" variant="primary">
              {t('goTo.go')}
            </Button>
          </Actions>
        </Form>
      )}
    </DateField>
  )
}

function Parts({ hint, isRefused }: { hint: string | null; isRefused: boolean }) {
  const { t } = useTranslation('timeline')
  const { direction } = useLocale()
  return (
    <>
      <Label className={styles.label ?? ''}>{t('goTo.date')}</Label>
      <DateInput dir={direction} className={styles.input ?? ''}>
        {(segment) => <DateSegment segment={segment} className={styles.segment ?? ''} />}
      </DateInput>
      <p role="alert" className={styles.refusal}>
        {isRefused ? t('goTo.refused') : null}
      </p>
      {hint === null ? null : (
        <Text slot="description" className={styles.hint ?? ''}>
          {hint}
        </Text>
      )}
    </>
  )
}
