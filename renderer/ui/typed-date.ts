import { type Calendar, CalendarDate, GregorianCalendar, Time, toCalendar } from '@internationalized/date'

/** A part of a date or time field as it stands on the screen. */
export interface TypedPart {
  readonly type: string
  readonly value?: number | null
  readonly isPlaceholder: boolean
}

const firstYear = 1000
const lastYear = 2999

/**
 * The day that the parts of a field name, as a Gregorian date of the years 1000 to 2999; null where a part is still
 * missing, where there is no such day (30 February), or outside those years.
 */
export function typedDate(calendar: Calendar, parts: readonly TypedPart[]): CalendarDate | null {
  const [year, month, day] = [numberOf(parts, 'year'), numberOf(parts, 'month'), numberOf(parts, 'day')]
  // The field shows an era only for the years before Christ.
  if (year === null || month === null || day === null || parts.some(({ type }) => type === 'era')) return null
  const date = new CalendarDate(calendar, year, month, day)
  if (date.year !== year || date.month !== month || date.day !== day) return null
  const gregorian = toCalendar(date, new GregorianCalendar())
  return gregorian.year >= firstYear && gregorian.year <= lastYear ? gregorian : null
}

/** The time of day that the parts of a field name, in hours from 0 to 23 and minutes; null while one is missing. */
export function typedTime(parts: readonly TypedPart[]): Time | null {
  const [hour, minute] = [numberOf(parts, 'hour'), numberOf(parts, 'minute')]
  return hour === null || minute === null ? null : new Time(hour, minute)
}

function numberOf(parts: readonly TypedPart[], type: string): number | null {
  const part = parts.find((candidate) => candidate.type === type)
  return part && !part.isPlaceholder ? (part.value ?? null) : null
}
