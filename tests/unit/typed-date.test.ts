import { GregorianCalendar } from '@internationalized/date'
import { expect, it } from 'vitest'
import { typedDate, typedTime, type TypedPart } from '../../renderer/ui/typed-date'

const part = (type: string, value: number | null): TypedPart => ({ type, value, isPlaceholder: value === null })
const day = (year: number | null, month: number | null, date: number | null) =>
  typedDate(new GregorianCalendar(), [part('month', month), part('day', date), part('year', year)])?.toString() ?? null

it('[N1] only a whole day that exists, of the years 1000 to 2999, is taken from a date field', () => {
  expect(day(1663, 2, 28)).toBe('1663-02-28')
  expect(day(2024, 2, 29)).toBe('2024-02-29')
  expect(day(2023, 2, 29)).toBeNull()
  expect(day(2024, 2, 30)).toBeNull()
  expect(day(2024, 4, 31)).toBeNull()
  expect(day(2024, null, 3)).toBeNull()
  expect([day(1000, 1, 1), day(2999, 12, 31)]).toEqual(['1000-01-01', '2999-12-31'])
  expect([day(999, 12, 31), day(3000, 1, 1), day(16, 1, 1)]).toEqual([null, null, null])
})

it('[N2] only a whole time is taken from a time field', () => {
  expect(typedTime([part('hour', 0), part('minute', 5)])?.toString()).toBe('00:05:00')
  expect(typedTime([part('hour', 21), part('minute', null)])).toBeNull()
})
