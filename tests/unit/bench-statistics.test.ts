import { expect, test } from 'vitest'
import { interleave } from '../bench/interleave'
import { formatTable, judge } from '../bench/report'
import { percentile, summarize } from '../bench/statistics'

const upTo = (n: number) => Array.from({ length: n }, (_, at) => n - at)

test('[K1] a percentile is the sample by nearest rank, whatever order they came in', () => {
  expect(percentile(upTo(100), 0.5)).toBe(50)
  expect(percentile(upTo(100), 0.99)).toBe(99)
  expect(percentile(upTo(10), 0.99)).toBe(10)
  expect(percentile([7], 0.5)).toBe(7)
})

test("[K2] a row holds the app's p50 and p99 over the limit's of the same run", () => {
  const samples = { product: [4, 6, 5, 30], limit: [2, 1, 3, 10] }
  expect(summarize({ name: 'row', limitName: 'the least', samples })).toEqual({
    name: 'row',
    unit: 'ms',
    n: 4,
    p50: 5,
    p95: 30,
    p99: 30,
    limit: { name: 'the least', p50: 2, p99: 10 },
    ratio: 2.5,
    ratioP99: 3,
  })
})

test('[K3] a row that measured nothing, or no positive time, is an error', () => {
  const row = { name: 'row', limitName: 'the least' }
  expect(() => summarize({ ...row, samples: { product: [], limit: [1] } })).toThrow('nothing was measured')
  expect(() => summarize({ ...row, samples: { product: [1], limit: [] } })).toThrow('nothing was measured')
  expect(() => summarize({ ...row, samples: { product: [0], limit: [1] } })).toThrow('positive')
  expect(() => summarize({ ...row, samples: { product: [Number.NaN], limit: [1] } })).toThrow('positive')
})

test('[K4] app and limit are measured in turn, and warm-ups are thrown away', async () => {
  const order: string[] = []
  const measured = (name: string) => async (round: number) => {
    order.push(`${name}${round}`)
    return round + 1
  }
  const samples = await interleave({ rounds: 2, warmUps: 1, limit: measured('limit'), product: measured('app') })
  expect(order).toEqual(['limit0', 'app0', 'limit1', 'app1', 'limit2', 'app2'])
  expect(samples).toEqual({ product: [2, 3], limit: [2, 3] })
})

test('[K5] the table says of each goal whether it was met, and of a row without one nothing', () => {
  const samples = { product: [3, 3, 3], limit: [2, 2, 2] }
  const result = summarize({ name: 'a-row', limitName: 'the least possible', samples })
  expect(judge(result, { ratio: 2, p99: 1 })).toBe('2x met, p99 1 ms MISSED')
  expect(judge(result, { ratioP99: 1.5 })).toBe('1.5x at p99 met')
  expect(judge(result, {})).toBe('')
  const table = formatTable([{ result, goal: { ratio: 2 } }])
  expect(table).toContain('a-row')
  expect(table).toContain('1.50x')
  expect(table).toContain('2x met')
  expect(table).toContain('a-row: the limit is the least possible')
})
