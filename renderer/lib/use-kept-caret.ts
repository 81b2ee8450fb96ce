import { background, bestEffort } from '../../shared/background'
import { useCallback, useEffect, useRef } from 'react'
import type { EntryId } from '../../shared/ids'
import type { TwofoldApi } from './api'
import { endingEvent } from './page-end'

/** How long the caret rests before its place is kept, in ms: not with every key. */
const restTime = 300

interface Selection {
  readonly anchor: number
  readonly head: number
}

/**
 * Keeps where the caret of the open entry is: when it rests, when another entry is opened, and before the page ends.
 * Gives what is to be told that the caret has come somewhere.
 */
export function useKeptCaret(api: TwofoldApi, id: EntryId | null): (selection: Selection) => void {
  const due = useRef<{ timer: ReturnType<typeof setTimeout>; send: () => void } | null>(null)
  const keep = useCallback(() => {
    if (!due.current) return
    clearTimeout(due.current.timer)
    due.current.send()
    due.current = null
  }, [])
  const moved = useCallback(
    (selection: Selection) => {
      if (!id) return
      if (due.current) clearTimeout(due.current.timer)
      // A caret that isn't kept costs a click after the next unlock, no word.
      const send = () => background(bestEffort(api.journal.keepCaret({ id, selection })))
      due.current = { timer: setTimeout(keep, restTime), send }
    },
    [api, id, keep],
  )
  // `moved` is another one for another entry: then the former one's place is kept.
  const former = useRef(moved)
  useEffect(() => {
    if (former.current !== moved) keep()
    former.current = moved
  }, [moved, keep])
  useEffect(() => {
    // Ahead of the farewell that the transport sends.
    addEventListener('pagehide', keep, { capture: true })
    addEventListener(endingEvent, keep)
    return () => {
      removeEventListener('pagehide', keep, { capture: true })
      removeEventListener(endingEvent, keep)
    }
  }, [keep])
  return moved
}
