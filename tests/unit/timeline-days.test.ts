import { expect, test } from 'vitest'
import { onThisDay } from '../../renderer/features/timeline/on-this-day'
import { neighbourDay, writtenDays } from '../../renderer/lib/timeline-days'
import {
  countJournals,
  countKinds,
  countTags,
  filterEntries,
  isFiltering,
  noFilters,
  toggleTag,
  trashedEntries,
} from '../../renderer/lib/timeline-filters'
import { formatDate } from '../../renderer/lib/timeline-format'
import type { EntrySummary } from '../../shared/entry'
import { entryId } from '../../shared/ids'

let made = 0
const anEntry = (fields: Partial<EntrySummary>): EntrySummary => ({
  id: entryId.parse(`00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`),
  journal: 'private',
  kind: 'reflection',
  title: '',
  date: '2024-05-01',
  time: '21:00',
  zone: 'Europe/London',
  mood: null,
  tags: [],
  createdAt: made,
  trashedAt: null,
  excerpt: '',
  ...fields,
})
const on = (...dates: string[]) => dates.map((date) => anEntry({ date }))
const daysOf = (entries: EntrySummary[], date: string) =>
  onThisDay(entries, date).map(({ when, count, date }) => [when, count, date])

test('[T6] an entry fits when its kind and any one of its tags are asked for, however the tag is spelled', () => {
  const entries = [
    anEntry({ title: 'sea', kind: 'memory', tags: ['Café', 'sea'] }),
    anEntry({ title: 'home', kind: 'memory', tags: ['home'] }),
    anEntry({ title: 'plan', kind: 'plan', tags: ['sea'] }),
  ]
  const titles = (kinds: string[], tags: string[]) =>
    filterEntries(entries, { ...noFilters, kinds, tags }).map(({ title }) => title)
  expect(titles([], [])).toEqual(['sea', 'home', 'plan'])
  expect(titles(['memory'], [])).toEqual(['sea', 'home'])
  expect(titles(['memory'], ['CAFE\u0301', 'nothing'])).toEqual(['sea'])
  expect(titles(['plan'], ['home'])).toEqual([])
})

test('[T7] what lies in the trash is in no list and no count but the trash, the latest first', () => {
  const entries = [
    anEntry({ title: 'kept', tags: ['us'] }),
    anEntry({ title: 'first', tags: ['us'], trashedAt: 10 }),
    anEntry({ title: 'last', kind: 'dream', tags: ['sea'], trashedAt: 20 }),
  ]
  expect(filterEntries(entries, noFilters).map(({ title }) => title)).toEqual(['kept'])
  expect(trashedEntries(entries).map(({ title }) => title)).toEqual(['last', 'first'])
  expect(countTags(entries)).toEqual([{ name: 'us', count: 1 }])
  expect(countKinds(entries)).toEqual([{ name: 'reflection', count: 1 }])
})

test('[T15] one journal can be read without the other, and both of them are no filter', () => {
  const entries = [
    anEntry({ title: 'mine', tags: ['sea'] }),
    anEntry({ title: 'ours', journal: 'shared', tags: ['sea'] }),
    anEntry({ title: 'gone', journal: 'shared', trashedAt: 10 }),
  ]
  const titles = (journals: ('private' | 'shared')[], tags: string[] = []) =>
    filterEntries(entries, { ...noFilters, journals, tags }).map(({ title }) => title)
  expect(titles([])).toEqual(['mine', 'ours'])
  expect(titles(['private'])).toEqual(['mine'])
  expect(titles(['shared'])).toEqual(['ours'])
  expect(titles(['private', 'shared'])).toEqual(['mine', 'ours'])
  expect(titles(['shared'], ['home'])).toEqual([])
  expect([isFiltering(noFilters), isFiltering({ ...noFilters, journals: ['shared'] })]).toEqual([false, true])
  expect(countJournals(entries)).toEqual([
    { name: 'private', count: 1 },
    { name: 'shared', count: 1 },
  ])
})

test('[T8] tags are counted in whatever spelling, most used first; kinds of a newer version come last', () => {
  const entries = [
    anEntry({ kind: 'voice-note', tags: ['Sea'] }),
    anEntry({ kind: 'plan', tags: ['home', 'sea'] }),
    anEntry({ kind: 'hope', tags: ['SEA'] }),
  ]
  expect(countTags(entries)).toEqual([
    { name: 'Sea', count: 3 },
    { name: 'home', count: 1 },
  ])
  expect(countKinds(entries).map(({ name }) => name)).toEqual(['hope', 'plan', 'voice-note'])
})

test('[T9] pressing a tag narrows to it, pressing another spelling of it lets go again', () => {
  const hopes = { ...noFilters, kinds: ['hope'] }
  const narrowed = toggleTag(hopes, 'Sea')
  expect(narrowed).toEqual({ ...hopes, tags: ['Sea'] })
  expect(toggleTag(narrowed, 'sea')).toEqual(hopes)
})

test('[T10] a month and a day read the same in every zone, in 1666 as today', () => {
  const zone = process.env['TZ']
  try {
    for (const TZ of ['Pacific/Pago_Pago', 'Pacific/Kiritimati', 'Europe/Amsterdam']) {
      process.env['TZ'] = TZ
      expect(formatDate('en-GB', '1666-09', 'month')).toBe('September 1666')
      expect(formatDate('en-GB', '1666-09-12', 'full')).toBe('Sunday, 12 September 1666')
      expect(formatDate('en-GB', '2024-02-29', 'weekday')).toBe('Thu')
    }
  } finally {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  }
})

test('[T11] the previous and the next written day skip the days without a word and end at both ends', () => {
  const entries = on('1666-09-12', '1666-09-12', '1666-09-02', '1665-12-31')
  expect(writtenDays(entries)).toEqual(['1666-09-12', '1666-09-02', '1665-12-31'])
  expect(neighbourDay(entries, '1666-09-02', -1)).toBe('1665-12-31')
  expect(neighbourDay(entries, '1666-09-02', 1)).toBe('1666-09-12')
  expect(neighbourDay(entries, '1666-09-05', -1)).toBe('1666-09-02')
  expect(neighbourDay(entries, '1666-09-12', 1)).toBe(null)
  expect(neighbourDay(entries, '1665-12-31', -1)).toBe(null)
  expect(neighbourDay([], '1665-12-31', 1)).toBe(null)
})

test('[T12] on this day brings back the week, the month and the same day of other years, newest first', () => {
  const entries = on('2027-03-14', '2026-03-14', '2026-03-07', '2026-02-14', '2025-03-14', '2025-03-14', '1666-03-14')
  expect(daysOf(entries, '2026-03-14')).toEqual([
    ['years-later', 1, '2027-03-14'],
    ['week', 1, '2026-03-07'],
    ['month', 1, '2026-02-14'],
    ['years-ago', 1, '2025-03-14'],
    ['years-ago', 360, '1666-03-14'],
  ])
  expect(onThisDay(entries, '2026-03-14').at(-2)?.entries).toHaveLength(2)
})

test.each([
  ['2026-03-31', '2026-02-28'],
  ['2024-03-31', '2024-02-29'],
  ['2026-01-31', '2025-12-31'],
])('[T13] a month before %s is %s', (date, before) => {
  expect(daysOf(on(before), date)).toEqual([['month', 1, before]])
})

test('[T14] a 29 February comes back on the 28th of years that have none, and only then', () => {
  const leapDay = on('2024-02-29')
  expect(daysOf(leapDay, '2026-02-28')).toEqual([['years-ago', 2, '2024-02-29']])
  expect(daysOf(leapDay, '2028-02-29')).toEqual([['years-ago', 4, '2024-02-29']])
  expect(daysOf(leapDay, '2028-02-28')).toEqual([])
  expect(daysOf(leapDay, '2026-03-01')).toEqual([])
  expect(daysOf(on('2023-02-28'), '2024-02-29')).toEqual([])
})
