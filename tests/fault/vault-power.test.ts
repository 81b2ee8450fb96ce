import { expect, it } from 'vitest'
import { powerRounds } from '../support/power-rounds'

/** More rounds for a night: each vault goes through as many. */
const rounds = Number(process.env['TWOFOLD_POWER_ROUNDS'] ?? 120)
const seed = Number(process.env['TWOFOLD_POWER_SEED'] ?? 1)

it('[F96] kills and power cuts at any step, on a disk that keeps no more than it must, lose nothing acknowledged and raise no false alarm', async () => {
  const outcome = await powerRounds({ seed, rounds })
  expect(outcome.complaints).toEqual([])
  expect(outcome.rounds).toBe(rounds)
  for (const kind of ['kills', 'powerCuts', 'closed'] as const) expect(outcome[kind]).toBeGreaterThan(rounds / 10)
})

it('[F97] where what was read at unlock is never flushed an alarm is raised, so the run above would hear a false one', async () => {
  const outcome = await powerRounds({ seed, rounds: 100, flushesWhatIsRead: false })
  expect(outcome.complaints).toHaveLength(1)
})

it('[F290] whatever the step at which they come, what was deleted before a session that went well is in no file after it', async () => {
  const outcome = await powerRounds({ seed, rounds, deletes: true })
  expect(outcome.complaints).toEqual([])
  expect(outcome.rounds).toBe(rounds)
  expect(outcome.deletions).toBeGreaterThan(rounds / 10)
  for (const kind of ['kills', 'powerCuts', 'closed'] as const) expect(outcome[kind]).toBeGreaterThan(rounds / 10)
})
