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
  const [shown, setShown] = useState(minutes)
  const [kept, setKept] = useState<{ saved: boolean; error: unknown }>({ saved: false, error: null })
  const { error: lockError, busy: locking, run: lock } = useAction()

  // Shown at once, so that a key held down counts on while the vault still writes the step before.
  const keep = (next: number) => {
    if (!Number.isInteger(next) || next === shown) return
    setShown(next)
    setKept({ saved: false, error: null })
    onChange(next).then(
      () => setKept({ saved: true, error: null }),
      (error: unknown) => {
        setShown(minutes)
        setKept({ saved: false, error })
      },
    )
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
          <output className={gate.done}>{kept.saved ? t('saved') : ''}</output>
        </Group>
        <Text slot="description" className={gate.note ?? ''}>
          {t('lock.help', { max: maxIdleMinutes })}
        </Text>
      </NumberField>
      <Problem error={kept.error} />
      <div className={gate.buttons}>
        <Button isPending={locking} onPress={() => lock(onLock)}>
          {t('lock.now')}
        </Button>
      </div>
      <Problem error={lockError} />
    </>
  )
}
