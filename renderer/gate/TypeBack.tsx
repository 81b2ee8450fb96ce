import { useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { pickTwo, recoveryKeyGroups, sameGroup } from '../../shared/recovery-key-groups'
import { Button } from '../ui/Button'
import { Actions } from '../ui/Dialog'
import { TextField } from '../ui/TextField'
import { focusBeginning } from './focus-beginning'
import gate from './gate.module.css'
import { Alert, Problem } from './Problem'
import styles from './RecoveryKey.module.css'
import { useAction } from './use-action'

export interface TypeBackProps {
  recoveryKey: string
  /** Called once both groups were typed as they are; a rejection is shown beneath the fields. */
  onProven(): Promise<void>
  /** Back to where the key can be read. */
  onBack(): void
}

/** Asks for two groups of the recovery key, chosen by chance, so that the copy is known to exist and to be readable. */
export function TypeBack({ recoveryKey, onProven, onBack }: TypeBackProps) {
  const { t } = useTranslation(['setup', 'common'])
  const groups = recoveryKeyGroups(recoveryKey)
  const [asked] = useState(() => pickTwo(groups.length, Math.random))
  const [typed, setTyped] = useState<Record<number, string>>({})
  const [wrong, setWrong] = useState<readonly number[]>([])
  const { busy, error, run } = useAction()

  const submit = async () => {
    const different = asked.filter((index) => !sameGroup(typed[index] ?? '', groups[index] ?? ''))
    setWrong(different)
    if (different.length === 0) await onProven()
  }

  return (
    <Form
      ref={focusBeginning}
      validationBehavior="aria"
      className={gate.form ?? ''}
      onSubmit={(event) => {
        event.preventDefault()
        run(submit)
      }}
    >
      <div className={styles.pair}>
        {asked.map((index) => (
          <TextField
            key={index}
            label={t('setup:recovery.group', { count: index + 1, ordinal: true })}
            value={typed[index] ?? ''}
            onChange={(value) => {
              setTyped({ ...typed, [index]: value })
              setWrong(wrong.filter((other) => other !== index))
            }}
            maxLength={12}
            error={wrong.includes(index) ? <Alert>{t('setup:recovery.wrong')}</Alert> : null}
          />
        ))}
      </div>
      <Problem error={error} />
      <Actions>
        <Button variant="quiet" onPress={onBack}>
          {t('setup:recovery.showAgain')}
        </Button>
        <Button type="submit" variant="primary" isPending={busy}>
          {t('common:continue')}
        </Button>
      </Actions>
    </Form>
  )
}
