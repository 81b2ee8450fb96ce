import { Minus, Plus } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton, Group, Input, Label, NumberField, Text } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { maxIdleMinutes } from '../../../shared/settings'
import gate from '../../gate/gate.module.css'
import { Problem } from '../../gate/Problem'
import { useAction } from '../../gate/use-action'
import { Button } from '../../ui/Button'
import styles from './Settings.module.css'

export interface LockSectionProps {
  minutes: number
  onChange(minutes: number): Promise<void>
  onLock(): Promise<void>
}

/** After how long without activity the vault locks itself, and locking it now. */
export function LockSection({ minutes, onChange, onLock }: LockSectionProps) {
  const { t } = useTranslation('settings')
  const [saved, setSaved] = useState(false)
  const { error, run } = useAction()
  const { error: lockError, busy: locking, run: lock } = useAction()

  const keep = (next: number) => {
    if (!Number.isInteger(next) || next === minutes) return
    setSaved(false)
    run(async () => {
      await onChange(next)
      setSaved(true)
    })
  }

  return (
    <>
      <NumberField
        minValue={1}
        maxValue={maxIdleMinutes}
        value={minutes}
        onChange={keep}
        className={styles.field ?? ''}
      >
        <Label className={styles.label ?? ''}>{t('lock.minutes')}</Label>
        <Group className={styles.number ?? ''}>
          <AriaButton slot="decrement" aria-label={t('lock.fewer')} className={styles.step ?? ''}>
            <Minus size={16} aria-hidden />
          </AriaButton>
          <Input className={styles.input ?? ''} />
          <AriaButton slot="increment" aria-label={t('lock.more')} className={styles.step ?? ''}>
            <Plus size={16} aria-hidden />
          </AriaButton>
          <output className={gate.done}>{saved ? t('saved') : ''}</output>
        </Group>
        <Text slot="description" className={gate.note ?? ''}>
          {t('lock.help', { max: maxIdleMinutes })}
        </Text>
      </NumberField>
      <Problem error={error} />
      <div className={gate.buttons}>
        <Button isPending={locking} onPress={() => lock(onLock)}>
          {t('lock.now')}
        </Button>
      </div>
      <Problem error={lockError} />
    </>
  )
}
