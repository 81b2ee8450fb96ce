import type { EntrySummary } from '../../../shared/entry'
import type { EntryId } from '../../../shared/ids'
import { placeOfDate } from '../../lib/timeline-days'

/** Heights in CSS pixels, fixed so that nothing is ever measured; EntryRow.module.css keeps to them. */
export const monthHeight = 40
export const entryHeight = 116

export interface MonthRow {
  readonly type: 'month'
  /** `YYYY-MM` */
  readonly month: string
}

export interface EntryRow {
  readonly type: 'entry'
  readonly entry: EntrySummary
  /** Counted from 1 among the entries, without the month rows. */
  readonly position: number
  readonly firstOfDay: boolean
}

export type Row = MonthRow | EntryRow

export interface Rows {
  readonly list: readonly Row[]
  /** How many of the rows are entries. */
  readonly count: number
  indexOf(id: EntryId | null): number
  /** The row of the first entry of a date or, where nothing was written then, of the nearest day before, else after. */
  indexOfDate(date: string): number
  /** CSS pixels from the top of the list to the top of a row. */
  offsetOf(index: number): number
  /** `YYYY-MM` of the row at an index. */
  monthAt(index: number): string | null
  /** The entry of the row, or the first one of the month where it is a month's; null outside the list. */
  entryAt(index: number): EntrySummary | null
  /** A key that stays with the row when others come or go. */
  keyOf(index: number): string | number
}

/** The flat rows of a timeline, a month row before the first entry of each month; entries come sorted newest first. */
export function buildRows(entries: readonly EntrySummary[]): Rows {
  const list: Row[] = []
  const indices = new Map<EntryId, number>()
  const monthRows: number[] = []
  let previous = ''
  for (const [place, entry] of entries.entries()) {
    if (!previous.startsWith(entry.date.slice(0, 7)) || previous === '') {
      monthRows.push(list.length)
      list.push({ type: 'month', month: entry.date.slice(0, 7) })
    }
    indices.set(entry.id, list.length)
    list.push({ type: 'entry', entry, position: place + 1, firstOfDay: entry.date !== previous })
    previous = entry.date
  }
  const indexOf = (id: EntryId | null) => (id === null ? -1 : (indices.get(id) ?? -1))
  return {
    list,
    count: entries.length,
    indexOf,
    indexOfDate: (date) => indexOf(entries[placeOfDate(entries, date)]?.id ?? null),
    offsetOf(index) {
      const months = monthRows.filter((row) => row < index).length
      return months * monthHeight + (index - months) * entryHeight
    },
    monthAt(index) {
      const row = list[index]
      if (!row) return null
      return row.type === 'month' ? row.month : row.entry.date.slice(0, 7)
    },
    entryAt(index) {
      const row = list[index]?.type === 'month' ? list[index + 1] : list[index]
      return row?.type === 'entry' ? row.entry : null
    },
    keyOf(index) {
      const row = list[index]
      if (!row) return index
      return row.type === 'month' ? row.month : row.entry.id
    },
  }
}

/** The height of a row in CSS pixels. */
export const rowHeight = (row: Row | undefined) => (row?.type === 'month' ? monthHeight : entryHeight)

/** How a key moves in the list. */
export type Move = 'next' | 'previous' | 'page-down' | 'page-up' | 'first' | 'last'

/** The index of the entry row that a move leads to from `from` (-1: from before the list); -1 where there is none. */
export function moveTo(rows: Rows, from: number, move: Move, pageRows: number): number {
  const last = rows.list.length - 1
  switch (move) {
    case 'first':
      return entryFrom(rows, 0, 1)
    case 'last':
      return last
    case 'next':
      return entryFrom(rows, Math.min(from + 1, last), 1)
    case 'previous':
      return entryFrom(rows, from - 1, -1, from)
    case 'page-down':
      return entryFrom(rows, Math.min(from + pageRows, last), 1)
    case 'page-up':
      return entryFrom(rows, Math.max(from - pageRows, 0), 1)
  }
}

function entryFrom(rows: Rows, start: number, step: 1 | -1, otherwise = -1): number {
  for (let index = start; index >= 0 && index < rows.list.length; index += step)
    if (rows.list[index]?.type === 'entry') return index
  return otherwise >= 0 ? otherwise : -1
}
