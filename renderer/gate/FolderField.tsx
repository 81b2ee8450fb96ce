import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppState } from '../../shared/contract'
import type { TwofoldApi } from '../lib/api'
import { Button } from '../ui/Button'
import { TextField } from '../ui/TextField'
import styles from './FolderField.module.css'
import { Problem } from './Problem'
import { useAction } from './use-action'

export interface FolderFieldProps {
  api: TwofoldApi
  state: AppState
  value: string
  onChange(folder: string): void
  description?: ReactNode
  error?: ReactNode
}

/** The path of a vault's folder, typed or chosen with the system's own dialog where there is one. */
export function FolderField({ api, state, value, onChange, ...texts }: FolderFieldProps) {
  const { t } = useTranslation('setup', { keyPrefix: 'folder' })
  const { error, run } = useAction()
  const choose = async () => {
    const chosen = await api.app.chooseFolder()
    if (chosen !== null) onChange(chosen)
  }

  return (
    <div>
      <div className={state.canChooseFolder ? styles.row : undefined}>
        <TextField label={t('label')} value={value} onChange={onChange} maxLength={4096} {...texts} />
        {state.canChooseFolder ? (
          <div className={styles.choose}>
            <Button onPress={() => run(choose)}>{t('choose')}</Button>
          </div>
        ) : null}
      </div>
      <Problem error={error} />
    </div>
  )
}
