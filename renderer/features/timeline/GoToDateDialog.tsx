import type { CalendarDate } from '@internationalized/date'
import { useState } from 'react'
import { DateField, DateInput, DateSegment, Form, Label, Text } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { onCalendar } from '../../lib/timeline-format'
import { Button } from '../../ui/Button'
import { Actions, Dialog } from '../../ui/Dialog'
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

/** Asks for a date, of any year. */
export function GoToDateDialog({ isOpen, onClose, ...form }: GoToDateDialogProps) {
  const { t } = useTranslation('timeline')
  return (
    <Dialog title={t('goTo.title')} isOpen={isOpen} onClose={onClose}>
      <DateForm {...form} onClose={onClose} />
    </Dialog>
  )
}

function DateForm({ date, hint, onGo, onClose }: Omit<GoToDateDialogProps, 'isOpen'>) {
  const { t } = useTranslation('timeline')
  const { t: tCommon } = useTranslation('common')
  const [value, setValue] = useState<CalendarDate | null>(() => onCalendar(date))
  const go = () => {
    if (value) onGo(value.toString())
  }
  // A dialog that asks for one thing begins there.
  /* oxlint-disable jsx-a11y/no-autofocus */
  return (
    <Form
      className={styles.form ?? ''}
      onSubmit={(event) => {
        event.preventDefault()
        go()
      }}
    >
      <DateField
        autoFocus
        value={value}
        onChange={setValue}
        granularity="day"
        // The parts of a date are no inputs, so Enter doesn't submit the form by itself.
        onKeyDown={(event) => {
          if (event.key === 'Enter') go()
        }}
        className={styles.field ?? ''}
      >
        <Label className={styles.label ?? ''}>{t('goTo.date')}</Label>
        <DateInput className={styles.input ?? ''}>
          {(segment) => <DateSegment segment={segment} className={styles.segment ?? ''} />}
        </DateInput>
        {hint === null ? null : (
          <Text slot="description" className={styles.hint ?? ''}>
            {hint}
          </Text>
        )}
      </DateField>
      <Actions>
        <Button onPress={onClose}>{tCommon('cancel')}</Button>
        <Button type="submit" variant="primary" isDisabled={value === null}>
          {t('goTo.go')}
        </Button>
      </Actions>
    </Form>
  )
}
