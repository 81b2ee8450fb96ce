import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../lib/failure-text'
import styles from './gate.module.css'

/** What went wrong, said where it happened and read out at once; nothing while there is no error. */
export function Problem({ error }: { error: unknown }) {
  const { t } = useTranslation('common')
  return error ? <Alert>{errorText(t, error)}</Alert> : null
}

/** A sentence that must not be missed, read out at once. */
export function Alert({ children }: { children: ReactNode }) {
  return (
    <span role="alert" className={styles.problem}>
      {children}
    </span>
  )
}
