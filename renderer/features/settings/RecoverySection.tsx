import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import gate from '../../gate/gate.module.css'
import { RenewRecoveryKey } from '../../gate/RenewRecoveryKey'
import type { TwofoldApi } from '../../lib/api'

export interface RecoverySectionProps {
  api: TwofoldApi
  /** True while a new key is on the screen and leaving would lose it. */
  onHeld(held: boolean): void
}

/** A new recovery key, shown and typed back. */
export function RecoverySection({ api, onHeld }: RecoverySectionProps) {
  const { t } = useTranslation('settings', { keyPrefix: 'recovery' })
  const [stage, setStage] = useState<'asked' | 'shown' | 'done'>('asked')

  if (stage === 'done')
    return (
      <p role="alert" className={gate.done}>
        {t('done')}
      </p>
    )
  return (
    <>
      {stage === 'asked' ? <p className={gate.note}>{t('lead')}</p> : null}
      <RenewRecoveryKey
        api={api}
        onShown={() => {
          setStage('shown')
          onHeld(true)
        }}
        onDone={() => {
          setStage('done')
          onHeld(false)
        }}
      />
    </>
  )
}
