import { useTranslation } from 'react-i18next'
import type { PartnerStatus } from '../../../shared/partner'
import gate from '../../gate/gate.module.css'
import { Problem } from '../../gate/Problem'
import { useAction } from '../../gate/use-action'
import type { TwofoldApi } from '../../lib/api'
import { useLatest } from '../../lib/latest-store'
import { dateOf, dayOf, dayWord, timeOf } from '../../lib/moments'
import type { PartnerStore } from '../../lib/partner-store'
import { Button } from '../../ui/Button'
import { useDateLocale } from '../../ui/DateLocale'
import { Switch } from '../../ui/Switch'
import { PartnerAddresses } from './PartnerAddresses'
import { Earlier, SetAside } from './PartnerNotes'
import styles from './Settings.module.css'
import type { SettingsForm } from './use-settings'

export interface PartnerSectionProps {
  api: TwofoldApi
  partner: PartnerStore
  /** `YYYY-MM-DD` */
  today: string
  form: SettingsForm
  /** To the pairing dialog. */
  onPair(): void
  /** Asks whether to unpair. */
  onUnpair(): void
}

/** The partner, the connection to their device, and what each can learn from it. */
export function PartnerSection(props: PartnerSectionProps) {
  const { t } = useTranslation('settings', { keyPrefix: 'partner' })
  const status = useLatest(props.partner)
  if (!status) return null
  const { partner } = status
  return (
    <>
      {partner ? (
        <Paired {...props} status={status} partner={partner} />
      ) : (
        <>
          <p className={gate.note}>{status.pairing.stage === 'none' ? t('alone') : t('pairing')}</p>
          <div className={gate.buttons}>
            <Button onPress={props.onPair}>{status.pairing.stage === 'none' ? t('invite') : t('showPairing')}</Button>
          </div>
        </>
      )}
      <SetAside status={status} />
      <Earlier earlier={status.earlier} />
    </>
  )
}

interface PairedProps extends Omit<PartnerSectionProps, 'partner'> {
  status: PartnerStatus
  partner: NonNullable<PartnerStatus['partner']>
}

function Paired({ api, status, partner, today, form, onUnpair }: PairedProps) {
  const { t } = useTranslation('settings', { keyPrefix: 'partner' })
  const locale = useDateLocale()
  const { name } = partner
  return (
    <>
      <div className={styles.person}>
        <h3 className={styles.personName} dir="auto">
          {name}
        </h3>
        <p>
          {t('since', { date: dateOf(locale, partner.since) })} {partner.compared ? t('compared') : t('notCompared')}
        </p>
        <LinkState link={status.link} name={name} today={today} />
        {partner.compared ? null : <p className={gate.note}>{t('notComparedHelp', { name })}</p>}
      </div>
      <Connect api={api} status={status} name={name} />
      {form.settings ? <ShowCursor name={name} form={form} shown={form.settings.showCursor} /> : null}
      <PartnerAddresses api={api} status={status} name={name} />
      <div className={styles.question}>
        <h3>{t('unpairTitle')}</h3>
        <p className={gate.note}>{t('unpairHelp', { name })}</p>
        <div className={gate.buttons}>
          <Button variant="danger" onPress={onUnpair}>
            {t('unpair')}
          </Button>
        </div>
      </div>
    </>
  )
}

/** 'Connected · last exchanged at 21:04', and why a connection was ended. */
function LinkState({ link, name, today }: { link: PartnerStatus['link']; name: string; today: string }) {
  const { t } = useTranslation('settings', { keyPrefix: 'partner' })
  const locale = useDateLocale()
  const at = link.lastExchanged
  const exchanged =
    at === null
      ? t('exchanged.never')
      : t(`exchanged.${dayWord(dayOf(at), today)}`, { time: timeOf(locale, at), date: dateOf(locale, at) })
  return (
    <>
      <p>
        {t(`link.${link.state}`, { name })} · {exchanged}
      </p>
      {link.fault ? <p className={gate.note}>{t(`fault.${link.fault}`, { name })}</p> : null}
    </>
  )
}

function Connect({ api, status, name }: { api: TwofoldApi; status: PartnerStatus; name: string }) {
  const { t } = useTranslation('settings', { keyPrefix: 'partner' })
  const { error, run } = useAction()
  const reach = (connect: boolean) => api.partner.reach({ addresses: status.addresses.partner, connect })
  return (
    <div className={styles.field}>
      <Switch isSelected={status.link.state !== 'paused'} onChange={(connect) => run(() => reach(connect))}>
        {t('connect', { name })}
      </Switch>
      <p className={gate.note}>{t('connectHelp', { name })}</p>
      <Problem error={error} />
    </div>
  )
}

function ShowCursor({ name, form, shown }: { name: string; form: SettingsForm; shown: boolean }) {
  const { t } = useTranslation('settings', { keyPrefix: 'partner' })
  const { error, run } = useAction()
  return (
    <div className={styles.field}>
      <Switch isSelected={shown} onChange={(showCursor) => run(() => form.change({ showCursor }))}>
        {t('cursor')}
      </Switch>
      <p className={gate.note}>{t('cursorHelp', { name })}</p>
      <Problem error={error} />
    </div>
  )
}
