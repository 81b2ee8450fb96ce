import { useEffect, useState } from 'react'
import type { TwofoldApi } from '../lib/api'
import type { ConnectionStore } from '../lib/connection'
import { openSharedWindow, type SharedWindow } from './shared-window'

/** The shared journal as this window mirrors it; another one when the journal is another. Null until it is begun. */
export function useSharedWindow(api: TwofoldApi, connection: ConnectionStore): SharedWindow | null {
  const [shared, setShared] = useState<SharedWindow | null>(null)
  useEffect(() => {
    let current = openSharedWindow(api, connection)
    setShared(current)
    const stop = api.shared.onReplaced(() => {
      current.close()
      current = openSharedWindow(api, connection)
      setShared(current)
    })
    return () => {
      stop()
      current.close()
    }
  }, [api, connection])
  return shared
}
