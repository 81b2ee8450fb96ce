import { useTranslation } from 'react-i18next'
import { Frame } from '../../gate/Frame'
import { RenewRecoveryKey } from '../../gate/RenewRecoveryKey'
import type { TwofoldApi } from '../../lib/api'
import { Button } from '../../ui/Button'

export interface RecoveryKeyReminderProps {
  api: TwofoldApi
  onDone(): void
  onLater(): void
}

/** For a vault whose recovery key was never typed back: makes a new one, shows it and has it proven. */
export function RecoveryKeyReminder({ api, onDone, onLater }: RecoveryKeyReminderProps) {
  const { t } = useTranslation('setup', { keyPrefix: 'reminder' })
  return (
    <Frame title={t('title')} lead={t('lead')}>
      <RenewRecoveryKey
        api={api}
        onDone={onDone}
        before={
          <Button variant="quiet" onPress={onLater}>
            {t('later')}
          </Button>
        }
      />
    </Frame>
  )
}
