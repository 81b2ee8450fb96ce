import { useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import gate from '../../gate/gate.module.css'
import { Alert, Problem } from '../../gate/Problem'
import { useAction } from '../../gate/use-action'
import type { TwofoldApi } from '../../lib/api'
import { Button } from '../../ui/Button'
import { Actions } from '../../ui/Dialog'
import { TextField } from '../../ui/TextField'
import styles from './Partner.module.css'

export interface JoinStepProps {
  api: TwofoldApi
  /** The invite that was opened as a link; null where one is to be pasted. */
  link: string | null
  /** The invite is good, and is used from here on. */
  onJoined(): void
  onBack(): void
}

/** The form that an invite is pasted into, as text or as a link; a link that was opened stands in it already. */
export function JoinStep({ api, link, onJoined, onBack }: JoinStepProps) {
  const { t } = useTranslation(['partner', 'common'])
  const [invite, setInvite] = useState(link ?? '')
  const [isMissing, setMissing] = useState(false)
  const { busy, error, run, forget } = useAction()
  const join = async () => {
    setMissing(!invite.trim())
    if (!invite.trim()) return
    await api.partner.join({ invite: invite.trim() })
    onJoined()
  }
  const problem = isMissing ? <Alert>{t('partner:join.missing')}</Alert> : error ? <Problem error={error} /> : null
  return (
    <Form
      validationBehavior="aria"
      className={gate.form ?? ''}
      onSubmit={(event) => {
        event.preventDefault()
        run(join)
      }}
    >
      <p className={styles.lead}>{link ? t('partner:join.leadLink') : t('partner:join.lead')}</p>
      <TextField
        label={t('partner:join.label')}
        isCode
        value={invite}
        onChange={(value) => {
          setInvite(value)
          setMissing(false)
          forget()
        }}
        maxLength={4096}
        error={problem}
      />
      <p className={styles.note}>{t('partner:join.adopts')}</p>
      <Actions>
        <Button variant="quiet" onPress={onBack}>
          {t('common:back')}
        </Button>
        <Button type="submit" variant="primary" isPending={busy}>
          {busy ? t('partner:join.joining') : t('partner:join.action')}
        </Button>
      </Actions>
    </Form>
  )
}

/** The invite is good; its maker's device is being looked for. */
export function JoiningStep({ api, onClose }: { api: TwofoldApi; onClose(): void }) {
  const { t } = useTranslation(['partner', 'common'])
  const { busy, error, run } = useAction()
  return (
    <>
      <p tabIndex={-1} className={styles.lead}>
        {t('partner:join.looking')}
      </p>
      <Problem error={error} />
      <Actions>
        <Button variant="quiet" isPending={busy} onPress={() => run(() => api.partner.withdrawInvite())}>
          {t('partner:join.stop')}
        </Button>
        <Button onPress={onClose}>{t('common:close')}</Button>
      </Actions>
    </>
  )
}
