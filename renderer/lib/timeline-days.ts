import type { EntrySummary } from '../../shared/entry'

/** The dates (`YYYY-MM-DD`) of the entries, each once, in the order given: newest first for a timeline. */
export function writtenDays(entries: readonly EntrySummary[]): string[] {
  const days: string[] = []
  for (const { date } of entries) if (days.at(-1) !== date) days.push(date)
  return days
}

/**
 * The place in a list sorted newest first where a date is found: its own first entry, else the nearest earlier
 * day's, else the nearest later day's; -1 only where the list is empty.
 */
export function placeOfDate(entries: readonly Pick<EntrySummary, 'date'>[], date: string): number {
  const place = firstWhere(entries.length, (index) => dateAt(entries, index) <= date)
  if (place < entries.length) return place
  const oldest = entries.at(-1)?.date
  return oldest === undefined ? -1 : firstWhere(entries.length, (index) => dateAt(entries, index) <= oldest)
}

/** The nearest written day strictly before (`-1`) or after (`1`) a date, or null; entries are sorted newest first. */
export function neighbourDay(
  entries: readonly Pick<EntrySummary, 'date'>[],
  date: string,
  step: -1 | 1,
): string | null {
  const isPast = (index: number) => (step === -1 ? dateAt(entries, index) < date : dateAt(entries, index) <= date)
  const border = firstWhere(entries.length, isPast)
  return entries[step === -1 ? border : border - 1]?.date ?? null
}

const dateAt = (entries: readonly Pick<EntrySummary, 'date'>[], index: number) => entries[index]?.date ?? ''

function firstWhere(length: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
