import { useCallback, useState } from 'react'
import { type Failure, failureOf } from '../../shared/failure'
import type { TwofoldApi } from './api'

/** Locks the vault; one that can't be locked now, for words would be lost, says why. */
export function useLock(api: TwofoldApi): { lock(): void; failure: Failure | null } {
  const [failure, setFailure] = useState<Failure | null>(null)
  const lock = useCallback(() => {
    setFailure(null)
    api.app.lock().catch((error: unknown) => {
      const reason = failureOf(error)
      // A page that is being replaced because the vault has locked loses its host: that is no failure.
      if (reason.code !== 'host-unreachable') setFailure(reason)
    })
  }, [api])
  return { lock, failure }
}
