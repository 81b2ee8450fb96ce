import { background, bestEffort } from '../../shared/background'
import { useEffect } from 'react'
import type { TwofoldApi } from './api'
import type { EntriesStore } from './entries-store'
import type { OpenEntry } from './open-entry'

/** Tells the vault that the person looks at a shared entry: when it is opened, and when news comes into it meanwhile. */
export function useLook(api: TwofoldApi, open: OpenEntry | null, rows: EntriesStore): void {
  const id = open?.journal === 'shared' ? open.entry.id : null
  useEffect(() => {
    if (!id) return
    // What couldn't be told stays marked as new, and is told with the next opening.
    const look = () => background(bestEffort(api.shared.look({ id })))
    let seen: unknown = null
    const lookAtNews = () => {
      const row = rows.snapshot().entries.find((candidate) => candidate.id === id)
      // A window in the background shows the news to nobody.
      if (!row?.isNews || row === seen || !document.hasFocus()) return
      seen = row
      look()
    }
    look()
    const stop = rows.subscribe(lookAtNews)
    addEventListener('focus', lookAtNews)
    return () => {
      stop()
      removeEventListener('focus', lookAtNews)
    }
  }, [api, id, rows])
}
