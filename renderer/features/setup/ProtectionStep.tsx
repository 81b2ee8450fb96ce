import { useTranslation } from 'react-i18next'
import { Frame } from '../../gate/Frame'
import { Button } from '../../ui/Button'
import { Actions } from '../../ui/Dialog'
import { Progress } from './Progress'
import styles from './ProtectionStep.module.css'

/** The fourth step: what Twofold can't protect against, in three sentences. */
export function ProtectionStep({ onNext }: { onNext(): void }) {
  const { t } = useTranslation(['setup', 'common'])
  return (
    <Frame title={t('setup:protection.title')} above={<Progress step={4} />}>
      <ul className={styles.sentences}>
        <li>{t('setup:protection.control')}</li>
        <li>{t('setup:protection.afraid')}</li>
        <li>{t('setup:protection.lost')}</li>
      </ul>
      <Actions>
        <Button variant="primary" onPress={onNext}>
          {t('common:continue')}
        </Button>
      </Actions>
    </Frame>
  )
}
