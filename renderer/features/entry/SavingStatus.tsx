import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { failureText } from '../../lib/failure-text'
import type { Writer } from '../../lib/writer'
import styles from './SavingStatus.module.css'

/** The quiet line that says whether the words are on the disk; only a failure is spoken aloud. */
export function SavingStatus({ writer, isReadOnly }: { writer: Writer; isReadOnly: boolean }) {
  const { t } = useTranslation('app')
  // Here and not above: with each save only this line is drawn anew.
  const saving = useSyncExternalStore(writer.subscribe, writer.snapshot)
  const { t: common } = useTranslation('common')
  if (isReadOnly) return <span className={styles.status}>{t('status.readOnly')}</span>
  if (saving.failure) {
    return (
      <span className={styles.failed} role="alert">
        {t('status.failed', { reason: failureText(common, saving.failure) })}
      </span>
    )
  }
  return <span className={styles.status}>{saving.state === 'saved' ? t('status.saved') : t('status.saving')}</span>
}
