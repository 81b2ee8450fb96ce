import { describe, expect, it } from 'vitest'
import { crowded, crowding, honest, lying, withholding } from '../support/exchange-model/misfortunes'
import type { Misfortune, Tally } from '../support/exchange-model/model-outcome'
import { runModel } from '../support/exchange-model/model-run'
import { nothingWrong, verdictOn } from '../support/exchange-model/model-verdict'

/** So many courses of events of each kind; `npm run model` runs thousands. */
const runs = 20

/** Runs so many seeds, insists that nothing went wrong in any, and gives what happened in all of them. */
function holds(misfortune: Misfortune, seeds = runs): Tally & { acknowledged: number } {
  const total: Tally & { acknowledged: number } = { ...runModel(0, {}, 0).tally, acknowledged: 0 }
  for (let seed = 1; seed <= seeds; seed++) {
    const outcome = runModel(seed, misfortune)
    expect(verdictOn(outcome), `seed ${seed}`).toEqual(nothingWrong)
    total.acknowledged += outcome.acknowledged.length
    for (const key of Object.keys(outcome.tally) as (keyof Tally)[]) total[key] += outcome.tally[key]
  }
  return total
}

describe('the model of the exchange', () => {
  it('[Y11] of devices that crash while words are lost on their way loses none that was acknowledged, and all end equal', () => {
    const total = holds({}, 3 * runs)
    for (const key of ['acknowledged', 'crashes', 'resyncs', 'dropped'] as const)
      expect(total[key]).toBeGreaterThan(3 * runs)
    expect(total.outOfOrder).toBeGreaterThan(0)
  })

  it.each(honest)(
    '[Y70] with %s: no word that was filed is lost, all end equal, and nothing waits',
    (_, misfortune) => {
      const total = holds(misfortune)
      expect(total.dropped).toBeGreaterThan(runs)
      expect(total.anew).toBe(0)
      if (misfortune.withheld) expect(total.withheld).toBeGreaterThan(runs)
    },
  )

  it.each(crowded)('[Y206] with %s: no word is lost, all end equal, and nothing waits', (_, misfortune) => {
    holds(misfortune, 1)
  })

  it.each(withholding)('[Y220] with %s: nothing else is lost, and only what rests on them waits', (_, misfortune) => {
    expect(holds(misfortune).withheld).toBeGreaterThan(runs / 2)
  })

  it.each(lying)('[Y71] with %s: it may cost words of whoever said it, and none of the other’s', (_, misfortune) => {
    holds(misfortune)
  })
  it.each([
    [9179, { lies: true }],
    [9047, { lies: true, withheld: 'a while' }],
    [301_082, { lies: true, restore: 'raw' }],
  ] as const)(
    '[Y266] what was left out of a snapshot comes in where others rest on it, so that nothing waits (seed %i)',
    (seed, misfortune) => {
      expect(verdictOn(runModel(seed, misfortune))).toEqual(nothingWrong)
    },
  )
  it.each([
    [501_930, { lies: true }],
    [500_931, { lies: true, withheld: 'a while' }],
  ] as const)(
    '[Y272] own words and what was left out of a snapshot, where each rests on the other, come in together (seed %i)',
    (seed, misfortune) => {
      expect(verdictOn(runModel(seed, misfortune))).toEqual(nothingWrong)
    },
  )
  it('[Y271] nobody is told of for words that a changed app has had collected (seed 501526)', () => {
    expect(verdictOn(runModel(501_526, { lies: true, withheld: 'a while' }))).toEqual(nothingWrong)
  })
  it('[Y269] what goes on in a deleted part is taken (seed 401991)', () => {
    expect(verdictOn(runModel(401_991, { restore: 'raw' }))).toEqual(nothingWrong)
  })
  it.each(crowding)('[Y223] with %s: none of the other’s words is lost, and each is saved', (_, misfortune) => {
    holds(misfortune, runs / 2)
  })
})
