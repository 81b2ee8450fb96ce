import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Secret } from '../../../shared/contract'
import { failureOf, type FailureCode } from '../../../shared/failure'
import gate from '../../gate/gate.module.css'
import { NewPassphraseForm } from '../../gate/NewPassphraseForm'
import { Problem } from '../../gate/Problem'
import { SecretField } from '../../gate/SecretField'
import type { TwofoldApi } from '../../lib/api'
import styles from './Settings.module.css'

export interface PassphraseSectionProps {
  api: TwofoldApi
  name: string
}

const secretFailures: ReadonlySet<FailureCode> = new Set([
  'wrong-passphrase',
  'wrong-recovery-key',
  'recovery-key-mistyped',
])
const empty: Secret = { type: 'passphrase', value: '' }

/** A new passphrase, against the current one or the recovery key, and what older copies then still open with. */
export function PassphraseSection({ api, name }: PassphraseSectionProps) {
  const { t } = useTranslation('settings', { keyPrefix: 'passphrase' })
  const [current, setCurrent] = useState(empty)
  const [missing, setMissing] = useState(false)
  const [refused, setRefused] = useState<unknown>(null)
  const [changed, setChanged] = useState(false)

  const change = async (next: string) => {
    try {
      await api.vault.changePassphrase({ current, next })
      setCurrent(empty)
      setChanged(true)
    } catch (error) {
      if (!secretFailures.has(failureOf(error).code)) throw error
      setCurrent({ ...current, value: '' })
      setRefused(error)
    }
  }

  if (changed) return <Changed />
  return (
    <>
      <p className={gate.note}>{t('lead')}</p>
      <NewPassphraseForm
        name={name}
        submitLabel={t('change')}
        busyLabel={t('changing')}
        onAttempt={() => {
          setRefused(null)
          setMissing(!current.value)
          return current.value !== ''
        }}
        onSubmit={change}
      >
        <SecretField
          label={t('current')}
          secret={current}
          onChange={(next) => {
            setCurrent(next)
            setMissing(false)
            setRefused(null)
          }}
          missing={missing}
          problem={refused ? <Problem error={refused} /> : null}
        />
      </NewPassphraseForm>
    </>
  )
}

function Changed() {
  const { t } = useTranslation('settings', { keyPrefix: 'passphrase' })
  return (
    <>
      <p role="alert" className={gate.done}>
        {t('changed')}
      </p>
      <div className={styles.question}>
        <h3>{t('question')}</h3>
        <p>{t('oldCopies')}</p>
      </div>
    </>
  )
}
