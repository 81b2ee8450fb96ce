import { describe, expect, it } from 'vitest'
import { isSameDocument } from '../../electron/core/exchange/fold/document-content'
import { type Misfortune, RestoreRun } from '../support/restored-devices'
import { seededNumbers } from '../support/seeded-random'

/** So many courses of events of each kind; `RESTORE_RUNS` asks for more. */
const runs = Number(process.env['RESTORE_RUNS'] ?? 60)

const kinds: readonly [string, Misfortune][] = [
  ['nothing but crashes and snapshots', {}],
  ['a backup that the app puts back', { restore: 'app' }],
  ['a folder that is put back from outside', { restore: 'raw' }],
  ['a copy of a device that goes on beside it', { clone: true }],
  ['a snapshot that leaves words out', { lies: true }],
  ['such a snapshot and a backup', { lies: true, restore: 'app' }],
  ['such a snapshot and a folder put back', { lies: true, restore: 'raw' }],
  ['such a snapshot and a copy', { lies: true, clone: true }],
]

describe('whatever befalls a folder', () => {
  it.each(kinds)('[Y60] %s: no word that was filed is lost, all end equal, and nothing waits', (_what, misfortune) => {
    for (let seed = 1; seed <= runs; seed++) {
      const run = new RestoreRun(seededNumbers(seed))
      const { docs, standing } = run.run(45, misfortune)
      for (const doc of docs) {
        const words = new Set(doc.getArray<string>('words').toArray())
        expect(
          run.said.filter((word) => !words.has(word)),
          `seed ${seed}`,
        ).toEqual([])
      }
      const [first, ...others] = docs
      for (const other of others) expect(first && isSameDocument(first, other), `seed ${seed}`).toBe(true)
      expect(
        standing.filter((reason) => reason !== 'fork'),
        `seed ${seed}`,
      ).toEqual([])
    }
  })
})
