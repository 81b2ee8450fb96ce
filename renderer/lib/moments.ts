import { fromAbsolute, getLocalTimeZone, toCalendarDate, toTime } from '@internationalized/date'
import { formatDate, formatTime } from './timeline-format'

/** The day of a moment (ms since 1970) on this computer's calendar, `YYYY-MM-DD`. */
export const dayOf = (moment: number, zone = getLocalTimeZone()): string =>
  toCalendarDate(fromAbsolute(moment, zone)).toString()

/** How far a day lies from today, as far as a word for it goes. */
export type DayWord = 'today' | 'yesterday' | 'tomorrow' | 'date'

/** Which word there is for a day (`YYYY-MM-DD`) seen from another. */
export function dayWord(day: string, today: string): DayWord {
  const days = Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000)
  if (days === 0) return 'today'
  return days === -1 ? 'yesterday' : days === 1 ? 'tomorrow' : 'date'
}

/** A moment's time of day in the figures of a locale, on this computer's clock. */
export const timeOf = (locale: string, moment: number): string =>
  formatTime(locale, toTime(fromAbsolute(moment, getLocalTimeZone())).toString().slice(0, 5))

/** A moment's day in the words of a locale, with the year. */
export const dateOf = (locale: string, moment: number): string => formatDate(locale, dayOf(moment), 'long')
