import { useTranslation } from 'react-i18next'
import type { PartnerStatus } from '../../../shared/partner'
import gate from '../../gate/gate.module.css'
import { dateOf } from '../../lib/moments'
import styles from './Settings.module.css'
import { useDateLocale } from '../../ui/DateLocale'

/** What stands still or went two ways in one's own or the partner's files, named plainly; nothing where all goes on. */
export function SetAside({ status }: { status: PartnerStatus }) {
  const { t } = useTranslation('settings', { keyPrefix: 'partner' })
  const { t: common } = useTranslation('common')
  if (status.setAside.length === 0) return null
  const name = status.partner?.name ?? common('yourPartner')
  return (
    <div className={styles.question}>
      <h3>{t('setAside.title')}</h3>
      {status.setAside.map(({ by, reason }) => (
        <p key={`${by} ${reason}`}>{t(`setAside.${by}.${reason}`, { name })}</p>
      ))}
    </div>
  )
}

/** The shared journals that have ended, kept for reading; nothing where there are none. */
export function Earlier({ earlier }: Pick<PartnerStatus, 'earlier'>) {
  const { t } = useTranslation('settings', { keyPrefix: 'partner' })
  const locale = useDateLocale()
  if (earlier.length === 0) return null
  return (
    <div className={styles.field}>
      <h3 className={styles.label}>{t('earlier.title')}</h3>
      <ul className={styles.addresses}>
        {earlier.map(({ partnerName, endedAt }) => (
          <li key={endedAt}>
            {partnerName === null
              ? t('earlier.alone', { date: dateOf(locale, endedAt) })
              : t('earlier.with', { name: partnerName, date: dateOf(locale, endedAt) })}
          </li>
        ))}
      </ul>
      <p className={gate.note}>{t('earlier.help')}</p>
    </div>
  )
}
