import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../shared/failure'
import type { PartnerStatus } from '../../../shared/partner'
import { Problem } from '../../gate/Problem'
import { useAction } from '../../gate/use-action'
import type { TwofoldApi } from '../../lib/api'
import { failureText } from '../../lib/failure-text'
import { Button } from '../../ui/Button'
import { Actions } from '../../ui/Dialog'
import styles from './Partner.module.css'

export interface FailedStepProps {
  api: TwofoldApi
  failure: Failure
  /** The failure is put away: the two ways are to be shown. */
  onBegin(): void
  onClose(): void
}

/** Why a pairing didn't come about, and the way to another. */
export function FailedStep({ api, failure, onBegin, onClose }: FailedStepProps) {
  const { t } = useTranslation(['partner', 'common'])
  const { t: common } = useTranslation('common')
  const { busy, error, run } = useAction()
  const begin = async () => {
    await api.partner.dismiss()
    onBegin()
  }
  return (
    <>
      <p tabIndex={-1} className={styles.lead}>
        {failureText(common, failure)}
      </p>
      <Problem error={error} />
      <Actions>
        <Button onPress={onClose}>{t('common:close')}</Button>
        <Button variant="primary" isPending={busy} onPress={() => run(begin)}>
          {t('partner:failed.again')}
        </Button>
      </Actions>
    </>
  )
}

export interface PairedStepProps {
  partner: NonNullable<PartnerStatus['partner']>
  /** Closes as well. */
  onNewShared(): void
  onClose(): void
}

/** The shared journal has two writers. */
export function PairedStep({ partner: { name, compared }, onNewShared, onClose }: PairedStepProps) {
  const { t } = useTranslation(['partner', 'common'])
  return (
    <>
      <p tabIndex={-1} className={styles.lead}>
        {t('partner:paired.lead', { name })}
      </p>
      {compared ? null : <p className={styles.note}>{t('partner:paired.notCompared', { name })}</p>}
      <Actions>
        <Button onPress={onClose}>{t('common:close')}</Button>
        <Button variant="primary" onPress={onNewShared}>
          {t('partner:paired.write')}
        </Button>
      </Actions>
    </>
  )
}
