import { useTranslation } from 'react-i18next'
import type { RefusedMoment } from './EntryPane'
import styles from './JournalBanner.module.css'
import { formatDate, formatTime } from './lib/timeline-format'
import { Button } from './ui/Button'
import { useDateLocale } from './ui/DateLocale'

/** Says that what was typed as a date or a time was none, where its entry has left the screen. */
export function RefusedBanner({ refused, onClose }: { refused: RefusedMoment | null; onClose(): void }) {
  const { t } = useTranslation('app')
  const locale = useDateLocale()
  if (!refused) return null
  const { part, title, date, time } = refused
  const name = title === '' ? t('refused.untitled') : t('refused.quoted', { title })
  return (
    <div className={styles.banner} role="alert">
      <p>{t(`refused.${part}`, { name, date: formatDate(locale, date, 'long'), time: formatTime(locale, time) })}</p>
      <Button onPress={onClose}>{t('refused.close')}</Button>
    </div>
  )
}
