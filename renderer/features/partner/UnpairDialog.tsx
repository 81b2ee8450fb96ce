import { useTranslation } from 'react-i18next'
import { Problem } from '../../gate/Problem'
import { useAction } from '../../gate/use-action'
import type { TwofoldApi } from '../../lib/api'
import { useLatestValue } from '../../lib/latest-store'
import type { PartnerStore } from '../../lib/partner-store'
import { Button } from '../../ui/Button'
import { Actions, Dialog } from '../../ui/Dialog'
import styles from './Partner.module.css'

export interface UnpairDialogProps {
  api: TwofoldApi
  partner: PartnerStore
  isOpen: boolean
  onClose(): void
}

/** Says what unpairing does before it does it. */
export function UnpairDialog({ api, partner, isOpen, onClose }: UnpairDialogProps) {
  const { t } = useTranslation(['partner', 'common'])
  const name = useLatestValue(partner, (status) => status?.partner?.name ?? null)
  const { busy, error, run, forget } = useAction()
  const close = () => {
    forget()
    onClose()
  }
  const unpair = async () => {
    await api.partner.unpair()
    onClose()
  }
  const title = t('partner:unpair.title', { name: name ?? '' })
  return (
    <Dialog role="alertdialog" title={title} isOpen={isOpen && name !== null} onClose={close}>
      <ul className={styles.consequences}>
        <li>{t('partner:unpair.stops', { name })}</li>
        <li>{t('partner:unpair.copies', { name })}</li>
        <li>{t('partner:unpair.waiting', { name })}</li>
        <li>{t('partner:unpair.again')}</li>
      </ul>
      <Problem error={error} />
      <Actions>
        {/* The safe answer comes first. */}
        <Button autoFocus onPress={close}>
          {t('common:cancel')}
        </Button>
        <Button variant="danger" isPending={busy} onPress={() => run(unpair)}>
          {t('partner:unpair.action', { name })}
        </Button>
      </Actions>
    </Dialog>
  )
}
