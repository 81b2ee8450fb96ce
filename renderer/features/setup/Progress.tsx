import { useTranslation } from 'react-i18next'
import styles from './Progress.module.css'

const steps = [1, 2, 3, 4, 5]

/** Where one is among the five steps, in words; the marks beside them only repeat it. */
export function Progress({ step }: { step: number }) {
  const { t } = useTranslation('setup')
  return (
    <div className={styles.progress}>
      <span>{t('step', { step, of: steps.length })}</span>
      <span className={styles.bar} aria-hidden>
        {steps.map((each) => (
          <span key={each} className={styles.part} data-filled={each <= step || undefined} />
        ))}
      </span>
    </div>
  )
}
