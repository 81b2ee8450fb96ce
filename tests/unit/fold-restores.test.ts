import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { isSameDocument } from '../../electron/core/exchange/fold/document-content'
import { type Misfortune, RestoreRun } from '../support/restored-devices'
import { seededNumbers } from '../support/seeded-random'

/** So many courses of events of each kind; `RESTORE_RUNS` asks for more. */
const runs = Number(process.env['RESTORE_RUNS'] ?? 40)

const honest: readonly [string, Misfortune][] = [
  ['nothing but crashes and snapshots', {}],
  ['a backup that the app puts back', { restore: 'app' }],
  ['a folder that is put back from outside', { restore: 'raw' }],
  ['a copy of a device that goes on beside it', { clone: true }],
]
const lying: readonly [string, Misfortune][] = [
  ['a snapshot that leaves words out', { lies: true }],
  ['such a snapshot and a backup', { lies: true, restore: 'app' }],
  ['such a snapshot and a folder put back', { lies: true, restore: 'raw' }],
  ['such a snapshot and a copy', { lies: true, clone: true }],
]

const wordsIn = (doc: Y.Doc) => new Set(doc.getArray<string>('words').toArray())

describe('whatever befalls a folder', () => {
  it.each(honest)('[Y70] %s: no word that was filed is lost, all end equal, and nothing waits', (_what, misfortune) => {
    for (let seed = 1; seed <= runs; seed++) {
      const run = new RestoreRun(seededNumbers(seed))
      const { docs, standing } = run.run(45, misfortune)
      const [first, ...others] = docs
      if (!first) throw new Error('no documents')
      const lost = run.said.filter(({ word }) => !wordsIn(first).has(word))
      expect(lost, `seed ${seed}`).toEqual([])
      for (const other of others) expect(isSameDocument(first, other), `seed ${seed}`).toBe(true)
      expect(
        standing.filter((reason) => reason !== 'fork'),
        `seed ${seed}`,
      ).toEqual([])
    }
  })

  it.each(lying)('[Y71] %s: it may cost words of whoever said it, and none of the other’s', (_what, misfortune) => {
    for (let seed = 1; seed <= runs; seed++) {
      const run = new RestoreRun(seededNumbers(seed))
      const { docs } = run.run(45, misfortune)
      for (const doc of docs) {
        const lost = run.said.filter(({ word, by }) => by === 'Ana' && !wordsIn(doc).has(word))
        expect(lost, `seed ${seed}`).toEqual([])
      }
    }
  })
})
