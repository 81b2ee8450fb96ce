import { describe, expect, it } from 'vitest'
import { runModel } from '../support/exchange-model'

describe('folding', () => {
  it('[Y1] 1,000 random runs of three devices lose nothing acknowledged and end alike', () => {
    const sum = { crashes: 0, lost: 0, diverged: 0, unlikeFiles: 0, pending: 0 }
    for (let seed = 1; seed <= 1000; seed++) {
      const run = runModel(seed)
      sum.crashes += run.crashes
      sum.lost += run.lost
      sum.diverged += Number(run.diverged)
      sum.unlikeFiles += Number(run.unlikeFiles)
      sum.pending += Number(run.pending)
      if (run.lost || run.diverged || run.unlikeFiles || run.pending) expect({ seed, ...run }).toBe('whole')
    }
    expect(sum).toMatchObject({ lost: 0, diverged: 0, unlikeFiles: 0, pending: 0 })
    expect(sum.crashes).toBeGreaterThan(5000)
  })
})
