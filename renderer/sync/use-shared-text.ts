import { useCallback, useEffect, useLayoutEffect, useMemo, useSyncExternalStore } from 'react'
import type * as Y from 'yjs'
import type { EntryId } from '../../shared/ids'
import { bodyOf } from '../../shared/journal-doc'
import type { SharedText } from '../features/page/page-props'
import type { SharedWindow } from './shared-window'

/**
 * The text of an entry in the replica, once it is there, with the partner's caret in it; `onTouched` hears of every
 * change, whoever makes it. Null where the entry isn't in the shared journal that is written now.
 */
export function useSharedText(options: {
  shared: SharedWindow | null
  /** Null while no shared entry is open. */
  id: EntryId | null
  /** Whether the partner may see this person's caret. */
  showCursor: boolean
  onTouched(body: () => string): void
}): SharedText | null {
  const { shared, id, showCursor, onTouched } = options
  const text = useText(shared, id)

  useEffect(() => {
    shared?.live.presence.set(id, showCursor)
    return () => shared?.live.presence.set(null, showCursor)
  }, [shared, id, showCursor])
  // Before the page gets the words that wait for its text: an entry that nobody is known to have touched goes with its page.
  useLayoutEffect(() => {
    if (!text) return
    const touched = () => onTouched(() => text.toJSON())
    text.observe(touched)
    return () => text.unobserve(touched)
  }, [text, onTouched])
  return useMemo(() => (shared && text ? { text, presence: shared.live.presence } : null), [shared, text])
}

function useText(shared: SharedWindow | null, id: EntryId | null): Y.Text | null {
  const doc = shared?.replica.doc ?? null
  const subscribe = useCallback(
    (listener: () => void) => {
      doc?.on('afterTransaction', listener)
      return () => doc?.off('afterTransaction', listener)
    },
    [doc],
  )
  return useSyncExternalStore(subscribe, () => (doc && id ? bodyOf(doc, id) : null))
}
