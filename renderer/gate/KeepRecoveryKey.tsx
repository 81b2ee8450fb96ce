import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button'
import { Actions } from '../ui/Dialog'
import { focusBeginning } from './focus-beginning'
import gate from './gate.module.css'
import { RecoveryKey } from './RecoveryKey'
import { TypeBack } from './TypeBack'

export interface KeepRecoveryKeyProps {
  recoveryKey: string
  /** Called once two groups were typed back; a rejection is shown. */
  onProven(): Promise<void>
}

/** Shows a new recovery key, then has two of its groups typed back. */
export function KeepRecoveryKey({ recoveryKey, onProven }: KeepRecoveryKeyProps) {
  const { t } = useTranslation('setup', { keyPrefix: 'recovery' })
  const [proving, setProving] = useState(false)
  if (proving)
    return (
      <>
        <p className={gate.lead}>{t('typeBack')}</p>
        <TypeBack recoveryKey={recoveryKey} onProven={onProven} onBack={() => setProving(false)} />
      </>
    )
  return (
    <section ref={focusBeginning} className={gate.form}>
      <p tabIndex={-1} className={`${gate.lead} ${gate.spoken}`}>
        {t('lead')}
      </p>
      <RecoveryKey recoveryKey={recoveryKey} />
      <Actions>
        <Button variant="primary" onPress={() => setProving(true)}>
          {t('kept')}
        </Button>
      </Actions>
    </section>
  )
}
