import { expect, it } from 'vitest'
import { createWishedEnd, insistingFor } from '../../electron/core/host/wished-end'
import { AppError } from '../../shared/failure'
import { createManualClock } from '../support/manual-clock'

/** An app that is asked to end, whose words can be saved or not. */
function openApp({ isSaving }: { isSaving: boolean }) {
  const clock = createManualClock()
  const disk = { isSaving }
  const said: string[] = []
  const ended: number[] = []
  const end = createWishedEnd({
    lock: async () => {
      if (!disk.isSaving) throw new AppError({ code: 'disk-full' })
    },
    clock,
    say: (sentence) => said.push(sentence),
    exit: async (code) => void ended.push(code),
  })
  return { clock, disk, said, ended, end }
}

it('[B40] an app that is asked to end locks and ends, at the first wish', async () => {
  const { end, ended, said } = openApp({ isSaving: true })
  await end(143)
  expect([ended, said]).toEqual([[143], []])
})

it('[B40] where words can’t be saved it stays and says why, and a second wish within a minute ends it', async () => {
  const { clock, end, ended, said } = openApp({ isSaving: false })
  await end(0)
  expect(ended).toEqual([])
  expect(said).toEqual([expect.stringMatching(/words can't be saved yet \(disk-full\).* within a minute/)])
  clock.advance(insistingFor - 1)
  await end(130)
  expect(ended).toEqual([130])
  expect(said).toHaveLength(1)
})

it('[B40] a wish after that minute is a first one again, and one that can be met ends it', async () => {
  const { clock, disk, end, ended, said } = openApp({ isSaving: false })
  for (let time = 1; time <= 3; time++) {
    await end(130)
    expect([ended, said.length]).toEqual([[], time])
    clock.advance(insistingFor)
  }
  disk.isSaving = true
  await end(129)
  expect(ended).toEqual([129])
})
