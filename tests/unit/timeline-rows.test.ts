import { array, assert, constantFrom, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { buildRows, entryHeight, monthHeight, moveTo } from '../../renderer/features/timeline/rows'
import type { EntrySummary } from '../../shared/entry'
import { byNewest } from '../../shared/entry-order'
import { type EntryId, entryId } from '../../shared/ids'

const idOf = (number: number): EntryId => entryId.parse(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`)

const entryOn = (date: string, number: number): EntrySummary => ({
  id: idOf(number),
  journal: 'private',
  kind: 'reflection',
  title: '',
  date,
  time: '21:00',
  zone: 'Europe/London',
  mood: null,
  tags: [],
  createdAt: number,
  trashedAt: null,
  excerpt: 'Up betimes',
})

const diary = ['1666-09-12', '1666-09-12', '1666-09-02', '1666-08-30', '1665-12-31'].map(entryOn)

test('[T1] entries stand newest first under one row per month', () => {
  const shape = buildRows(diary).list.map((row) => (row.type === 'month' ? row.month : row.entry.date))
  expect(shape).toEqual([
    '1666-09',
    '1666-09-12',
    '1666-09-12',
    '1666-09-02',
    '1666-08',
    '1666-08-30',
    '1665-12',
    '1665-12-31',
  ])
})

test('[T1] only the first entry of a day is marked as such, and positions count entries alone', () => {
  const rows = buildRows(diary).list.flatMap((row) => (row.type === 'entry' ? [[row.position, row.firstOfDay]] : []))
  expect(rows).toEqual([
    [1, true],
    [2, false],
    [3, true],
    [4, true],
    [5, true],
  ])
})

test('[T2] an entry is found by its id, and one that is not there is not', () => {
  const rows = buildRows(diary)
  expect(rows.entryAt(rows.indexOf(idOf(3)))?.date).toBe('1666-08-30')
  expect(rows.indexOf(idOf(99))).toBe(-1)
  expect(rows.indexOf(null)).toBe(-1)
})

test.each([
  ['1666-09-12', '1666-09-12', 'its own day'],
  ['1666-09-11', '1666-09-02', 'the nearest day before'],
  ['2026-01-01', '1666-09-12', 'the newest from far ahead'],
  ['1600-01-01', '1665-12-31', 'the oldest where nothing is earlier'],
])('[T3] going to %s arrives at %s, %s', (date, arrived) => {
  const rows = buildRows(diary)
  expect(rows.entryAt(rows.indexOfDate(date))?.date).toBe(arrived)
})

test('[T3] going to a day with several entries arrives at its first', () => {
  expect(buildRows(diary).indexOfDate('1666-09-12')).toBe(1)
  expect(buildRows([]).indexOfDate('1666-09-12')).toBe(-1)
})

test('[T4] the keys move from entry to entry over month rows and stop at both ends', () => {
  const rows = buildRows(diary)
  const august = rows.indexOf(idOf(3))
  expect(rows.entryAt(moveTo(rows, rows.indexOf(idOf(2)), 'next', 5))?.id).toBe(idOf(3))
  expect(rows.entryAt(moveTo(rows, august, 'previous', 5))?.id).toBe(idOf(2))
  expect(moveTo(rows, 1, 'previous', 5)).toBe(1)
  expect(moveTo(rows, -1, 'next', 5)).toBe(1)
  expect(moveTo(rows, august, 'first', 5)).toBe(1)
  expect(rows.entryAt(moveTo(rows, august, 'last', 5))?.date).toBe('1665-12-31')
  expect(moveTo(buildRows([]), -1, 'first', 5)).toBe(-1)
})

test('[T4] whatever the days, a key never leaves the list or rests on a month row', () => {
  const day = integer({ min: 1, max: 28 }).map(
    (number) => `1666-0${1 + (number % 9)}-${String(number).padStart(2, '0')}`,
  )
  const moves = constantFrom('next', 'previous', 'page-down', 'page-up', 'first', 'last')
  assert(
    property(array(day, { minLength: 1 }), array(moves), (days, keys) => {
      const rows = buildRows(days.map(entryOn).sort(byNewest))
      let at = -1
      for (const key of keys) {
        at = moveTo(rows, at, key, 4)
        if (at !== -1) expect(rows.list[at]?.type).toBe('entry')
      }
    }),
  )
})

test('[T5] the place of a row is the sum of the heights above it', () => {
  const rows = buildRows(diary)
  expect(rows.offsetOf(0)).toBe(0)
  expect(rows.offsetOf(rows.indexOf(idOf(4)))).toBe(3 * monthHeight + 4 * entryHeight)
})
