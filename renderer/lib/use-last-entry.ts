import { background } from '../../shared/background'
import { useEffect, useRef, useState } from 'react'
import type { EntryId } from '../../shared/ids'
import type { JournalState } from './use-journal'
import type { OpenEntry } from './open-entry'

/**
 * Opens the entry that was open when the vault was locked, once; from then on remembers which one is. `open` resolves
 * with false for an entry that isn't there: a shared one may come only when the shared journal has been loaded.
 */
export function useLastEntry(
  { settings, changeSettings, rows }: JournalState,
  shown: OpenEntry | null,
  open: (id: EntryId) => Promise<boolean>,
): void {
  const isDone = useRef(false)
  const [missed, setMissed] = useState<EntryId | null>(null)
  const last = settings?.lastEntry
  // From the trash nobody wants to be greeted by what they threw away.
  const current = shown && !shown.isNew && !shown.isGone && shown.entry.trashedAt === null ? shown.entry.id : null
  useEffect(() => {
    if (last === undefined || isDone.current) return
    isDone.current = true
    if (last && !shown) background(open(last).then((isThere) => isThere || setMissed(last)))
  }, [last, shown, open])
  useEffect(() => {
    if (!missed || shown) return
    const openOnceThere = () => {
      if (!rows.snapshot().entries.some(({ id }) => id === missed)) return
      setMissed(null)
      background(open(missed))
    }
    openOnceThere()
    return rows.subscribe(openOnceThere)
  }, [missed, shown, rows, open])
  useEffect(() => {
    if (shown && !shown.isNew && current !== last) changeSettings({ lastEntry: current })
  }, [shown, current, last, changeSettings])
}
