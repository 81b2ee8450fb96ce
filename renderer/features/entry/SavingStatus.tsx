import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { Journal } from '../../../shared/entry'
import type { EntryId } from '../../../shared/ids'
import { failureText } from '../../lib/failure-text'
import { type HeldStore, isHeld } from '../../lib/held-store'
import { useLatestValue } from '../../lib/latest-store'
import type { PartnerStore } from '../../lib/partner-store'
import type { SavingSource } from '../../lib/saving-source'
import { quietLine } from '../../lib/shared-status'
import type { EntryMarks } from '../../lib/use-open-marks'
import styles from './SavingStatus.module.css'

export interface SavingStatusProps {
  id: EntryId
  journal: Journal
  marks: EntryMarks
  /** Knows whether the words are on the disk. */
  saving: SavingSource
  partner: PartnerStore
  held: HeldStore
  isReadOnly: boolean
  /** The entry was deleted for ever: what the page shows is nowhere else. */
  isGone: boolean
}

/** The quiet line that says where the words are; only a failure is spoken aloud. */
export function SavingStatus({ id, journal, marks, saving, partner, held, ...props }: SavingStatusProps) {
  const { t } = useTranslation('app')
  const { t: common } = useTranslation('common')
  // Here and not above: with each save only this line is drawn anew.
  const { state, failure } = useSyncExternalStore(saving.subscribe, saving.snapshot)
  const name = useLatestValue(partner, (status) => status?.partner?.name ?? null)
  const isWaiting = useLatestValue(held, (latest) => isHeld(latest, id))
  const partnerName = journal === 'shared' && !marks.isBlank ? name : null
  const line = quietLine({ ...props, saving: state, partnerName, isHeld: isWaiting })
  // What that means for the words is said above list and page.
  if (failure?.code === 'host-unreachable') return <span className={styles.failed}>{t('status.unreachable')}</span>
  if (line === 'failed' && failure)
    return (
      <span className={styles.failed} role="alert">
        {t('status.failed', { reason: failureText(common, failure) })}
      </span>
    )
  return <span className={styles.status}>{t(`status.${line}`, { name: partnerName, reason: '' })}</span>
}
