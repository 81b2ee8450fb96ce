import { Eye, EyeOff } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { maxPassphraseLength } from '../../shared/passphrase-strength'
import { IconButton } from '../ui/IconButton'
import { TextField } from '../ui/TextField'
import styles from './PassphraseField.module.css'

export interface PassphraseFieldProps {
  label: string
  value: string
  onChange(value: string): void
  description?: ReactNode
  error?: ReactNode
}

/** A hidden line for a secret that can be shown; says when Caps Lock is on. */
export function PassphraseField({ label, description, error, ...field }: PassphraseFieldProps) {
  const { t } = useTranslation('setup', { keyPrefix: 'passphrase' })
  const [shown, setShown] = useState(false)
  const [capsLock, setCapsLock] = useState(false)
  const watchCapsLock = (event: { getModifierState(key: string): boolean }) =>
    setCapsLock(event.getModifierState('CapsLock'))

  return (
    <div className={styles.field}>
      <TextField
        {...field}
        label={label}
        type={shown ? 'text' : 'password'}
        maxLength={maxPassphraseLength}
        onKeyDown={watchCapsLock}
        onKeyUp={watchCapsLock}
        onBlur={() => setCapsLock(false)}
        description={capsLock ? <output>{t('capsLock')}</output> : description}
        error={error}
      />
      <div className={styles.toggle}>
        <IconButton
          icon={shown ? EyeOff : Eye}
          label={shown ? t('hide', { field: label }) : t('show', { field: label })}
          onPress={() => setShown(!shown)}
        />
      </div>
    </div>
  )
}
