import { background, bestEffort } from '../../shared/background'
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { SearchMatch, VaultStatus } from '../../shared/contract'
import type { EntryId } from '../../shared/ids'
import { defaultSettings, type Settings } from '../../shared/settings'
import type { TwofoldApi } from './api'
import type { ConnectionStore } from './connection'
import { createEntriesStore, type EntriesSnapshot, type EntriesStore } from './entries-store'
import { createHeldStore, type HeldStore } from './held-store'
import { createPartnerStore, type PartnerStore } from './partner-store'
import { createUnsavedWords, type UnsavedWords } from './unsaved-words'
import { createWriter, type Writer } from './writer'

export interface JournalState {
  readonly entries: EntriesSnapshot
  /** Where `entries` come from: for whoever must not wait for the next rendering. */
  readonly rows: EntriesStore
  readonly partner: PartnerStore
  readonly held: HeldStore
  readonly writer: Writer
  /** What isn't on the disk yet, for a page whose host has stopped. */
  readonly unsaved: UnsavedWords
  /** Null until they have been read. */
  readonly settings: Settings | null
  readonly status: VaultStatus | null
  changeSettings(change: Partial<Settings>): void
  restore(id: EntryId): void
  find(text: string): Promise<readonly SearchMatch[]>
  /** Asks the vault again for settings and status. */
  reread(): void
}

/** The opened vault as the window mirrors it. */
export function useJournal(api: TwofoldApi, connection: ConnectionStore): JournalState {
  const store = useMemo(() => createEntriesStore(api), [api])
  const writer = useMemo(() => createWriter(api), [api])
  const partner = useMemo(() => createPartnerStore(api, connection), [api, connection])
  const unsaved = useMemo(() => createUnsavedWords(), [])
  const held = useMemo(() => createHeldStore(api), [api])
  const entries = useSyncExternalStore(store.subscribe, store.snapshot)
  const [settings, setSettings] = useState<Settings | null>(null)
  const [status, setStatus] = useState<VaultStatus | null>(null)

  const reread = useCallback(() => {
    // A host that can't be reached is said by the connection's own line.
    api.vault.status().then(setStatus, () => {})
    api.settings.read().then(setSettings, () => {})
  }, [api])

  useEffect(() => {
    background(bestEffort(store.load()))
    reread()
    return () => {
      for (const part of [store, partner, held, writer]) part.dispose()
    }
  }, [store, partner, held, writer, reread])

  const changeSettings = useCallback(
    (change: Partial<Settings>) => {
      setSettings((current) => ({ ...defaultSettings, ...current, ...change }))
      // It holds in this window; what can't be kept now is as it was at the next unlock.
      background(bestEffort(api.settings.change(change)))
    },
    [api],
  )
  // What can't be done now is seen: the row stays as it is.
  const restore = useCallback((id: EntryId) => background(bestEffort(api.journal.restore({ id }))), [api])
  const find = useCallback(async (text: string) => (await api.journal.search({ text })).matches, [api])
  return {
    entries,
    rows: store,
    writer,
    unsaved,
    partner,
    held,
    settings,
    status,
    changeSettings,
    restore,
    find,
    reread,
  }
}
