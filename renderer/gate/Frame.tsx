import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { focusBeginning } from './focus-beginning'
import styles from './gate.module.css'

export interface FrameProps {
  title: string
  /** A quiet line above the title: where one is, for instance 'Step 2 of 5'. */
  above?: ReactNode
  lead?: ReactNode
  children: ReactNode
}

/** The calm single column of everything that stands before the journal. */
export function Frame({ title, above, lead, children }: FrameProps) {
  const { t } = useTranslation('common')

  return (
    <main className={styles.frame}>
      <div ref={focusBeginning} className={styles.column}>
        <p className={styles.brand}>{t('appName')}</p>
        {above ? <div className={styles.above}>{above}</div> : null}
        <h1 tabIndex={-1} className={styles.heading}>
          {title}
        </h1>
        {lead ? <p className={styles.lead}>{lead}</p> : null}
        {children}
      </div>
    </main>
  )
}
