import { useEffect, useState } from 'react'
import type { AppState, VaultStatus } from '../shared/contract'
import { RecoveryKeyReminder } from './features/setup/RecoveryKeyReminder'
import { NewPassphraseProposal } from './features/unlock/NewPassphraseProposal'
import type { Unlocked } from './features/unlock/Unlock'
import { JournalWindow } from './JournalWindow'
import type { TwofoldApi } from './lib/api'
import type { ConnectionStore } from './lib/connection'

export interface OpenedVaultProps {
  api: TwofoldApi
  connection: ConnectionStore
  state: AppState
  nonce: string
  /** Null where nothing is to be settled: set-up has just made the vault, or this page found it open. */
  unlocked: Unlocked | null
  /** The journal begins with a fresh page. */
  isFirst: boolean
  /** What `unlocked` asked for is done or put off; its secret isn't needed any more. */
  onSettled(): void
}

/** An open vault: first what its keys still need, then the journal. */
export function OpenedVault({ api, connection, state, nonce, unlocked, isFirst, onSettled }: OpenedVaultProps) {
  const { status, name } = useKeys(api)
  if (unlocked?.by === 'recovery') {
    return <NewPassphraseProposal {...{ api, name }} current={unlocked.secret} onDone={onSettled} onLater={onSettled} />
  }
  const isKept = !status || status.recoveryKeyKept || status.damage !== null
  if (unlocked && !isKept) {
    return <RecoveryKeyReminder api={api} onDone={onSettled} onLater={onSettled} />
  }
  return <JournalWindow {...{ api, connection, state, nonce, isFirst }} />
}

function useKeys(api: TwofoldApi): { status: VaultStatus | null; name: string } {
  const [status, setStatus] = useState<VaultStatus | null>(null)
  const [name, setName] = useState('')
  useEffect(() => {
    // Where they can't be read the journal says so itself.
    api.vault.status().then(setStatus, () => {})
    api.settings.read().then(
      (settings) => setName(settings.name),
      () => {},
    )
  }, [api])
  return { status, name }
}
