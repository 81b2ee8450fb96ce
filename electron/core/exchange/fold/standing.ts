import type { WriterId } from '../format/writer-id'
import type { StandingReason } from './folded-file'

/**
 * What is told of writers; `onStanding` hears of each reason that comes to be shown. A fork is named, but stops nobody, and
 * stays known whatever else is told.
 */
export function createStanding(onStanding: (writer: WriterId, reason: StandingReason) => void) {
  const writers = new Map<WriterId, { stopped?: StandingReason; named: Set<StandingReason> }>()
  const shown = (writer: WriterId): StandingReason | undefined => {
    const { stopped, named } = of(writer)
    return stopped ?? inOrder.find((reason) => named.has(reason))
  }
  const of = (writer: WriterId) => writers.get(writer) ?? { named: new Set<StandingReason>() }

  function change(writer: WriterId, act: (of: { stopped?: StandingReason; named: Set<StandingReason> }) => void): void {
    const before = shown(writer)
    const entry = of(writer)
    act(entry)
    writers.set(writer, entry)
    const now = shown(writer)
    if (now !== undefined && now !== before) onStanding(writer, now)
  }
  return {
    name: (writer: WriterId, reason: StandingReason) => change(writer, ({ named }) => named.add(reason)),
    /** Something of this writer is never taken: that stays told. */
    stop: (writer: WriterId, reason: StandingReason) => change(writer, (entry) => (entry.stopped ??= reason)),
    /** One that was named as refused, and wasn't stopped, goes on after all. */
    goesOn(writer: WriterId): void {
      writers.get(writer)?.named.delete('refused')
    },
    isForked: (writer: WriterId): boolean => of(writer).named.has('fork'),
    list: () =>
      [...writers.keys()].flatMap((writer) => {
        const reason = shown(writer)
        return reason ? [{ writer, reason }] : []
      }),
  }
}

/** Of several reasons the first is shown. */
const inOrder: readonly StandingReason[] = ['fork', 'refused', 'newer']
