import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Secret } from '../../shared/contract'
import { Button } from '../ui/Button'
import { focusBeginning } from './focus-beginning'
import styles from './gate.module.css'
import { PassphraseField } from './PassphraseField'
import { Alert } from './Problem'

export interface SecretFieldProps {
  secret: Secret
  onChange(secret: Secret): void
  /** The label of the passphrase, where it isn't just 'Passphrase'. */
  label?: string
  /** Whether the form was sent with nothing typed. */
  missing: boolean
  /** What was wrong with the secret when it was tried. */
  problem?: ReactNode
  /** A button that stands before the choice between the two. */
  action?: ReactNode
}

/**
 * One line for what opens the vault, and the choice between passphrase and recovery key. It takes the focus after
 * either choice, and whenever it has to be typed again: what is typed next must never land anywhere else.
 */
export function SecretField({ secret, onChange, label, missing, problem, action }: SecretFieldProps) {
  const { t } = useTranslation('setup', { keyPrefix: 'secret' })
  const recovery = secret.type === 'recovery'
  const empty = recovery ? t('recoveryMissing') : t('passphraseMissing')
  const whole = useRef<HTMLDivElement>(null)
  const [chosen, setChosen] = useState(false)
  const refused = missing || Boolean(problem)
  useEffect(() => {
    if (refused) focusBeginning(whole.current)
  }, [refused])
  const choose = () => {
    setChosen(true)
    onChange({ type: recovery ? 'passphrase' : 'recovery', value: '' })
  }

  return (
    <div ref={whole} className={styles.form}>
      {/* A fresh field for the other secret, hidden again; on the first showing the page says where one begins. */}
      <div key={secret.type} ref={chosen ? focusBeginning : null}>
        <PassphraseField
          label={recovery ? t('recovery') : (label ?? t('passphrase'))}
          value={secret.value}
          onChange={(value) => onChange({ ...secret, value })}
          description={recovery ? t('recoveryHelp') : null}
          error={missing ? <Alert>{empty}</Alert> : problem}
        />
      </div>
      <div className={`${styles.buttons} ${action ? '' : styles.outdented}`}>
        {action}
        <Button variant="quiet" onPress={choose}>
          {recovery ? t('usePassphrase') : t('useRecovery')}
        </Button>
      </div>
    </div>
  )
}
