import { type KeyboardEvent, useState } from 'react'
import type { EntrySummary } from '../../../shared/entry'
import type { EntryId } from '../../../shared/ids'
import { entryHeight, type Move, monthHeight, moveTo, type Rows } from './rows'

const moves: Partial<Record<string, Move>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  PageDown: 'page-down',
  PageUp: 'page-up',
  Home: 'first',
  End: 'last',
}

export interface ActiveRow {
  /** Index of the row that the keys are at, -1 where there is none yet. */
  readonly index: number
  set(entry: EntrySummary | null): void
  /** `go` is called with the index of the row that a key leads to. */
  onKeyDown(event: KeyboardEvent<HTMLElement>, go: (index: number) => void): void
}

/** Where the keys are in a listbox: moved by arrows, Page, Home and End; Space shows an entry, Enter begins to write in it. */
export function useActiveRow(
  rows: Rows,
  selected: EntryId | null,
  { onOpen, onWrite }: { onOpen(id: EntryId): void; onWrite(id: EntryId): void },
): ActiveRow {
  const [active, setActive] = useState(selected)
  const own = rows.indexOf(active)
  const index = own === -1 ? rows.indexOf(selected) : own
  return {
    index,
    set: (entry) => {
      if (entry) setActive(entry.id)
    },
    onKeyDown(event, go) {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const here = index === -1 ? null : rows.entryAt(index)
      if ((event.key === 'Enter' || event.key === ' ') && here) {
        event.preventDefault()
        if (event.repeat) return
        if (event.key === 'Enter') onWrite(here.id)
        else onOpen(here.id)
      }
      const move = moves[event.key]
      if (move === undefined) return
      event.preventDefault()
      const target = moveTo(rows, index, move, rowsOfPage(event.currentTarget))
      if (target !== -1) go(target)
    },
  }
}

const rowsOfPage = (list: HTMLElement) => Math.max(1, Math.floor((list.clientHeight - monthHeight) / entryHeight) - 1)
