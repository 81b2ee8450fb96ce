import { useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import gate from '../../gate/gate.module.css'
import { Alert, Problem } from '../../gate/Problem'
import { useAction } from '../../gate/use-action'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/TextField'

export interface NameSectionProps {
  name: string
  onChange(name: string): Promise<void>
}

/** One's own name. */
export function NameSection({ name, onChange }: NameSectionProps) {
  const { t } = useTranslation('settings')
  const [typed, setTyped] = useState(name)
  const [missing, setMissing] = useState(false)
  const [saved, setSaved] = useState(false)
  const { busy, error, run } = useAction()

  const save = async () => {
    const trimmed = typed.trim()
    setMissing(!trimmed)
    if (!trimmed) return
    await onChange(trimmed)
    setTyped(trimmed)
    setSaved(true)
  }

  return (
    <Form
      validationBehavior="aria"
      className={gate.form ?? ''}
      onSubmit={(event) => {
        event.preventDefault()
        run(save)
      }}
    >
      <TextField
        label={t('name.label')}
        description={t('name.help')}
        value={typed}
        onChange={(value) => {
          setTyped(value)
          setSaved(false)
          setMissing(false)
        }}
        maxLength={60}
        error={missing ? <Alert>{t('name.missing')}</Alert> : null}
      />
      <Problem error={error} />
      <div className={gate.buttons}>
        <Button type="submit" isPending={busy}>
          {t('name.save')}
        </Button>
        <output className={gate.done}>{saved ? t('saved') : ''}</output>
      </div>
    </Form>
  )
}
