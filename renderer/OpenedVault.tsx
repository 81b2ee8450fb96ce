import { useEffect, useState } from 'react'
import type { AppState, VaultStatus } from '../shared/contract'
import { RecoveryKeyReminder } from './features/setup/RecoveryKeyReminder'
import { NewPassphraseProposal } from './features/unlock/NewPassphraseProposal'
import type { Unlocked } from './features/unlock/Unlock'
import { JournalWindow } from './JournalWindow'
import type { TwofoldApi } from './lib/api'

export interface OpenedVaultProps {
  api: TwofoldApi
  state: AppState
  nonce: string
  /** Null where set-up has just made the vault. */
  unlocked: Unlocked | null
  /** The secret that came with `unlocked` isn't needed any more. */
  onSettled(): void
}

/** An open vault: first what its keys still need, then the journal. */
export function OpenedVault({ api, state, nonce, unlocked, onSettled }: OpenedVaultProps) {
  const { status, name } = useKeys(api)
  const [isLater, setLater] = useState(false)
  if (unlocked?.by === 'recovery') {
    return <NewPassphraseProposal {...{ api, name }} current={unlocked.secret} onDone={onSettled} onLater={onSettled} />
  }
  const isKept = !status || status.recoveryKeyKept || status.damage !== null
  if (unlocked && !isKept && !isLater) {
    return <RecoveryKeyReminder api={api} onDone={() => setLater(true)} onLater={() => setLater(true)} />
  }
  return <JournalWindow {...{ api, state, nonce }} />
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
