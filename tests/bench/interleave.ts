import type { Samples } from './statistics'

/**
 * Measures the app and its limit in turn, so that whatever else the machine does meets both alike. Each function does
 * its work once and gives the milliseconds that count; the first `warmUps` rounds are thrown away.
 */
export async function interleave(options: {
  rounds: number
  warmUps: number
  product(round: number): Promise<number>
  limit(round: number): Promise<number>
}): Promise<Samples> {
  const product: number[] = []
  const limit: number[] = []
  for (let round = 0; round < options.warmUps + options.rounds; round++) {
    const measured = { limit: await options.limit(round), product: await options.product(round) }
    if (round < options.warmUps) continue
    product.push(measured.product)
    limit.push(measured.limit)
  }
  return { product, limit }
}
