import { type ReactNode, useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { passphraseForm } from '../../shared/passphrase'
import { minimumScore, passphraseStrength } from '../../shared/passphrase-strength'
import { Button } from '../ui/Button'
import { Actions } from '../ui/Dialog'
import styles from './gate.module.css'
import { PassphraseField } from './PassphraseField'
import { Alert, Problem } from './Problem'
import { Strength } from './Strength'
import { useAction } from './use-action'
import { usePassphraseStrength } from './use-passphrase-strength'

export interface NewPassphraseFormProps {
  /** The person's own name, which must not be the passphrase. */
  name: string
  submitLabel: string
  busyLabel: string
  /** Gets a passphrase that is strong enough and was typed twice alike; a rejection is shown beneath the form. */
  onSubmit(passphrase: string): Promise<void>
  /** Fields that come first, for instance the current passphrase. */
  children?: ReactNode
  /** Looks at `children` when the form is sent; false when something is missing there. */
  onAttempt?(): boolean
  /** The button before the way on: 'Back' or 'Later'. */
  before?: ReactNode
}

/** Two fields for a new passphrase with its strength in words. What was typed stays until the form goes, which is up to `onSubmit`. */
export function NewPassphraseForm({ name, ...props }: NewPassphraseFormProps) {
  const { t } = useTranslation('setup')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [problems, setProblems] = useState<Problems>({})
  const strength = usePassphraseStrength(passphrase, name)
  const { busy, error, run } = useAction()

  const submit = async () => {
    const found = await findProblems(passphrase, again, name)
    setProblems(found)
    const complete = props.onAttempt?.() ?? true
    if (found.passphrase || found.again || !complete) return
    await props.onSubmit(passphrase)
  }

  return (
    <Form
      validationBehavior="aria"
      className={styles.form ?? ''}
      onSubmit={(event) => {
        event.preventDefault()
        run(submit)
      }}
    >
      {props.children}
      <PassphraseField
        label={t('passphrase.new')}
        value={passphrase}
        onChange={(value) => {
          setPassphrase(value)
          setProblems({})
        }}
        error={problems.passphrase}
      />
      <Strength strength={strength} />
      <PassphraseField
        label={t('passphrase.again')}
        value={again}
        onChange={(value) => {
          setAgain(value)
          setProblems({})
        }}
        error={problems.again}
      />
      <Problem error={error} />
      <Actions>
        {props.before}
        <Button type="submit" variant="primary" isPending={busy}>
          {busy ? props.busyLabel : props.submitLabel}
        </Button>
      </Actions>
    </Form>
  )
}

interface Problems {
  passphrase?: ReactNode
  again?: ReactNode
}

async function findProblems(passphrase: string, again: string, name: string): Promise<Problems> {
  if (!passphrase) return { passphrase: <Refusal reason="missing" /> }
  const strength = await passphraseStrength(passphrase, [name])
  if (strength.score < minimumScore) return { passphrase: <Refusal reason="weak" /> }
  return passphraseForm(passphrase) === passphraseForm(again) ? {} : { again: <Refusal reason="different" /> }
}

function Refusal({ reason }: { reason: 'missing' | 'weak' | 'different' }) {
  const { t } = useTranslation('setup')
  return <Alert>{t(`passphrase.${reason}`)}</Alert>
}
