import { useTranslation } from 'react-i18next'
import type { Failure } from '../shared/failure'
import type { RefusedMoment } from './EntryPane'
import styles from './JournalBanner.module.css'
import type { ConnectionStore } from './lib/connection'
import { failureText } from './lib/failure-text'
import type { SavingSource } from './lib/saving-source'
import type { JournalState } from './lib/use-journal'
import { RefusedBanner } from './RefusedBanner'
import { StoppedBanner } from './StoppedBanner'

export interface JournalBannerProps {
  journal: Pick<JournalState, 'status' | 'unsaved'>
  connection: ConnectionStore
  saving: SavingSource
  lockFailure: Failure | null
  refused: RefusedMoment | null
  onRefused(refused: null): void
}

/** What must not be overlooked while one writes: a damaged vault, a lock that didn't happen, a host that has stopped. */
export function JournalBanner({ journal, lockFailure, refused, onRefused, ...stopping }: JournalBannerProps) {
  const { t } = useTranslation('app')
  const { t: common } = useTranslation('common')
  const damage = journal.status?.damage
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
      <StoppedBanner {...stopping} unsaved={journal.unsaved} />
      <RefusedBanner refused={refused} onClose={() => onRefused(null)} />
    </>
  )
}
