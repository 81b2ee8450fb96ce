import { useCallback, useEffect, useReducer, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppState } from '../shared/contract'
import styles from './App.module.css'
import { Setup } from './features/setup/Setup'
import { Unlock, type Unlocked } from './features/unlock/Unlock'
import type { TwofoldApi } from './lib/api'
import type { ConnectionStore } from './lib/connection'
import { useTheme } from './lib/use-theme'
import { OpenedVault } from './OpenedVault'
import { Notice } from './ui/Notice'

export interface AppProps {
  api: TwofoldApi
  connection: ConnectionStore
  nonce: string
}

/** The one window: set-up, unlock or journal, as the vault is. */
export function App({ api, connection, nonce }: AppProps) {
  const { t } = useTranslation('app')
  const link = useSyncExternalStore((listener) => connection.subscribe(listener), connection.snapshot)
  if (link === 'replaced') return <Notice title={t('replaced.title')}>{t('replaced.text')}</Notice>
  if (link === 'unknown-page') return <Notice title={t('unknownPage.title')}>{t('unknownPage.text')}</Notice>
  return (
    <>
      {link === 'reconnecting' ? <output className={styles.reconnecting}>{t('reconnecting')}</output> : null}
      <Views api={api} nonce={nonce} />
    </>
  )
}

function Views({ api, nonce }: Omit<AppProps, 'connection'>) {
  const { state, isSettingUp, endSetup } = useAppState(api)
  const [unlocked, setUnlocked] = useState<Unlocked | null>(null)
  useTheme(state?.preferences.theme ?? 'system')

  if (!state) return null
  if (isSettingUp) return <Setup api={api} state={state} onDone={endSetup} />
  if (state.vault === 'open') {
    const onSettled = () => setUnlocked({ by: 'passphrase' })
    return <OpenedVault {...{ api, state, nonce, unlocked, onSettled }} />
  }
  return <Unlock api={api} state={state} onUnlocked={setUnlocked} />
}

interface Seen {
  readonly state: AppState | null
  /** Set-up goes on after it has made the vault: once begun it stays until its last step. */
  readonly isSettingUp: boolean
}

function see(before: Seen, next: AppState | 'setup-done'): Seen {
  if (next === 'setup-done') return { ...before, isSettingUp: false }
  return { state: next, isSettingUp: next.vault === 'none' || (before.isSettingUp && next.vault === 'open') }
}

function useAppState(api: TwofoldApi): Seen & { endSetup(): void } {
  const [seen, dispatch] = useReducer(see, { state: null, isSettingUp: false })
  useEffect(() => {
    const stop = api.app.onChanged(dispatch)
    // A host that can't be reached is said above the views.
    api.app.state().then(dispatch, () => {})
    return stop
  }, [api])
  return { ...seen, endSetup: useCallback(() => dispatch('setup-done'), []) }
}
