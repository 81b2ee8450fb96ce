import { Lock, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Journal } from '../../../shared/entry'
import styles from './JournalBand.module.css'

export interface JournalBandProps {
  journal: Journal
  /** Who began it, or when it was shared. */
  note: string | null
  /** The way back, where there is one. */
  before: ReactNode
  children: ReactNode
}

/** The tinted band above the page: which journal one writes in, by colour, icon and word. */
export function JournalBand({ journal, note, before, children }: JournalBandProps) {
  const { t } = useTranslation('common')
  const Icon = journal === 'private' ? Lock : Users
  return (
    <div className={styles.band}>
      {before}
      <span className={styles.journal}>
        <Icon size={14} strokeWidth={2.25} aria-hidden />
        {t(journal)}
      </span>
      {note === null ? null : <span className={styles.note}>{note}</span>}
      <div className={styles.actions}>{children}</div>
    </div>
  )
}
