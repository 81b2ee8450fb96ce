import { useTranslation } from 'react-i18next'
import { failureText } from '../../lib/failure-text'
import type { SavingSnapshot } from '../../lib/writer'
import styles from './SavingStatus.module.css'

/** The quiet line that says whether the words are on the disk; only a failure is spoken aloud. */
export function SavingStatus({ saving, isReadOnly }: { saving: SavingSnapshot; isReadOnly: boolean }) {
  const { t } = useTranslation('app')
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
