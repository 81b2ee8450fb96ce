import type { TFunction } from 'i18next'
import { Users } from 'lucide-react'
import { useState } from 'react'
import { Button, ProgressBar } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { PartnerStatus } from '../../../shared/partner'
import { useLatest } from '../../lib/latest-store'
import { dateOf, dayOf, dayWord } from '../../lib/moments'
import { megabytes, type PartnerLine as Line, partnerLine } from '../../lib/partner-line'
import type { PartnerStore } from '../../lib/partner-store'
import styles from './Partner.module.css'
import { useDateLocale } from '../../ui/DateLocale'

export interface PartnerLineProps {
  partner: PartnerStore
  /** `YYYY-MM-DD` */
  today: string
  /** To the pairing with a partner. */
  onPair(): void
  /** To what is set about the partner. */
  onSettings(): void
}

/** One quiet line about the partner: the invitation to invite, a pairing on its way, or the connection. */
export function PartnerLine({ partner, ...props }: PartnerLineProps) {
  const status = useLatest(partner)
  return status ? <ShownLine {...props} status={status} /> : null
}

function ShownLine({ status, today, ...props }: { status: PartnerStatus } & Omit<PartnerLineProps, 'partner'>) {
  const { t } = useTranslation('partner')
  const locale = useDateLocale()
  const line = partnerLine(status)
  const words = wordsOf(t, line, { today, locale })
  const isLink = 'name' in line && line.says !== 'compare' && line.says !== 'waiting-for-answer'
  return (
    <>
      <Button
        className={isLink ? `${styles.line} ${styles.quiet}` : (styles.line ?? '')}
        data-asks={line.says === 'compare' || undefined}
        data-connected={line.says === 'connected' || undefined}
        onPress={isLink ? props.onSettings : props.onPair}
      >
        <Users size={16} strokeWidth={1.75} aria-hidden />
        <span>{words}</span>
      </Button>
      {line.says === 'receiving' ? (
        <ProgressBar
          aria-label={words}
          value={line.verified}
          maxValue={line.announced || 1}
          className={styles.bar ?? ''}
        >
          {({ percentage }) => <div className={styles.filled} style={{ width: `${percentage ?? 0}%` }} />}
        </ProgressBar>
      ) : null}
      <Announcement status={status} words={words} isTrouble={line.says === 'not-stored'} />
    </>
  )
}

/**
 * A pairing that comes to its next step while one writes is said politely, and that nothing can be stored; the
 * connection's comings and goings aren't.
 */
function Announcement({ status, words, isTrouble }: { status: PartnerStatus; words: string; isTrouble: boolean }) {
  const { t } = useTranslation('partner')
  const [isPairing, setPairing] = useState(false)
  const { stage } = status.pairing
  if (!isPairing && stage !== 'none') setPairing(true)
  const paired = status.partner ? t('line.paired', { name: status.partner.name }) : ''
  return (
    <output className={styles.spoken}>
      {stage === 'comparing' || stage === 'failed' || isTrouble ? words : isPairing && stage === 'none' ? paired : ''}
    </output>
  )
}

function wordsOf(t: TFunction<'partner'>, line: Line, { today, locale }: { today: string; locale: string }): string {
  switch (line.says) {
    case 'exchanged': {
      const day = dayWord(dayOf(line.at), today)
      return t(`line.exchanged.${day}`, { name: line.name, date: dateOf(locale, line.at) })
    }
    case 'receiving': {
      const { done, all } = megabytes(line)
      const number = new Intl.NumberFormat(locale)
      return t('line.receiving', { name: line.name, done: number.format(done), all: number.format(all) })
    }
    case 'not-stored':
      return t(`line.not-stored.${line.reason}`, { name: line.name })
    case 'compare':
    case 'waiting-for-answer':
    case 'connected':
    case 'paused':
    case 'looking':
      return t(`line.${line.says}`, { name: line.name })
    case 'invite':
    case 'waiting-for-partner':
    case 'joining':
    case 'failed':
      return t(`line.${line.says}`)
  }
}
