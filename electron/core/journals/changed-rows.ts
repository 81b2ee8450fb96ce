import type { EntryId } from '../../../shared/ids'
import type { Clock } from '../ports'
import type { EntriesChange } from './shared-entries'

/** Rows are told at once, then at most once in so long: each reads its whole entry, which may be long; ms. */
const rowsEvery = 250

type Rows = Pick<EntriesChange, 'ids' | 'deleted'>

/**
 * Gathers entries that change while rows are told seldom enough for a page to take them in; the first change after a
 * while of rest is told in the same tick. Of an entry only the last counts: that it changed, or that it was deleted.
 */
export function createChangedRows(options: { clock: Clock; tell(rows: Rows): void }): (rows: Rows) => void {
  const waiting = new Map<EntryId, 'changed' | 'deleted'>()
  let isResting = true
  const those = (what: 'changed' | 'deleted') => [...waiting].filter(([, each]) => each === what).map(([id]) => id)
  function tell(): void {
    isResting = waiting.size === 0
    if (isResting) return
    const rows = { ids: those('changed'), deleted: those('deleted') }
    waiting.clear()
    options.clock.after(rowsEvery, tell)
    options.tell(rows)
  }
  return ({ ids, deleted }) => {
    for (const id of ids) waiting.set(id, 'changed')
    for (const id of deleted) waiting.set(id, 'deleted')
    if (isResting) tell()
  }
}
