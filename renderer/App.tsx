import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
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
      {link === 'reconnecting' ? (
        <p className={styles.reconnecting} role="status">
          {t('reconnecting')}
        </p>
      ) : null}
      <Views api={api} nonce={nonce} />
    </>
  )
}

function Views({ api, nonce }: Omit<AppProps, 'connection'>) {
  const state = useAppState(api)
  const [settingUp, setSettingUp] = useState(false)
  const [unlocked, setUnlocked] = useState<Unlocked | null>(null)
  const onDone = useCallback(() => setSettingUp(false), [])
  useTheme(state?.preferences.theme ?? 'system')

  useEffect(() => {
    // Set-up goes on after it has made the vault: until its last step it stays, whatever the vault is.
    if (state?.vault === 'none') setSettingUp(true)
    else if (state && state.vault !== 'open') setSettingUp(false)
  }, [state])

  if (!state) return null
  if (settingUp || state.vault === 'none') return <Setup api={api} state={state} onDone={onDone} />
  if (state.vault === 'open') {
    const onSettled = () => setUnlocked({ by: 'passphrase' })
    return <OpenedVault {...{ api, state, nonce, unlocked, onSettled }} />
  }
  return <Unlock api={api} state={state} onUnlocked={setUnlocked} />
}

function useAppState(api: TwofoldApi): AppState | null {
  const [state, setState] = useState<AppState | null>(null)
  useEffect(() => {
    const stop = api.app.onChanged(setState)
    void api.app.state().then(setState)
    return stop
  }, [api])
  return state
}
