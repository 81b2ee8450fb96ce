import { Label, Radio, RadioGroup } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Preferences } from '../../../shared/contract'
import { Problem } from '../../gate/Problem'
import { useAction } from '../../gate/use-action'
import type { TwofoldApi } from '../../lib/api'
import styles from './Settings.module.css'

export interface AppearanceSectionProps {
  api: TwofoldApi
  theme: Preferences['theme']
}

const themes: readonly Preferences['theme'][] = ['system', 'light', 'dark']

/** Light or dark. */
export function AppearanceSection({ api, theme }: AppearanceSectionProps) {
  const { t } = useTranslation('settings', { keyPrefix: 'appearance' })
  const { error, run } = useAction()
  const choose = (value: string) => {
    const chosen = themes.find((each) => each === value)
    if (chosen) run(() => api.app.setPreferences({ theme: chosen }))
  }
  return (
    <>
      <RadioGroup value={theme} onChange={choose} className={styles.choices ?? ''}>
        <Label className={styles.label ?? ''}>{t('theme')}</Label>
        {themes.map((each) => (
          <Radio key={each} value={each} className={styles.choice ?? ''}>
            {t(each)}
          </Radio>
        ))}
      </RadioGroup>
      <Problem error={error} />
    </>
  )
}
