import { CalendarDate, parseDate } from '@internationalized/date'

const shapes = {
  month: { month: 'long', year: 'numeric' },
  day: { day: 'numeric' },
  weekday: { weekday: 'short' },
  full: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  long: { day: 'numeric', month: 'long', year: 'numeric' },
} satisfies Record<string, Intl.DateTimeFormatOptions>
export type DateShape = keyof typeof shapes

const formatters = new Map<string, Intl.DateTimeFormat>()

/**
 * A calendar date (`YYYY-MM-DD`, or `YYYY-MM` for its month) in the words of a locale. The same in every time zone and
 * for years such as 1666, where zones were still minutes and seconds off: it is laid on UTC and formatted in UTC.
 */
export function formatDate(locale: string, date: string, shape: DateShape): string {
  return formatter(locale, shape).format(onCalendar(date).toDate('UTC'))
}

/** A calendar date from `YYYY-MM-DD` or `YYYY-MM`; throws a RangeError or an Error where it is neither. */
export function onCalendar(date: string): CalendarDate {
  return parseDate(date.length === 7 ? `${date}-01` : date)
}

function formatter(locale: string, shape: DateShape): Intl.DateTimeFormat {
  const key = `${shape} ${locale}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, { ...shapes[shape], timeZone: 'UTC', calendar: 'gregory' })
  formatters.set(key, made)
  return made
}
