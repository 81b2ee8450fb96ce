import { useTranslation } from 'react-i18next'
import { Problem } from '../../gate/Problem'
import { useAction } from '../../gate/use-action'
import type { TwofoldApi } from '../../lib/api'
import { useLatestValue } from '../../lib/latest-store'
import type { PartnerStore } from '../../lib/partner-store'
import { Button } from '../../ui/Button'
import styles from './Partner.module.css'

export interface SecondTakerBannerProps {
  api: TwofoldApi
  partner: PartnerStore
  onUndo(): void
}

/** Says that someone else has tried the invite that is used, and offers to undo the pairing. */
export function SecondTakerBanner({ api, partner, onUndo }: SecondTakerBannerProps) {
  const { t } = useTranslation('partner', { keyPrefix: 'secondTaker' })
  const name = useLatestValue(partner, (status) => (status?.secondTaker ? (status.partner?.name ?? null) : null))
  const { busy, error, run } = useAction()
  if (name === null) return null
  return (
    <div role="alert" className={styles.banner}>
      <p>{t('text', { name })}</p>
      <Button variant="danger" onPress={onUndo}>
        {t('undo')}
      </Button>
      <Button isPending={busy} onPress={() => run(() => api.partner.dismiss())}>
        {t('keep')}
      </Button>
      <Problem error={error} />
    </div>
  )
}
