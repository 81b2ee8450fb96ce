import { useEffect, useState } from 'react'
import type { Settings } from '../../../shared/settings'
import type { TwofoldApi } from '../../lib/api'

export interface SettingsForm {
  /** Null until they have been read. */
  settings: Settings | null
  /** Why they can't be read. */
  error: unknown
  /** Keeps a change in the vault, and then shows it; rejects with what went wrong. */
  change(part: Partial<Settings>): Promise<void>
}

/** The vault's settings as they are when the view opens, and how to change them. */
export function useSettings(api: TwofoldApi): SettingsForm {
  const [settings, setSettings] = useState<Settings | null>(null)
  const [error, setError] = useState<unknown>(null)

  useEffect(() => {
    let current = true
    api.settings.read().then(
      (read) => current && setSettings(read),
      (thrown: unknown) => current && setError(thrown),
    )
    return () => {
      current = false
    }
  }, [api])

  return {
    settings,
    error,
    change: async (part) => {
      await api.settings.change(part)
      setSettings((before) => before && { ...before, ...part })
    },
  }
}
