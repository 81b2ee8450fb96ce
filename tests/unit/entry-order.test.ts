import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Entry } from '../../shared/entry'
import { byNewest } from '../../shared/entry-order'
import { entryOf, idOf } from '../support/journal-entries'

const berlin = (number: number, time: string, made: string, date = '2026-10-25') =>
  entryOf(number, { date, time, zone: 'Europe/Berlin', createdAt: Date.parse(made) })
const order = (entries: readonly Entry[]) => entries.toSorted(byNewest).map(({ id }) => Number(id.slice(-4)))

it('[J274] what was written before the clocks went back stands below what was written after', () => {
  const before = berlin(1, '02:50', '2026-10-25T02:50:12+02:00')
  const after = berlin(2, '02:10', '2026-10-25T02:10:44+01:00')
  const [early, late] = [
    berlin(3, '01:59', '2026-10-25T01:59:00+02:00'),
    berlin(4, '03:00', '2026-10-25T03:00:00+01:00'),
  ]
  expect(order([early, before, after, late])).toEqual([4, 2, 1, 3])
})

it('[J274] a time that came twice, set by hand, is the first of the two', () => {
  const [byHand, after] = [berlin(1, '02:50', '2027-01-01T00:00Z'), berlin(2, '02:10', '2026-10-25T02:10:44+01:00')]
  expect(order([byHand, after])).toEqual([2, 1])
})

it('[J274] on a journey the day goes by the instant, under the date of each place', () => {
  const at = (number: number, time: string, zone: string, date = '2026-05-02') => entryOf(number, { date, time, zone })
  const tokyo = at(1, '09:00', 'Asia/Tokyo')
  const london = at(2, '08:00', 'Europe/London')
  const honolulu = at(3, '00:30', 'Pacific/Honolulu')
  const dayBefore = at(4, '23:00', 'Pacific/Honolulu', '2026-05-01')
  expect(order([dayBefore, tokyo, london, honolulu])).toEqual([3, 2, 1, 4])
})

const zones = [
  'Europe/Berlin',
  'europe/berlin',
  'Pacific/Apia',
  'Africa/Casablanca',
  'UTC',
  'Mars/Olympus',
  '',
  '+01:00',
]

it('[J275] every pair of entries has one order, and three of them never go in a circle', () => {
  const one = fc.record({
    date: fc.constantFrom('2026-10-25', '2026-03-29', '2011-12-30', '1666-09-12', '0001-01-01', '9999-12-31'),
    time: fc.constantFrom('00:00', '01:30', '02:10', '02:50', '03:00', '23:59'),
    zone: fc.constantFrom(...zones),
    createdAt: fc.constantFrom(0, Date.parse('2026-10-25T00:10Z'), Date.parse('2026-10-25T01:10Z'), 5),
  })
  const entries = fc.tuple(one, one, one).map((all) => all.map((fields, at) => entryOf(at, fields)))
  fc.assert(
    fc.property(entries, ([a, b, c]) => {
      if (!a || !b || !c) return
      const sign = (x: Entry, y: Entry) => Math.sign(byNewest(x, y))
      expect(sign(a, b)).toBe(-sign(b, a))
      expect(sign(a, b)).not.toBe(0)
      if (sign(a, b) < 0 && sign(b, c) < 0) expect(sign(a, c)).toBe(-1)
      if (a.date !== b.date) expect(sign(a, b) < 0).toBe(a.date > b.date)
    }),
    { numRuns: 2000 },
  )
})

it('[J276] a skipped hour, a skipped day, a zone of minutes and seconds and one that no one knows have their place', () => {
  const skipped = [berlin(1, '01:59', '2026-03-29T01:59:00+01:00', '2026-03-29')]
  skipped.push(berlin(2, '02:30', '2027-01-01T00:00Z', '2026-03-29'), berlin(3, '03:31', '2026-01-01', '2026-03-29'))
  expect(order(skipped)).toEqual([3, 2, 1])
  const of = (number: number, time: string, zone: string, date: string) => entryOf(number, { date, time, zone })
  const samoa = [of(1, '09:00', 'Pacific/Apia', '2011-12-30'), of(2, '10:00', 'Pacific/Apia', '2011-12-30')]
  expect(order(samoa)).toEqual([2, 1])
  // London's own time was 75 seconds behind Greenwich's.
  const london = [of(1, '12:00', 'Europe/London', '1666-09-12'), of(2, '12:01', 'UTC', '1666-09-12')]
  expect(order(london)).toEqual([1, 2])
  const unknown = [of(1, '12:00', 'Mars/Olympus', '2026-05-02'), of(2, '12:30', 'Europe/Berlin', '2026-05-02')]
  expect(order(unknown)).toEqual([1, 2])
})

it('[J275] the same entries read anew stand in the same order', () => {
  const entries = Array.from({ length: 50 }, (_, at) =>
    entryOf(at, { time: `0${at % 10}:30`, zone: at % 3 ? 'Asia/Tokyo' : 'America/New_York', createdAt: at }),
  )
  const again = structuredClone(entries).toReversed()
  expect(order(again)).toEqual(order(entries))
  expect(order(entries)).toContain(Number(idOf(7).slice(-4)))
})
