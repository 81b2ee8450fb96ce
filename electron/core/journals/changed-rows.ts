import type { EntryId } from '../../../shared/ids'
import type { Clock } from '../ports'

/** Rows are told at once, then at most once in so long: each reads its whole entry, which may be long; ms. */
const rowsEvery = 250

/**
 * Gathers entries that change while rows are told seldom enough for a page to take them in; the first change after a
 * while of rest is told in the same tick.
 */
export function createChangedRows(options: {
  clock: Clock
  tell(ids: readonly EntryId[]): void
}): (ids: readonly EntryId[]) => void {
  const waiting = new Set<EntryId>()
  let isResting = true
  function tell(): void {
    isResting = waiting.size === 0
    if (isResting) return
    const ids = [...waiting]
    waiting.clear()
    options.clock.after(rowsEvery, tell)
    options.tell(ids)
  }
  return (ids) => {
    for (const id of ids) waiting.add(id)
    if (isResting) tell()
  }
}
