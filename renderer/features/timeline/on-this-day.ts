import type { CalendarDate } from '@internationalized/date'
import type { EntrySummary } from '../../../shared/entry'
import { onCalendar } from '../../lib/timeline-format'

/** What was written on this day: how far away it lies, the day itself, its entries. */
export interface DayGroup {
  readonly when: 'week' | 'month' | 'years-ago' | 'years-later'
  /** How many of that unit, always at least 1. */
  readonly count: number
  readonly date: string
  readonly entries: readonly EntrySummary[]
}

/**
 * What was written a week and a month before `date` (`YYYY-MM-DD`; a month before the 31st is the last of a shorter
 * month) and on the same day of other years, newest first. What was written on a 29 February comes back on the 28th
 * in years that have no 29th. Entries come sorted newest first and without the trash.
 */
export function onThisDay(entries: readonly EntrySummary[], date: string): DayGroup[] {
  const day = onCalendar(date)
  const week = day.subtract({ weeks: 1 }).toString()
  const month = day.subtract({ months: 1 }).toString()
  const isAnniversary = anniversaryOf(day)
  const groups = new Map<string, { group: Omit<DayGroup, 'entries'>; entries: EntrySummary[] }>()
  for (const entry of entries) {
    const group = groups.get(entry.date)
    if (group) {
      group.entries.push(entry)
      continue
    }
    const found = describe(entry.date)
    if (found) groups.set(entry.date, { group: { ...found, date: entry.date }, entries: [entry] })
  }
  return [...groups.values()].map(({ group, entries }) => ({ ...group, entries }))

  function describe(other: string): Pick<DayGroup, 'when' | 'count'> | null {
    if (other === week) return { when: 'week', count: 1 }
    if (other === month) return { when: 'month', count: 1 }
    const years = day.year - Number(other.slice(0, 4))
    if (years === 0 || !isAnniversary(other)) return null
    return years > 0 ? { when: 'years-ago', count: years } : { when: 'years-later', count: -years }
  }
}

function anniversaryOf(day: CalendarDate): (date: string) => boolean {
  const monthAndDay = day.toString().slice(5)
  const hasNo29th = monthAndDay === '02-28' && day.calendar.getDaysInMonth(day) === 28
  return (date) => date.endsWith(monthAndDay) || (hasNo29th && date.endsWith('02-29'))
}
