import { background, bestEffort } from '../../shared/background'
import { useCallback, useEffect, useRef } from 'react'
import type { EntryId } from '../../shared/ids'
import type { TwofoldApi } from './api'
import { endingEvent } from './socket-transport'

/** How long the caret rests before its place is kept, in ms: not with every key. */
const restTime = 300

interface Selection {
  readonly anchor: number
  readonly head: number
}

export interface KeptCaret {
  /** The caret has come here. */
  moved(selection: Selection): void
  /** Keeps its place now, before the vault locks. */
  keep(): void
}

/** Keeps where the caret of the open entry is: when it rests, when another entry is opened, and when it is asked to. */
export function useKeptCaret(api: TwofoldApi, id: EntryId | null): KeptCaret {
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
    const ends = ['pagehide', endingEvent]
    for (const end of ends) addEventListener(end, keep)
    return () => {
      for (const end of ends) removeEventListener(end, keep)
    }
  }, [keep])
  return { moved, keep }
}
