import { Label, Meter } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { minimumScore, type PassphraseStrength } from '../../shared/passphrase-strength'
import styles from './Strength.module.css'

const scores = ['score.0', 'score.1', 'score.2', 'score.3', 'score.4'] as const
const parts = [1, 2, 3, 4]

/** How strong a passphrase is, in words and with advice where it is too weak; the bar only repeats the words. */
export function Strength({ strength }: { strength: PassphraseStrength | null }) {
  const { t } = useTranslation('setup', { keyPrefix: 'strength' })
  const words = strength ? t(scores[strength.score]) : t('unknown')
  const enough = strength !== null && strength.score >= minimumScore

  return (
    <div className={styles.strength}>
      <Meter value={strength?.score ?? 0} maxValue={4} valueLabel={words} className={styles.meter ?? ''}>
        <div className={styles.words}>
          <Label className={styles.label ?? ''}>{t('label')}</Label>
          <span>{words}</span>
        </div>
        <div className={styles.bar} data-enough={enough || undefined} aria-hidden>
          {parts.map((part) => (
            <span key={part} className={styles.part} data-filled={part <= (strength?.score ?? 0) || undefined} />
          ))}
        </div>
      </Meter>
      <output className={styles.advice}>{strength && !enough ? <Advice strength={strength} /> : null}</output>
    </div>
  )
}

/** Why a passphrase is weak and what would help, in one or two sentences. */
function Advice({ strength: { warning, suggestions } }: { strength: PassphraseStrength }) {
  const { t } = useTranslation('setup', { keyPrefix: 'strength' })
  const helpful = suggestions.find((key) => key !== 'anotherWord') ?? 'anotherWord'
  return (
    <>
      {warning ? `${t(`warning.${warning}`)} ` : null}
      {t(`suggestion.${helpful}`)}
    </>
  )
}
