import type { WriterId } from '../format/writer-id'
import type { StandingReason } from './folded-file'

/** What is told of writers; `onStanding` hears once of each. A fork is named, but stops nobody. */
export function createStanding(onStanding: (writer: WriterId, reason: StandingReason) => void) {
  const named = new Map<WriterId, StandingReason>()
  const stopped = new Set<WriterId>()

  function name(writer: WriterId, reason: StandingReason): void {
    if (named.has(writer)) return
    named.set(writer, reason)
    onStanding(writer, reason)
  }
  return {
    name,
    /** Nothing of this writer is taken any more. */
    stop(writer: WriterId, reason: StandingReason): void {
      stopped.add(writer)
      name(writer, reason)
    },
    /** One that was named as refused, and wasn't stopped, goes on after all. */
    goesOn(writer: WriterId): void {
      if (named.get(writer) === 'refused') named.delete(writer)
    },
    isForked: (writer: WriterId) => named.get(writer) === 'fork',
    isStopped: (writer: WriterId) => stopped.has(writer),
    list: () => [...named].map(([writer, reason]) => ({ writer, reason })),
  }
}
