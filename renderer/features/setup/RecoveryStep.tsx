import { useTranslation } from 'react-i18next'
import { Frame } from '../../gate/Frame'
import { KeepRecoveryKey } from '../../gate/KeepRecoveryKey'
import type { TwofoldApi } from '../../lib/api'
import { Progress } from './Progress'

export interface RecoveryStepProps {
  api: TwofoldApi
  recoveryKey: string
  onNext(): void
}

/** The third step: the recovery key, kept somewhere and typed back. */
export function RecoveryStep({ api, recoveryKey, onNext }: RecoveryStepProps) {
  const { t } = useTranslation('setup', { keyPrefix: 'recovery' })
  const proven = async () => {
    await api.settings.change({ recoveryKeyKept: true })
    onNext()
  }
  return (
    <Frame title={t('title')} above={<Progress step={3} />}>
      <KeepRecoveryKey recoveryKey={recoveryKey} onProven={proven} />
    </Frame>
  )
}
