import { parseDate, Time } from '@internationalized/date'
import { createElement, type FunctionComponent } from 'react'
import { I18nProvider } from 'react-aria-components'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { formatDate, formatTime } from '../../renderer/lib/timeline-format'
import { DateTimeField } from '../../renderer/ui/DateTimeField'
import { AppLocale } from '../../renderer/ui/DateLocale'

const words = { date: 'Date', time: 'Time', chooseDay: 'Choose', noSuchDay: 'None', noSuchTime: 'None' }
const nothing = () => {}
const InLocale = I18nProvider as FunctionComponent<{ locale: string }>

/** The parts of the date field as they stand on the screen: what each is, and its text. */
function partsIn(locale: string, date: string): Record<string, string> {
  const asked = { onDate: nothing, onTime: nothing, onRefusedAway: nothing, words }
  const field = createElement(DateTimeField, { date: parseDate(date), time: new Time(8, 30), ...asked })
  const dates = createElement(AppLocale, {}, field)
  const page = renderToStaticMarkup(createElement(InLocale, { locale }, dates))
  const parts = page.matchAll(/data-type="(\w+)"[^>]*>([^<]+)</g)
  return Object.fromEntries([...parts].map(([, type, text]) => [type, text]))
}

it.each(['en-GB', 'th-TH', 'fa-IR', 'ar-SA', 'ar-EG', 'ja-JP-u-ca-japanese', 'he-IL-u-ca-hebrew', 'zh-TW-u-ca-roc'])(
  '[T270] in %s the date field names the day that the timeline names',
  (locale) => {
    for (const date of ['2026-11-30', '1666-09-12']) {
      const { year = '', month = '', day = '', era } = partsIn(locale, date)
      const digits = new Intl.NumberFormat(locale, { useGrouping: false })
      const [y = 0, m = 0, d = 0] = date.split('-').map(Number)
      expect([year, digits.format(d)]).toEqual([digits.format(y), day.replace(/^[0٠۰]/u, '')])
      expect(month.replace(/^[0٠۰]/u, '')).toBe(digits.format(m))
      expect(era).toBeUndefined()
      expect(formatDate(locale, date, 'month')).toContain(year)
      expect(formatDate(locale, date, 'day')).toContain(digits.format(d))
    }
  },
)

it.each([
  ['en-US', '00:05', '21:04'],
  ['en-GB', '00:05', '21:04'],
  ['fi-FI', '00.05', '21.04'],
  ['hi-IN', '00:05', '21:04'],
  ['he-IL', '00:05', '21:04'],
  ['fa-IR', '۰۰:۰۵', '۲۱:۰۴'],
  ['ar-EG', '٠٠:٠٥', '٢١:٠٤'],
])('[G360] in %s a time is written in the figures of its dates, on a clock of 24 hours', (locale, night, evening) => {
  expect([formatTime(locale, '00:05'), formatTime(locale, '21:04')]).toEqual([night, evening])
})
