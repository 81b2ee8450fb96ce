import { Mail, Send } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../../gate/Problem'
import { useAction } from '../../gate/use-action'
import type { TwofoldApi } from '../../lib/api'
import { Button } from '../../ui/Button'
import { Actions } from '../../ui/Dialog'
import styles from './Partner.module.css'

export interface WaysStepProps {
  api: TwofoldApi
  onJoin(): void
  onClose(): void
}

/** The two ways to a shared journal: to invite, or to be invited. */
export function WaysStep({ api, onJoin, onClose }: WaysStepProps) {
  const { t } = useTranslation(['partner', 'common'])
  const { busy, error, run } = useAction()
  return (
    <>
      <p tabIndex={-1} className={styles.lead}>
        {t('partner:ways.lead')}
      </p>
      <div className={styles.ways}>
        <div className={styles.way}>
          <Button
            variant="primary"
            isPending={busy}
            aria-describedby="way-invite"
            onPress={() => run(() => api.partner.invite())}
          >
            <Send size={15} aria-hidden />
            {busy ? t('partner:ways.inviting') : t('partner:ways.invite')}
          </Button>
          <p id="way-invite" className={styles.note}>
            {t('partner:ways.inviteHelp')}
          </p>
        </div>
        <div className={styles.way}>
          <Button aria-describedby="way-join" onPress={onJoin}>
            <Mail size={15} aria-hidden />
            {t('partner:ways.join')}
          </Button>
          <p id="way-join" className={styles.note}>
            {t('partner:ways.joinHelp')}
          </p>
        </div>
      </div>
      <Problem error={error} />
      <Actions>
        <Button variant="quiet" onPress={onClose}>
          {t('common:close')}
        </Button>
      </Actions>
    </>
  )
}
