import { useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { AppState, Secret } from '../../../shared/contract'
import { Frame } from '../../gate/Frame'
import gate from '../../gate/gate.module.css'
import { Problem } from '../../gate/Problem'
import { SecretField } from '../../gate/SecretField'
import { useAction } from '../../gate/use-action'
import type { TwofoldApi } from '../../lib/api'
import { Button } from '../../ui/Button'
import { OpenAnother } from './OpenAnother'
import { Unreadable } from './Unreadable'

/** How the vault was opened; after a recovery key its value goes along once, for the passphrase that replaces it. */
export type Unlocked = { by: 'passphrase' } | { by: 'recovery'; secret: Secret }

export interface UnlockProps {
  api: TwofoldApi
  state: AppState
  onUnlocked(unlocked: Unlocked): void
}

/** The door of a vault: its passphrase or recovery key, another vault, or why this one can't be opened. */
export function Unlock({ api, state, onUnlocked }: UnlockProps) {
  const { t } = useTranslation('setup', { keyPrefix: 'unlock' })
  const [elsewhere, setElsewhere] = useState(false)

  if (elsewhere) return <OpenAnother api={api} state={state} onBack={() => setElsewhere(false)} />
  if (state.vault === 'unreadable' && state.failure)
    return <Unreadable api={api} state={state} failure={state.failure} onElsewhere={() => setElsewhere(true)} />
  return (
    <Frame title={t('title')} lead={state.hasBroken ? t('broken') : null}>
      <SecretForm api={api} onUnlocked={onUnlocked} />
      <div className={`${gate.buttons} ${gate.outdented}`}>
        <Button variant="quiet" onPress={() => setElsewhere(true)}>
          {t('another')}
        </Button>
      </div>
      <p className={`${gate.note} ${gate.path}`}>{t('vaultIn', { folder: state.folder })}</p>
    </Frame>
  )
}

function SecretForm({ api, onUnlocked }: Pick<UnlockProps, 'api' | 'onUnlocked'>) {
  const { t } = useTranslation('setup', { keyPrefix: 'unlock' })
  const [secret, setSecret] = useState<Secret>({ type: 'passphrase', value: '' })
  const [missing, setMissing] = useState(false)
  const { busy, error, run, forget } = useAction()

  const unlock = async () => {
    setMissing(!secret.value)
    if (!secret.value) return
    await api.vault.unlock({ secret })
    setSecret({ ...secret, value: '' })
    onUnlocked(secret.type === 'recovery' ? { by: 'recovery', secret } : { by: 'passphrase' })
  }

  return (
    <Form
      validationBehavior="aria"
      className={gate.form ?? ''}
      onSubmit={(event) => {
        event.preventDefault()
        run(unlock)
      }}
    >
      <SecretField
        secret={secret}
        onChange={(next) => {
          setSecret(next)
          setMissing(false)
          forget()
        }}
        missing={missing}
        problem={error ? <Problem error={error} /> : null}
        action={
          <Button type="submit" variant="primary" isPending={busy}>
            {busy ? t('opening') : t('open')}
          </Button>
        }
      />
    </Form>
  )
}
