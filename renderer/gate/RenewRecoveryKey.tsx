import { type ReactNode, useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { TwofoldApi } from '../lib/api'
import { Button } from '../ui/Button'
import { Actions } from '../ui/Dialog'
import gate from './gate.module.css'
import { KeepRecoveryKey } from './KeepRecoveryKey'
import { PassphraseField } from './PassphraseField'
import { Alert, Problem } from './Problem'
import { useAction } from './use-action'

export interface RenewRecoveryKeyProps {
  api: TwofoldApi
  /** Called when the new key was typed back and the vault knows it is kept. */
  onDone(): void
  /** Called when the new key is on the screen: leaving now would lose it. */
  onShown?(): void
  /** The button before the way on, for instance 'Later'. */
  before?: ReactNode
}

/** Makes a new recovery key against the passphrase, shows it and has it proven; the earlier key stops working. */
export function RenewRecoveryKey({ api, onDone, onShown, before }: RenewRecoveryKeyProps) {
  const { t } = useTranslation('setup')
  const [passphrase, setPassphrase] = useState('')
  const [missing, setMissing] = useState(false)
  const [recoveryKey, setRecoveryKey] = useState<string | null>(null)
  const { busy, error, run } = useAction()

  const renew = async () => {
    setMissing(!passphrase)
    if (!passphrase) return
    const made = await api.vault.renewRecoveryKey({ passphrase })
    setPassphrase('')
    setRecoveryKey(made.recoveryKey)
    onShown?.()
  }
  const proven = async () => {
    await api.settings.change({ recoveryKeyKept: true })
    setRecoveryKey(null)
    onDone()
  }

  if (recoveryKey !== null) return <KeepRecoveryKey recoveryKey={recoveryKey} onProven={proven} />
  return (
    <Form
      validationBehavior="aria"
      className={gate.form ?? ''}
      onSubmit={(event) => {
        event.preventDefault()
        run(renew)
      }}
    >
      <PassphraseField
        label={t('secret.passphrase')}
        value={passphrase}
        onChange={setPassphrase}
        error={missing ? <Alert>{t('secret.passphraseMissing')}</Alert> : null}
      />
      <Problem error={error} />
      <Actions>
        {before}
        <Button type="submit" variant="primary" isPending={busy}>
          {busy ? t('recovery.making') : t('recovery.make')}
        </Button>
      </Actions>
    </Form>
  )
}
