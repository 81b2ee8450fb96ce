import { expect, it } from 'vitest'
import { openPatiently, takeIn } from '../../electron/core/exchange/journal/patient-reading'
import { AppError } from '../../shared/failure'
import { createManualClock } from '../support/manual-clock'

const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
const unreadable = () => Promise.reject(new AppError({ code: 'disk-failed' }))

it('[I133] a mirror that cannot be read just now is read again and said, and at last what cannot be read is missed for this time', async () => {
  const clock = createManualClock()
  const asked: boolean[] = []
  const said: string[] = []
  const opened = openPatiently(
    { open: ({ mayMiss }) => (asked.push(mayMiss), mayMiss ? Promise.resolve() : unreadable()) },
    clock,
    ({ code }) => said.push(code),
  )
  for (let turn = 0; turn < 6; turn++) {
    await settled()
    clock.advance(2000)
  }
  await opened
  expect(asked).toEqual([false, false, false, false, false, true])
  expect(said).toEqual(Array.from({ length: 5 }, () => 'disk-failed'))
})

it('[I133] files that arrived are read again until they can be, and another failure ends that at once', async () => {
  const clock = createManualClock()
  let left = 2
  const news = { type: 'arrived', names: ['a'], small: new Map() } as const
  const taken = takeIn({ arrived: () => (left-- > 0 ? unreadable() : Promise.resolve()) }, clock, news)
  await settled()
  clock.advance(2000)
  await settled()
  clock.advance(2000)
  await taken
  expect(left).toBe(-1)
  const arrived = () => Promise.reject(new AppError({ code: 'disk-full' }))
  await expect(takeIn({ arrived }, clock, news)).rejects.toThrow('disk-full')
})
