import { CalendarDate, parseDate } from '@internationalized/date'

const shapes = {
  month: { month: 'long', year: 'numeric' },
  day: { day: 'numeric' },
  weekday: { weekday: 'short' },
  full: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  long: { day: 'numeric', month: 'long', year: 'numeric' },
} satisfies Record<string, Intl.DateTimeFormatOptions>
export type DateShape = keyof typeof shapes

/** Of 24 hours in every locale, as the field of an entry's time has them. */
const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } satisfies Intl.DateTimeFormatOptions

const formatters = new Map<string, Intl.DateTimeFormat>()

/**
 * A calendar date (`YYYY-MM-DD`, or `YYYY-MM` for its month) in the words of a locale. The same in every time zone and
 * for years such as 1666, where zones were still minutes and seconds off: it is laid on UTC and formatted in UTC.
 */
export function formatDate(locale: string, date: string, shape: DateShape): string {
  return formatter(locale, shape, shapes[shape]).format(onCalendar(date).toDate('UTC'))
}

/** A time of day (`HH:MM`) in the figures of a locale. */
export function formatTime(locale: string, time: string): string {
  return formatter(locale, 'time', clock).format(new Date(`1970-01-01T${time}Z`))
}

/** A calendar date from `YYYY-MM-DD` or `YYYY-MM`; throws a RangeError or an Error where it is neither. */
export function onCalendar(date: string): CalendarDate {
  return parseDate(date.length === 7 ? `${date}-01` : date)
}

function formatter(locale: string, name: string, shape: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${name} ${locale}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, { ...shape, timeZone: 'UTC', calendar: 'gregory' })
  formatters.set(key, made)
  return made
}
