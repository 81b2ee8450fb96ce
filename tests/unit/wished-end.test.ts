import { expect, it } from 'vitest'
import { createWishedEnd, insistingFor, readingTakes, type WishedEnd } from '../../electron/core/host/wished-end'
import { AppError } from '../../shared/failure'
import { createManualClock } from '../support/manual-clock'

/** An app that is asked to end, whose words can be saved or not. */
function openApp({ isSaving }: { isSaving: boolean }) {
  const clock = createManualClock()
  const disk = { isSaving }
  const said: string[] = []
  const ended: number[] = []
  const locks: boolean[] = []
  const end = createWishedEnd({
    lock: async () => {
      locks.push(disk.isSaving)
      if (!disk.isSaving) throw new AppError({ code: 'disk-full' })
    },
    clock,
    say: (sentence) => said.push(sentence),
    exit: async (code) => void ended.push(code),
  })
  return { clock, disk, said, ended, locks, end }
}

it('[B40] an app that is asked to end locks and ends, at the first wish', async () => {
  const { end, ended, said } = openApp({ isSaving: true })
  await end.signalled(143)
  expect([ended, said]).toEqual([[143], []])
})

it('[B40] where words can’t be saved it stays and says why, and a second signal within a minute ends it', async () => {
  const { clock, end, ended, said } = openApp({ isSaving: false })
  await end.windowClosed()
  expect(ended).toEqual([])
  expect(said).toEqual([expect.stringMatching(/words can’t be saved yet \(disk-full\).* within a minute/)])
  clock.advance(insistingFor - 1)
  await end.signalled(130)
  expect(ended).toEqual([130])
  expect(said).toHaveLength(1)
})

it('[B40] a wish after that minute is a first one again, and one that can be met ends it', async () => {
  const { clock, disk, end, ended, said } = openApp({ isSaving: false })
  for (let time = 1; time <= 3; time++) {
    await end.signalled(130)
    expect([ended, said.length]).toEqual([[], time])
    clock.advance(insistingFor)
  }
  disk.isSaving = true
  await end.signalled(129)
  expect(ended).toEqual([129])
})

it('[B44] one Ctrl+C that the terminal sends to the browser and npm too is one wish, in whatever order it arrives', async () => {
  const ways = [
    (end: WishedEnd) => [end.signalled(130), end.windowClosed(), end.signalled(130)],
    (end: WishedEnd) => [end.windowClosed(), end.signalled(130), end.signalled(130)],
  ]
  for (const way of ways) {
    const { clock, end, ended, said } = openApp({ isSaving: false })
    await Promise.all(way(end))
    for (const late of [() => end.signalled(129), () => end.windowClosed()]) await late()
    clock.advance(readingTakes - 1)
    await end.signalled(130)
    expect([ended, said.length]).toEqual([[], 1])
    clock.advance(1)
    await end.signalled(143)
    expect(ended, 'who has read why insists').toEqual([143])
  }
})

it('[B44] where words can be saved, wishes that come together end it once', async () => {
  const { end, ended, locks } = openApp({ isSaving: true })
  await Promise.all([end.signalled(130), end.windowClosed(), end.signalled(130)])
  expect([ended, locks.length]).toEqual([[130], 1])
})

it('[B44] a window that goes never insists, and keeps nobody from insisting', async () => {
  const { clock, end, ended, said } = openApp({ isSaving: false })
  await end.signalled(130)
  clock.advance(readingTakes)
  await end.windowClosed()
  await end.windowClosed()
  expect([ended, said.length]).toEqual([[], 1])
  await Promise.all([end.windowClosed(), end.signalled(143)])
  expect(ended).toEqual([143])
  const other = openApp({ isSaving: false })
  for (let time = 1; time <= 3; time++) {
    await other.end.windowClosed()
    expect([other.ended, other.said.length], 'and says again why it stays').toEqual([[], time])
    other.clock.advance(insistingFor)
  }
})
