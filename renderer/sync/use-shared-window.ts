import { useEffect, useState, useSyncExternalStore } from 'react'
import type { TwofoldApi } from '../lib/api'
import type { ConnectionStore } from '../lib/connection'
import { openSharedWindow, type SharedWindow } from './shared-window'

/** The shared journal as this window mirrors it; another one when the journal is another. Null until it is begun. */
export function useSharedWindow(api: TwofoldApi, connection: ConnectionStore): SharedWindow | null {
  const [store] = useState(() => createLatestWindow(api, connection))
  useEffect(() => store.begin(), [store])
  return useSyncExternalStore(store.subscribe, store.snapshot)
}

/** The window's shared journal as a store: the one there is now. */
function createLatestWindow(api: TwofoldApi, connection: ConnectionStore) {
  const listeners = new Set<() => void>()
  let current: SharedWindow | null = null
  const become = (next: SharedWindow | null) => {
    current?.close()
    current = next
    for (const listener of listeners) listener()
  }
  return {
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    snapshot: () => current,
    /** Mirrors from now on; the returned function ends it. */
    begin() {
      become(openSharedWindow(api, connection))
      const stop = api.shared.onReplaced(() => become(openSharedWindow(api, connection)))
      return () => {
        stop()
        become(null)
      }
    },
  }
}
