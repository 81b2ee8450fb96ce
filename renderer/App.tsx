import { useEffect, useReducer, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppState } from '../shared/contract'
import styles from './App.module.css'
import { Setup } from './features/setup/Setup'
import { Unlock, type Unlocked } from './features/unlock/Unlock'
import type { TwofoldApi } from './lib/api'
import type { ConnectionStore } from './lib/connection'
import { useTheme } from './lib/use-theme'
import { OpenedVault } from './OpenedVault'
import { AppLocale } from './ui/DateLocale'
import { Notice } from './ui/Notice'

export interface AppProps {
  api: TwofoldApi
  connection: ConnectionStore
  nonce: string
}

/** The one window: set-up, unlock or journal, as the vault is. */
export function App(props: AppProps) {
  return (
    <AppLocale>
      <Connected {...props} />
    </AppLocale>
  )
}

function Connected({ api, connection, nonce }: AppProps) {
  const { t } = useTranslation('app')
  const link = useSyncExternalStore((listener) => connection.subscribe(listener), connection.snapshot)
  if (link === 'replaced') return <Notice title={t('replaced.title')}>{t('replaced.text')}</Notice>
  if (link === 'unknown-page') return <Notice title={t('unknownPage.title')}>{t('unknownPage.text')}</Notice>
  return (
    <>
      {link === 'reconnecting' ? <output className={styles.reconnecting}>{t('reconnecting')}</output> : null}
      <Views {...{ api, connection, nonce }} hasStopped={link === 'stopped'} />
    </>
  )
}

function Views({ api, connection, nonce, hasStopped }: AppProps & { hasStopped: boolean }) {
  const { seen, dispatch } = useSeen(api)
  const { state, stage, unlocked } = seen
  useTheme(state?.preferences.theme ?? 'system')

  if (!state) return null
  // The journal says it itself, with what becomes of its words.
  const note = hasStopped ? <Stopped key="stopped" /> : null
  switch (stage) {
    case 'set-up':
      return [note, <Setup key={stage} api={api} state={state} onDone={() => dispatch('set-up')} />]
    case 'door':
      return [note, <Unlock key={stage} api={api} state={state} onUnlocked={dispatch} />]
    case 'inside':
      return (
        <OpenedVault
          {...{ api, connection, state, nonce, unlocked }}
          isFirst={seen.isFirst}
          onSettled={() => dispatch('entered')}
        />
      )
  }
}

function Stopped() {
  const { t } = useTranslation('app')
  return <output className={styles.reconnecting}>{t('stopped.start')}</output>
}

interface Seen {
  readonly state: AppState | null
  /** Set-up and the door have something to finish after the vault is open: they say when one enters. */
  readonly stage: 'set-up' | 'door' | 'inside'
  /** How the vault was opened, until what that asks for is settled. */
  readonly unlocked: Unlocked | null
  /** Set-up has just ended, with the promise of a first entry. */
  readonly isFirst: boolean
}

const unseen: Seen = { state: null, stage: 'door', unlocked: null, isFirst: false }

function see(before: Seen, next: AppState | Unlocked | 'set-up' | 'entered'): Seen {
  // Set-up may also end at the door of a vault that it has found.
  if (next === 'set-up') {
    return before.state?.vault === 'open' ? { ...before, stage: 'inside', isFirst: true } : { ...before, stage: 'door' }
  }
  // Set-up also ends where a vault that is there already was chosen: that one is still locked.
  if (next === 'entered')
    return { ...before, stage: before.state?.vault === 'open' ? 'inside' : before.stage, unlocked: null }
  if ('by' in next) return { ...before, stage: 'inside', unlocked: next }
  if (next.vault === 'none') return { ...unseen, state: next, stage: 'set-up' }
  if (next.vault !== 'open') return { ...unseen, state: next }
  // A page that finds the vault open has nothing to ask for.
  return { ...before, state: next, stage: before.state ? before.stage : 'inside' }
}

function useSeen(api: TwofoldApi) {
  const [seen, dispatch] = useReducer(see, unseen)
  useEffect(() => {
    const stop = api.app.onChanged(dispatch)
    // A host that can't be reached is said above the views.
    api.app.state().then(dispatch, () => {})
    return stop
  }, [api])
  return { seen, dispatch }
}
