import { useCallback, useState } from 'react'
import { type Failure, failureOf } from '../../shared/failure'
import type { TwofoldApi } from './api'
import { finishField } from './entry-focus'

/** Locks the vault, after `before`; a vault that can't be locked now, for words would be lost, says why. */
export function useLock(api: TwofoldApi, before: () => void): { lock(): void; failure: Failure | null } {
  const [failure, setFailure] = useState<Failure | null>(null)
  const lock = useCallback(() => {
    setFailure(null)
    // What is half typed is finished: a page that is replaced leaves no field.
    finishField()
    before()
    api.app.lock().catch((error: unknown) => {
      const reason = failureOf(error)
      // A page that is being replaced because the vault has locked loses its host: that is no failure.
      if (reason.code !== 'host-unreachable') setFailure(reason)
    })
  }, [api, before])
  return { lock, failure }
}
