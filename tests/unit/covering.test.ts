import { expect, it } from 'vitest'
import { createCovering } from '../../electron/core/exchange/journal/covering'
import type { CoverageContent } from '../../electron/core/exchange/format/file-content'
import { createJournalWriter } from '../../electron/core/exchange/format/journal-writer'
import { createLater } from '../../electron/core/exchange/journal/later'
import { AppError } from '../../shared/failure'
import { createDevice, flush, present, type } from '../support/fold-devices'
import { createManualClock } from '../support/manual-clock'

/** Ana's device, which Ben's words reach file by file, on a disk that answers when the test says so. */
function createStand() {
  const [ana, ben] = [createDevice(1, 100), createDevice(2, 200)]
  const clock = createManualClock(1000)
  const disk: { resolve(): void; reject(reason: Error): void }[] = []
  const sealed: CoverageContent[] = []
  const chain = createJournalWriter<CoverageContent>({
    writer: ana.me,
    head: { number: 0, head: new Uint8Array(32) },
    seal(coverage, { number }) {
      sealed.push(coverage)
      return [{ name: `${number + 1}`, number: number + 1, hash: new Uint8Array(32), bytes: new Uint8Array() }]
    },
    keep: () => new Promise((resolve, reject) => disk.push({ resolve, reject })),
  })
  const covering = createCovering({ clock, fold: ana.fold, later: createLater(clock), me: ana.me, chain })
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  return {
    /** How many of Ben's files the last coverage counts. */
    covered: () => sealed.at(-1)?.vector.get(ben.me)?.number,
    async hear() {
      type(ben, 'a word ')
      ana.fold.receive([present(flush(ben))])
      covering.soon()
      clock.advance(50)
      await settled()
    },
    /** The disk answers all that it was given, and what follows from that; then so long goes by. */
    async answer(failure: Error | null, ms = 50) {
      for (const { resolve, reject } of disk.splice(0)) {
        if (failure) reject(failure)
        else resolve()
      }
      await settled()
      clock.advance(ms)
      await settled()
    },
  }
}

it('[Z6] what arrives while a coverage is being written is covered by the next', async () => {
  const { covered, hear, answer } = createStand()
  await hear()
  await hear()
  expect(covered()).toBe(1)
  await answer(null)
  expect(covered()).toBe(2)
})

it('[Z6] what arrives while a coverage can not be written is covered once the disk takes it', async () => {
  const { covered, hear, answer } = createStand()
  await hear()
  await answer(new AppError({ code: 'disk-full' }), 0)
  await hear()
  await answer(null, 2000)
  await answer(null)
  expect(covered()).toBe(2)
})
