import type { ReactNode } from 'react'
import styles from './Notice.module.css'

/** A page with nothing but one thing to say, and perhaps one thing to do. */
export function Notice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1 className={styles.title}>{title}</h1>
        <div className={styles.text}>{children}</div>
      </div>
    </main>
  )
}
