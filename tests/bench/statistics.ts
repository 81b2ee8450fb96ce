/** What was measured of the app and of its limit, in one run, in ms. */
export interface Samples {
  readonly product: readonly number[]
  readonly limit: readonly number[]
}

/** One row of the results; `ratio` is the app's p50 over its limit's, `ratioP99` the same of p99. */
export interface Result {
  readonly name: string
  readonly unit: 'ms'
  readonly n: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly limit: { readonly name: string; readonly p50: number; readonly p99: number }
  readonly ratio: number
  readonly ratioP99: number
}

/**
 * The value that a share `p` (above 0, at most 1) of the samples doesn't exceed, by nearest rank: always one of the
 * samples. Throws where there are none.
 */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const found = sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)]
  if (found === undefined) throw new Error('nothing was measured')
  return found
}

/** The row of a run. Throws where nothing, or something that is no positive time, was measured. */
export function summarize(options: { name: string; limitName: string; samples: Samples }): Result {
  const { name, limitName, samples } = options
  const { product, limit } = samples
  if (![...product, ...limit].every((ms) => ms > 0 && Number.isFinite(ms)))
    throw new Error('a measurement is not a positive time')
  const of = (list: readonly number[], p: number) => round(percentile(list, p))
  return {
    name,
    unit: 'ms',
    n: product.length,
    p50: of(product, 0.5),
    p95: of(product, 0.95),
    p99: of(product, 0.99),
    limit: { name: limitName, p50: of(limit, 0.5), p99: of(limit, 0.99) },
    ratio: round(percentile(product, 0.5) / percentile(limit, 0.5)),
    ratioP99: round(percentile(product, 0.99) / percentile(limit, 0.99)),
  }
}

const round = (value: number) => Number(value.toPrecision(4))
