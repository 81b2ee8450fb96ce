import { useTranslation } from 'react-i18next'
import type { PartnerStatus } from '../../../shared/partner'
import { takenBy } from '../../lib/use-opened-invite'
import { Button } from '../../ui/Button'
import { Actions } from '../../ui/Dialog'
import styles from './Partner.module.css'

export interface TooManyStepProps {
  status: PartnerStatus | null
  /** To the pairing that is on its way. */
  onShow(): void
  onClose(): void
}

/** Says why an invite that was opened as a link is of no use: there is a partner, or a pairing on its way. */
export function TooManyStep({ status, onShow, onClose }: TooManyStepProps) {
  const { t } = useTranslation(['partner', 'common'])
  const isPairing = takenBy(status) === 'pairing'
  return (
    <>
      <p tabIndex={-1} className={styles.lead}>
        {isPairing ? t('partner:tooMany.pairing') : t('partner:tooMany.partner', { name: status?.partner?.name ?? '' })}
      </p>
      <Actions>
        <Button variant={isPairing ? 'plain' : 'primary'} onPress={onClose}>
          {t('common:close')}
        </Button>
        {isPairing ? (
          <Button variant="primary" onPress={onShow}>
            {t('partner:tooMany.show')}
          </Button>
        ) : null}
      </Actions>
    </>
  )
}
