import { useEffect, useEffectEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import gate from '../../gate/gate.module.css'
import { Alert, Problem } from '../../gate/Problem'
import { useAction } from '../../gate/use-action'
import { useFittedInput } from '../../lib/use-fitted-input'
import { TextField } from '../../ui/TextField'

export interface NameSectionProps {
  name: string
  onChange(name: string): Promise<void>
}

/** One's own name, kept when Enter is pressed, when the field is left and when the section goes. */
export function NameSection({ name, onChange }: NameSectionProps) {
  const { t } = useTranslation('settings')
  const [typed, setTyped] = useState(name)
  const [missing, setMissing] = useState(false)
  const [saved, setSaved] = useState(false)
  const { error, run } = useAction()
  const input = useFittedInput()

  const save = async () => {
    const trimmed = typed.trim()
    setMissing(!trimmed)
    if (!trimmed || trimmed === name) return
    await onChange(trimmed)
    setSaved(true)
  }
  // Escape takes the field away without its being left.
  const leave = useEffectEvent(() => run(save))
  useEffect(() => () => leave(), [])

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
        inputRef={input}
        label={t('name.label')}
        description={t('name.help')}
        value={typed}
        onChange={(value) => {
          setTyped(value)
          setSaved(false)
          setMissing(false)
        }}
        onBlur={() => run(save)}
        maxLength={60}
        error={missing ? <Alert>{t('name.missing')}</Alert> : null}
      />
      <Problem error={error} />
      <output className={gate.done}>{saved ? t('saved') : ''}</output>
    </Form>
  )
}
