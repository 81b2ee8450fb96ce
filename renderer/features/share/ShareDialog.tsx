import { Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entry } from '../../../shared/entry'
import { Problem } from '../../gate/Problem'
import { useAction } from '../../gate/use-action'
import { isolated } from '../../lib/isolated'
import { dateOf } from '../../lib/moments'
import { formatDate, formatTime } from '../../lib/timeline-format'
import { kindWord, moodWord } from '../../lib/timeline-words'
import { Button } from '../../ui/Button'
import { useDateLocale } from '../../ui/DateLocale'
import { Actions, Dialog } from '../../ui/Dialog'
import styles from './ShareDialog.module.css'

export interface ShareDialogProps {
  entry: Entry
  /** Null while one is alone in the shared journal. */
  partnerName: string | null
  /** When it was shared before, ms. */
  sharedAt: number | null
  isOpen: boolean
  onClose(): void
  /** Copies it into the shared journal; a rejection is shown above the buttons. */
  onShare(): Promise<void>
  /** The words of the entry as they stand now. */
  children: ReactNode
}

/** Shows the very words that will be shared, and says beforehand that it can't be taken back. */
export function ShareDialog({ isOpen, onClose, ...props }: ShareDialogProps) {
  const { t } = useTranslation('partner', { keyPrefix: 'share' })
  return (
    <Dialog title={t('title')} isOpen={isOpen} onClose={onClose} size="large">
      <Question {...props} onClose={onClose} />
    </Dialog>
  )
}

function Question({ entry, partnerName, sharedAt, onShare, onClose, children }: Omit<ShareDialogProps, 'isOpen'>) {
  const { t } = useTranslation(['partner', 'common'])
  const locale = useDateLocale()
  const { busy, error, run } = useAction()
  return (
    <>
      <div className={styles.warning}>
        <p>{partnerName === null ? t('partner:share.leadAlone') : t('partner:share.lead', { name: partnerName })}</p>
        <p className={styles.note}>
          {t('partner:share.original')}{' '}
          {sharedAt === null ? null : t('partner:share.again', { date: dateOf(locale, sharedAt) })}
        </p>
      </div>
      <Preview entry={entry}>{children}</Preview>
      <Problem error={error} />
      <Actions>
        <Button autoFocus onPress={onClose}>
          {t('common:cancel')}
        </Button>
        <Button variant="primary" isPending={busy} onPress={() => run(onShare)}>
          {partnerName === null ? t('partner:share.confirmAlone') : t('partner:share.confirm', { name: partnerName })}
        </Button>
      </Actions>
    </>
  )
}

function Preview({ entry, children }: { entry: Entry; children: ReactNode }) {
  const { t } = useTranslation('partner', { keyPrefix: 'share' })
  const { t: common } = useTranslation('common')
  const locale = useDateLocale()
  const details = [
    `${formatDate(locale, entry.date, 'long')}, ${formatTime(locale, entry.time)}`,
    isolated(kindWord(common, entry.kind)),
    ...(entry.mood === null ? [] : [isolated(moodWord(common, entry.mood))]),
    ...entry.tags.map(isolated),
  ]
  return (
    <section aria-label={t('preview')} data-journal="shared" className={styles.preview}>
      <p className={styles.band}>
        <Users size={14} strokeWidth={2.25} aria-hidden />
        {t('preview')}
      </p>
      <div className={styles.about}>
        {entry.title ? (
          <h3 dir="auto" className={styles.title}>
            {entry.title}
          </h3>
        ) : null}
        <p className={styles.note}>{details.join(' · ')}</p>
      </div>
      <div className={styles.body}>{children}</div>
    </section>
  )
}
