import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { VaultStatus } from '../../shared/contract'
import { defaultSettings, type Settings } from '../../shared/settings'
import type { TwofoldApi } from './api'
import { createEntriesStore, type EntriesSnapshot } from './entries-store'
import { createWriter, type SavingSnapshot, type Writer } from './writer'

export interface JournalState {
  readonly entries: EntriesSnapshot
  readonly writer: Writer
  readonly saving: SavingSnapshot
  /** Null until they have been read. */
  readonly settings: Settings | null
  readonly status: VaultStatus | null
  changeSettings(change: Partial<Settings>): void
  /** Asks the vault again for settings and status. */
  reread(): void
}

/** The opened vault as the window mirrors it. */
export function useJournal(api: TwofoldApi): JournalState {
  const store = useMemo(() => createEntriesStore(api), [api])
  const writer = useMemo(() => createWriter(api), [api])
  const entries = useSyncExternalStore(store.subscribe, store.snapshot)
  const saving = useSyncExternalStore(writer.subscribe, writer.snapshot)
  const [settings, setSettings] = useState<Settings | null>(null)
  const [status, setStatus] = useState<VaultStatus | null>(null)

  const reread = useCallback(() => {
    // A host that can't be reached is said by the connection's own line.
    api.vault.status().then(setStatus, () => {})
    api.settings.read().then(setSettings, () => {})
  }, [api])

  useEffect(() => {
    store.load().catch(() => {})
    reread()
    return () => store.dispose()
  }, [store, reread])

  const changeSettings = useCallback(
    (change: Partial<Settings>) => {
      setSettings((current) => ({ ...defaultSettings, ...current, ...change }))
      void api.settings.change(change).catch(() => {})
    },
    [api],
  )
  return { entries, writer, saving, settings, status, changeSettings, reread }
}
