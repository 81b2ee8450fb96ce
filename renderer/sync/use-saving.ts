import { useEffect, useMemo } from 'react'
import type { AppState } from '../../shared/contract'
import type { TwofoldApi } from '../lib/api'
import type { ConnectionStore } from '../lib/connection'
import { finishField } from '../lib/entry-focus'
import type { Openings } from '../lib/openings'
import { endingEvent, type PageEnding } from '../lib/page-end'
import { type SavingSource, whenSaved, worstSaving } from '../lib/saving-source'
import { replacingEvent } from '../lib/socket-transport'
import type { JournalState } from '../lib/use-journal'
import type { SharedWindow } from './shared-window'
import { useSharedWindow } from './use-shared-window'

/** The shared journal in this window, and whether all that was said here is saved, in either journal. */
export function useSaving(options: {
  api: TwofoldApi
  connection: ConnectionStore
  journal: Pick<JournalState, 'writer' | 'unsaved'>
  /** Knows of words that wait for their page. */
  openings: Pick<Openings, 'saving'>
  host: AppState['host']
}): { shared: SharedWindow | null; saving: SavingSource } {
  const { api, connection, host } = options
  const typedAhead = options.openings.saving
  const { writer, unsaved } = options.journal
  const shared = useSharedWindow(api, connection)
  // The words of a shared entry go by the replica, everything else by the writer.
  const saving = useMemo(() => {
    const told = worstSaving(writer, typedAhead)
    return shared ? worstSaving(told, shared.saving) : told
  }, [writer, typedAhead, shared])
  useEffect(() => {
    const forget = () => {
      if (saving.snapshot().state === 'saved') unsaved.forget()
    }
    return saving.subscribe(forget)
  }, [saving, unsaved])
  const taken = useMemo(() => {
    const told = worstSaving(writer.taken, typedAhead)
    return shared ? worstSaving(told, shared.saving) : told
  }, [writer, typedAhead, shared])
  useLeaving({ saving, taken, host })
  return { shared, saving }
}

/**
 * Finishes what is half typed before the page ends, and has that wait until the vault process has taken every word. In a
 * browser, which asks then, it also keeps a page whose words aren't saved from being closed. In Electron a page that
 * wants to be kept would silently not close: there the app waits for its words itself.
 */
function useLeaving(options: { saving: SavingSource; taken: SavingSource; host: AppState['host'] }): void {
  const { saving, taken, host } = options
  useEffect(() => {
    const finish = (ending: PageEnding) => {
      finishField()
      ending.waitUntil(whenSaved(taken))
    }
    const ask = (event: BeforeUnloadEvent) => {
      finishField()
      if (saving.snapshot().state !== 'saved') event.preventDefault()
    }
    const letGo = () => removeEventListener('beforeunload', ask)
    if (host === 'browser') addEventListener('beforeunload', ask)
    addEventListener(replacingEvent, letGo)
    // Ahead of the farewell that the transport sends.
    addEventListener('pagehide', finishField, { capture: true })
    addEventListener(endingEvent, finish)
    return () => {
      letGo()
      removeEventListener(replacingEvent, letGo)
      removeEventListener('pagehide', finishField, { capture: true })
      removeEventListener(endingEvent, finish)
    }
  }, [saving, taken, host])
}
