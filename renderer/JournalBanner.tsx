import { useTranslation } from 'react-i18next'
import type { VaultStatus } from '../shared/contract'
import type { Failure } from '../shared/failure'
import styles from './JournalBanner.module.css'
import { failureText } from './lib/failure-text'

export interface JournalBannerProps {
  status: VaultStatus | null
  lockFailure: Failure | null
}

/** What must not be overlooked while one writes: a damaged vault, a lock that didn't happen. */
export function JournalBanner({ status, lockFailure }: JournalBannerProps) {
  const { t } = useTranslation('app')
  const { t: common } = useTranslation('common')
  const damage = status?.damage
  return (
    <>
      {damage ? (
        <p className={styles.banner} role="alert">
          {t('readOnly', { file: damage.file })} {damage.lost > 0 ? t('lostCount', { count: damage.lost }) : null}
        </p>
      ) : null}
      {lockFailure ? (
        <p className={styles.banner} role="alert">
          {t('lockFailed', { reason: failureText(common, lockFailure) })}
        </p>
      ) : null}
    </>
  )
}
