import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PartnerStatus } from '../../../shared/partner'
import { copyText } from '../../gate/copy-text'
import { Problem } from '../../gate/Problem'
import { useAction } from '../../gate/use-action'
import type { TwofoldApi } from '../../lib/api'
import { dateOf, dayOf, dayWord, timeOf } from '../../lib/moments'
import { Button } from '../../ui/Button'
import { useDateLocale } from '../../ui/DateLocale'
import { Actions } from '../../ui/Dialog'
import styles from './Partner.module.css'

export interface InviteStepProps {
  api: TwofoldApi
  invite: Extract<PartnerStatus['pairing'], { stage: 'inviting' }>
  /** This device's, as the invite names them. */
  addresses: readonly string[]
  today: string
  onClose(): void
}

/** The open invite: to be copied, how long it is good, and that one waits. */
export function InviteStep({ api, invite, addresses, today, onClose }: InviteStepProps) {
  const { t, i18n } = useTranslation(['partner', 'common'])
  const { busy, error, run } = useAction()
  const locale = useDateLocale()
  const until = {
    time: timeOf(locale, invite.expiresAt),
    date: dateOf(locale, invite.expiresAt),
  }
  const day = dayWord(dayOf(invite.expiresAt), today)
  const list = new Intl.ListFormat(i18n.language, { type: 'disjunction' })
  return (
    <>
      <p tabIndex={-1} className={styles.lead}>
        {t('partner:invite.lead')}
      </p>
      <InviteText invite={invite} />
      <p className={styles.note}>
        {t(`partner:invite.until.${day}`, until)}{' '}
        {addresses.length > 0
          ? t('partner:invite.reach', { addresses: list.format(addresses) })
          : t('partner:invite.noAddress')}
      </p>
      <output className={styles.waiting}>{t('partner:invite.waiting')}</output>
      <Problem error={error} />
      <Actions>
        <Button variant="quiet" isPending={busy} onPress={() => run(() => api.partner.withdrawInvite())}>
          {t('partner:invite.withdraw')}
        </Button>
        <Button onPress={onClose}>{t('common:close')}</Button>
      </Actions>
    </>
  )
}

function InviteText({ invite }: Pick<InviteStepProps, 'invite'>) {
  const { t } = useTranslation('partner', { keyPrefix: 'invite' })
  const [copied, setCopied] = useState<boolean | null>(null)
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that it can be scrolled with the keys */}
      <section tabIndex={0} aria-label={t('label')} className={styles.text}>
        {invite.text}
      </section>
      <div className={styles.copies}>
        <Button variant="primary" onPress={() => setCopied(copyText(invite.text))}>
          {t('copy')}
        </Button>
        <Button onPress={() => setCopied(copyText(invite.link))}>{t('copyLink')}</Button>
        <output className={styles.note}>{copied === null ? '' : copied ? t('copied') : t('copyRefused')}</output>
      </div>
    </>
  )
}
