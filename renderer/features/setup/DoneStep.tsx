import { useTranslation } from 'react-i18next'
import { defaultIdleMinutes } from '../../../shared/settings'
import { Frame } from '../../gate/Frame'
import { Button } from '../../ui/Button'
import { Actions } from '../../ui/Dialog'
import { Progress } from './Progress'

/** The last step: the vault stands open, and the first entry waits. */
export function DoneStep({ onBack, onDone }: { onBack(): void; onDone(): void }) {
  const { t } = useTranslation(['setup', 'common'])
  return (
    <Frame
      title={t('setup:done.title')}
      above={<Progress step={5} />}
      lead={t('setup:done.lead', { minutes: defaultIdleMinutes })}
    >
      <Actions>
        <Button variant="quiet" onPress={onBack}>
          {t('common:back')}
        </Button>
        <Button variant="primary" onPress={onDone}>
          {t('setup:done.write')}
        </Button>
      </Actions>
    </Frame>
  )
}
